"""What is older than an organization wants to keep it, and how it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.store.batch import Store
from fedcop.store.statements import Statement

_COUNTED: Final = 100_000  # more is "many"
_ID_SHIFT: Final = 16  # of an id, to the time in it

# What came from elsewhere and nobody here had to do with: no word of it leads anywhere from here.
_STRANGERS: Final = (
    "SELECT p.id FROM post p WHERE p.id < ? AND p.local = 0 AND p.community_id = 0"
    " AND p.here = 0 AND p.reply_to_id = 0 AND p.replies = 0 AND p.audience < 2"
    " AND p.practice = '' AND p.deleted = 0"
    " AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.post_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM reaction r WHERE r.post_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM boost s WHERE s.post_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM mention m JOIN actor a ON a.id = m.actor_id"
    " WHERE m.post_id = p.id AND a.host = '')"
    " AND NOT EXISTS (SELECT 1 FROM report_evidence e WHERE e.post_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM poll_vote v WHERE v.post_id = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM post q WHERE q.root_id = p.id AND q.id <> p.id)"
)
_POST_GOES: Final = (
    "UPDATE media SET place = 4, post_id = 0 WHERE post_id = ANY_ID(?)",
    "DELETE FROM hashtag WHERE post_id = ANY_ID(?)",
    "DELETE FROM mention WHERE post_id = ANY_ID(?)",
    "DELETE FROM post_revision WHERE post_id = ANY_ID(?)",
    "DELETE FROM home_line WHERE post_id = ANY_ID(?)",
    "DELETE FROM notification WHERE post_id = ANY_ID(?)",
    "DELETE FROM poll_option WHERE post_id = ANY_ID(?)",
    "DELETE FROM poll_tally WHERE id = ANY_ID(?)",
    "DELETE FROM poll WHERE id = ANY_ID(?)",
    "DELETE FROM search_document WHERE id = ANY_ID(?)",
    "DELETE FROM post WHERE id = ANY_ID(?)",
)


def _as_time(before: int) -> int:
    return before


def _as_id(before: int) -> int:
    return before << _ID_SHIFT


@dataclass(frozen=True, slots=True)
class Sweep:
    """How what is too old is found, by a time or an id before it, and how it goes."""

    find: str  # the ids, with one parameter
    go: tuple[str, ...]  # with the ids
    at: Callable[[int], int] = _as_time


SWEEPS: Final = {
    "notices": Sweep(
        "SELECT id FROM notification WHERE id < ?",
        (
            "DELETE FROM push_errand WHERE notification_id = ANY_ID(?)",
            "DELETE FROM notification WHERE id = ANY_ID(?)",
        ),
        _as_id,
    ),
    "evidence": Sweep(
        "SELECT e.id FROM report r JOIN report_evidence e ON e.report_id = r.id"
        " WHERE r.resolved > 0 AND r.resolved < ?",
        ("DELETE FROM report_evidence WHERE id = ANY_ID(?)",),
    ),
    "reports": Sweep(
        "SELECT id FROM report WHERE resolved > 0 AND resolved < ?",
        (
            "DELETE FROM report_evidence WHERE report_id = ANY_ID(?)",
            "DELETE FROM report_step WHERE report_id = ANY_ID(?)",
            "DELETE FROM report WHERE id = ANY_ID(?)",
        ),
    ),
    "audit": Sweep(
        "SELECT id FROM audit_entry WHERE id < ?",
        ("DELETE FROM audit_entry WHERE id = ANY_ID(?)",),
        _as_id,
    ),
    "requests": Sweep(
        "SELECT id FROM privacy_request WHERE state = 'done' AND done < ?",
        ("DELETE FROM privacy_request WHERE id = ANY_ID(?)",),
    ),
    "strangers": Sweep(_STRANGERS, _POST_GOES, _as_id),
}


async def list_old(store: Store, name: str, before: int, limit: int) -> list[int]:
    """Read the ids of some of what one rule lets go."""
    sweep = SWEEPS[name]
    rows = await store.search(f"{sweep.find} LIMIT {limit:d}", sweep.at(before))
    return [row[0] for row in rows]


async def count_old(store: Store, name: str, before: int) -> int:
    """Count what one rule would let go now; a hundred thousand is as far as it counts."""
    sweep = SWEEPS[name]
    sql = f"SELECT COUNT(*) FROM ({sweep.find} LIMIT {_COUNTED:d}) u"
    return int((await store.search(sql, sweep.at(before)))[0][0])


def let_go(name: str, keys: Sequence[int]) -> tuple[Statement, ...]:
    """Let some of it go."""
    return tuple(Statement(sql, (list(keys),)) for sql in SWEEPS[name].go)
