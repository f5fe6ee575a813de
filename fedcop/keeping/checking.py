"""Verify a set: read it whole, restore its database for a moment, look whether that is right."""

import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from fedcop.errors import FedcopError, Misconfigured, Unavailable
from fedcop.keeping import on_postgresql, on_sqlite
from fedcop.keeping.proving import prove_digests, prove_keys
from fedcop.keeping.sets import DATABASE, SQLITE
from fedcop.keeping.unpacking import Contents, unpack
from fedcop.settings.master_key import decode_key
from fedcop.store.connection import open_backend
from fedcop.store.migrate import known, migrate
from fedcop.store.seal import Seal
from fedcop.store.verify import verify

_NOT_TRIED: Final = (
    "its database was not restored: name a PostgreSQL server with --database that may make one"
)


@dataclass(slots=True)
class Report:
    """What was found in a set."""

    contents: Contents
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keys: int = 0
    digests: int = 0
    migrating: float = 0.0  # seconds that the migrations to this version took

    @property
    def well(self) -> bool:
        """Whether the set may be relied on."""
        return not self.findings


async def examine(path: Path, identity: bytes | None, work: Path, server: str = "") -> Report:
    """Verify a set in a folder with room for its database. Raises Damaged and Misconfigured."""
    with tempfile.TemporaryDirectory(prefix=".fedcop-verify-", dir=work) as name:
        folder = Path(name)
        contents = unpack(path, identity, lambda part: wanted_database(part, folder))
        report = Report(contents)
        refuse_strangers(contents)
        if contents.manifest.missing:
            report.notes.append(f"{contents.manifest.missing} files were missing already then")
        if contents.about.media == "s3":
            report.notes.append("files of people in the bucket are no part of it (backup_bucket)")
        if contents.about.dialect == "sqlite":
            await _look_at_sqlite(report, folder / "fedcop.db")
        elif server:
            await _look_at_postgresql(report, folder, server)
        else:
            report.notes.append(_NOT_TRIED)
        return report


def wanted_database(part: str, folder: Path) -> Path | None:
    """Want what belongs to the database."""
    return folder / part.removeprefix(DATABASE) if part.startswith(DATABASE) else None


def refuse_strangers(contents: Contents) -> None:
    """Refuse a set that only a later version understands. Raises Misconfigured."""
    later = sorted(set(contents.about.schema) - known())
    if later:
        raise Misconfigured(
            f"the set is of fedcop {contents.about.version} with {later[-1]}, which this version"
            " does not know; install that version, or a later one"
        )


async def _look_at_sqlite(report: Report, file: Path) -> None:
    if report.contents.about.dialect == "sqlite" and SQLITE not in report.contents.manifest.files:
        report.findings.append("it holds no database")
        return
    try:
        with on_sqlite.read_only(file) as link:
            _compare(report, on_sqlite.count_rows(link))
    except Unavailable as error:
        report.findings.append(error.safe)
        return
    await _look_inside(report, f"sqlite:///{file}")


async def _look_at_postgresql(report: Report, folder: Path, server: str) -> None:
    try:
        async with _lent_database(server) as url:
            contents = report.contents
            await on_postgresql.load(url, contents.about.level, folder, contents.manifest, ())
            _compare(report, await on_postgresql.count_tables(url))
            await _look_inside(report, url)
    except Misconfigured as error:
        report.notes.append(error.safe)
    except Unavailable as error:
        report.findings.append(error.safe)


@asynccontextmanager
async def _lent_database(server: str) -> AsyncIterator[str]:
    """Make a database for a while. Raises Misconfigured where our user may not."""
    name = f"fedcop_verify_{secrets.token_hex(6)}"
    async with on_postgresql.connected(server) as link:
        try:
            await link.execute(f'CREATE DATABASE "{name}"')
        except asyncpg.InsufficientPrivilegeError as error:
            raise Misconfigured(_NOT_TRIED) from error
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        async with on_postgresql.connected(server) as link:
            await link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _compare(report: Report, counts: dict[str, int]) -> None:
    for table, number in report.contents.manifest.counts.items():
        if counts.get(table, -1) != number:
            report.findings.append(
                f"{table} has {counts.get(table, 'no')} rows instead of {number}"
            )


async def _look_inside(report: Report, url: str) -> None:
    """Bring the copy to this version, as restoring would, and look whether it is whole."""
    try:
        seal = Seal(decode_key(report.contents.key.strip(), "master.key"))
        began = time.perf_counter()
        if await migrate(url):
            report.migrating = time.perf_counter() - began
        report.findings += await verify(url)
        backend = await open_backend(url, beside=True)
        try:
            report.keys, wrong = await prove_keys(backend, seal)
            report.digests, false = await prove_digests(backend)
        finally:
            await backend.close()
        report.findings += [*wrong, *false]
    except FedcopError as error:
        report.findings.append(error.safe)
