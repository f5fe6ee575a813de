"""Check that a database is whole: its pages, its log, its references that must hold."""

from typing import Final

from fedcop.errors import Unavailable
from fedcop.store.backend import Backend
from fedcop.store.connection import open_backend

# What must be empty, and what it would mean if it were not.
_MUST_BE_EMPTY: Final = (
    (
        "SELECT position FROM log_entry WHERE position > (SELECT head FROM log_head) LIMIT 5",
        "log entries lie past the head of the log",
    ),
    (
        "SELECT a.position FROM log_address a LEFT JOIN log_entry e ON e.position = a.position"
        " WHERE e.position IS NULL LIMIT 5",
        "addresses without their log entry",
    ),
    (
        "SELECT id FROM lane WHERE place > (SELECT head FROM log_head) LIMIT 5",
        "lanes stand past the head of the log",
    ),
    (
        "SELECT p.id FROM post p LEFT JOIN actor a ON a.id = p.author_id"
        " WHERE a.id IS NULL AND p.author_id <> 0 LIMIT 5",
        "posts without their author",
    ),
    (
        "SELECT c.actor_id FROM community c LEFT JOIN actor a ON a.id = c.actor_id"
        " WHERE a.id IS NULL LIMIT 5",
        "communities without their actor",
    ),
    (
        "SELECT a.id FROM actor a LEFT JOIN actor_key k"
        " ON k.actor_id = a.id AND k.algorithm = 'rsa'"
        " WHERE a.host = '' AND a.deleted = 0 AND k.private IS NULL LIMIT 5",
        "local actors without a private key",
    ),
)


async def verify(url: str) -> list[str]:
    """List what is wrong; an empty list means whole."""
    backend = await open_backend(url, beside=True)
    try:
        return [*await _pages(backend), *await _references(backend)]
    finally:
        await backend.close()


async def _pages(backend: Backend) -> list[str]:
    if backend.dialect == "postgresql":
        return []
    try:
        rows = await backend.search("PRAGMA integrity_check", ())
    except Unavailable as error:
        return [error.safe]
    return [str(row[0]) for row in rows if row[0] != "ok"]


async def _references(backend: Backend) -> list[str]:
    findings = []
    for sql, meaning in _MUST_BE_EMPTY:
        rows = await backend.search(sql, ())
        if rows:
            examples = ", ".join(str(row[0]) for row in rows)
            findings.append(f"{meaning}: {examples}")
    return findings
