"""The backups that a worker makes: at their time or when asked for, and the old ones let go."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

from fedcop import clock
from fedcop.community import backups, quarantine
from fedcop.community.backups import SetFacts, State
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Unavailable
from fedcop.keeping.errand import Errand
from fedcop.keeping.sets import Made, list_sets, list_spare, name_of, read_keep
from fedcop.settings import Settings
from fedcop.store.batch import Store

log = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 5.0
_STAMP: Final = len("19700101T000000Z.tar")


class Rounds:
    """Looks whether a backup is due, and has it made by a process of its own."""

    def __init__(
        self, store: Store, settings: Settings, held: Callable[[], Awaitable[bool]]
    ) -> None:
        self._store = store
        self._settings = settings
        self._held = held

    async def step(self) -> int:
        """Make one backup if it is due or asked for. Raises Unavailable for the store alone."""
        now = clock.now_ms()
        state = await backups.read_state(self._store)
        asked = await backups.is_asked(self._store)
        due = backups.is_due(self._settings.backup_daily_at, state, now)
        if not asked and (not due or await quarantine.find_since(self._store)):
            return 0
        tried = replace(state, tried=now, error="")
        try:
            made = await self._make()
        except FedcopError as error:
            log.error("no backup was made: %s", error.safe)
            after = replace(tried, error=error.safe)
        else:
            log.info("%s was made within %.1f s", made.path.name, made.seconds)
            after = self._after(tried, made, now, due=due)
        await perform(self._store, backups.keep_state, await self._with_sets(after))
        return 0

    async def _make(self) -> Made:
        """Have it made, and hold the lease meanwhile, so that no other worker begins one."""
        try:
            errand = await Errand.begin(self._settings)
        except OSError as error:
            raise Unavailable(f"no process could be started: {error}") from error
        ending = asyncio.create_task(errand.end())
        try:
            while not ending.done():
                await asyncio.wait({ending}, timeout=_LOOK_SECONDS)
                await self._held()
            return await ending
        finally:
            ending.cancel()
            await errand.stop()
            with suppress(asyncio.CancelledError, FedcopError):
                await ending

    def _after(self, state: State, made: Made, now: int, *, due: bool) -> State:
        daily_at = self._settings.backup_daily_at
        slot = backups.slot_at(daily_at, now) if due else state.slot
        return replace(
            state, slot=slot, done=made.taken, seconds=round(made.seconds, 1), size=made.size
        )

    async def _with_sets(self, state: State) -> State:
        """Let old ones go, and say which are kept."""
        try:
            kept = await asyncio.to_thread(self._prune, may_prune=not state.error)
        except OSError as error:
            log.warning("old backups cannot be looked through: %s", error)
            return state
        return replace(state, kept=kept)

    def _prune(self, *, may_prune: bool) -> tuple[SetFacts, ...]:
        prefix = name_of(self._settings.host, 0, encrypted=False)[:-_STAMP]
        folder = self._settings.backup_folder
        ours = [one for one in list_sets(folder) if one.path.name.startswith(prefix)]
        spare = list_spare(ours, read_keep(self._settings.backup_keep)) if may_prune else []
        for one in spare:
            log.info("%s is let go", one.path.name)
            one.path.unlink(missing_ok=True)
        return tuple(
            SetFacts(one.path.name, one.taken, one.size, one.encrypted)
            for one in ours
            if one not in spare
        )
