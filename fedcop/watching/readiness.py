"""Whether a process can do its work just now, each part of it named."""

import asyncio
import errno
import logging
import os
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Final, NamedTuple

from fedcop.assembly import Parts
from fedcop.community import quarantine
from fedcop.errors import FedcopError, Unavailable
from fedcop.store.connection import sqlite_path
from fedcop.store.leases import list_held
from fedcop.store.schema import require_schema

log = logging.getLogger(__name__)

_PATIENCE: Final = 5.0
_KEPT_SECONDS: Final = 1.0  # whoever asks more often is told the same
_ALWAYS_HELD: Final = frozenset({"inbox", "echo"})
_PAGE: Final = b"\0" * 4096
_ONE: Final = "SELECT 1"


class Finding(NamedTuple):
    """One part of a process, and how it is, in words that strangers may read."""

    name: str
    well: bool
    found: str


class Readiness:
    """Looks at a process, at most once a second, however many ask."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._looking: asyncio.Task[tuple[Finding, ...]] | None = None
        self._until = 0.0

    async def look(self) -> tuple[Finding, ...]:
        """Say how each part is."""
        looking = self._looking
        if looking is None or (looking.done() and time.monotonic() >= self._until):
            looking = self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(looking)

    async def _look(self) -> tuple[Finding, ...]:
        *found, held = await asyncio.gather(
            _named("database", "it does not answer", self._database()),
            _named("migrations", "the schema is not that of this version", self._schema()),
            _named("worker", "nobody processes and delivers", self._worker()),
            _named("disk", "it cannot be written", self._disk()),
            self._quarantine(),
        )
        self._until = time.monotonic() + _KEPT_SECONDS
        return (*found, *held)

    async def _quarantine(self) -> tuple[Finding, ...]:
        """Say that nothing leaves; it is ready all the same, since what comes is kept."""
        try:
            async with asyncio.timeout(_PATIENCE):
                since = await quarantine.find_since(self._parts.store)
        except (FedcopError, TimeoutError):
            return ()
        words = "restored, nothing leaves"
        return (Finding("quarantine", well=True, found=words),) if since else ()

    async def _database(self) -> str:
        await self._parts.store.read(_ONE)
        return ""

    async def _schema(self) -> str:
        await require_schema(self._parts.store.backend)
        return ""

    async def _worker(self) -> str:
        """Ask the loops of this process, or whether those of others hold what they always hold."""
        pulse = self._parts.figures.pulse
        if pulse:
            late = sorted(name for name, well in pulse.loops().items() if not well)
            if late:
                log.error("these loops do not get on: %s", ", ".join(late))
            return f"these loops do not get on: {', '.join(late)}" if late else ""
        missing = sorted(_ALWAYS_HELD - await list_held(self._parts.store))
        return f"no worker holds {' and '.join(missing)}" if missing else ""

    async def _disk(self) -> str:
        for folder in folders_of(self._parts):
            await asyncio.to_thread(write_once, folder)
        return ""


async def _named(name: str, wrong: str, look: Awaitable[str]) -> Finding:
    """Turn what a look found into what may be said of it; the log is told why."""
    try:
        async with asyncio.timeout(_PATIENCE):
            said = await look
    except FedcopError as error:
        log.error("not ready, %s: %s", name, error.safe)
        return Finding(name, well=False, found=wrong)
    except TimeoutError:
        log.error("not ready, %s: no answer within %s s", name, _PATIENCE)
        return Finding(name, well=False, found=wrong)
    return Finding(name, well=not said, found=said or "ok")


def folders_of(parts: Parts) -> tuple[Path, ...]:
    """List the folders that this node must be able to write."""
    chosen = parts.settings
    database = sqlite_path(chosen.database)
    media = chosen.data / chosen.media_folder
    folders = [chosen.data, *([media] if media.exists() else [])]
    return tuple(dict.fromkeys([*folders, *([database.parent] if database else [])]))


def write_once(folder: Path) -> None:
    """Write a page into a folder and take it back. Raises Unavailable, which says why not."""
    try:
        descriptor, path = tempfile.mkstemp(prefix=".fedcop-", dir=folder)
        try:
            if os.write(descriptor, _PAGE) < len(_PAGE):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(descriptor)
            Path(path).unlink()
    except OSError as error:
        raise Unavailable(f"{folder} cannot be written: {error.strerror}") from error
