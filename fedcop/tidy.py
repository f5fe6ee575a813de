"""What is swept up now and then: what was settled long ago, what nobody waits for any more."""

import logging
from contextlib import suppress
from typing import Final

from fedcop import clock
from fedcop.community import (
    copies,
    letters,
    media,
    mutes,
    oauth,
    posting,
    pushes,
    quiet,
    sessions,
    spreading,
    steps,
)
from fedcop.community import retention as rules
from fedcop.community.house import days, samples
from fedcop.community.joining import newcomers, one_time
from fedcop.community.moderating import deciding
from fedcop.community.perform import perform
from fedcop.community.practice import confirming
from fedcop.errors import Conflict, Unavailable
from fedcop.settings import Settings
from fedcop.store.batch import Store, Unit
from fedcop.store.files import Files
from fedcop.store.queries import catch_ups, events, inbox
from fedcop.store.statements import Statement
from fedcop.transport import retention
from fedcop.transport.retention import Keep

log = logging.getLogger(__name__)

_DAY_MS: Final = 86_400_000
_AT_ONCE: Final = 500
_EVENTS_MS: Final = 7 * _DAY_MS
_PAST_MS: Final = 30 * _DAY_MS  # of what elsewhere somebody wanted to know it last
_EVENT_SPAN: Final = 60_000 << 16  # ids: a minute of events in one step
# Plans are fixed by indexes and hold without it; fresh figures are for the reads that are not.
_ANALYZE: Final = Statement("ANALYZE")


class Tidy:
    """Sweeps in small steps, so that nobody waits for it."""

    def __init__(self, store: Store, settings: Settings, files: Files) -> None:
        self._store = store
        self._files = files
        self._room = settings.copies
        self._keep_ms = settings.retention_days * _DAY_MS
        self._owner = 0  # whose home lines were trimmed last
        self._analyzed = clock.now_ms()

    async def run(self) -> int:
        """Sweep a little of everything; the next turn goes on."""
        now = clock.now_ms()
        await self._messages_and_events(now)
        self._owner = await perform(self._store, spreading.tidy, self._owner)
        await perform(self._store, sessions.sweep)
        await perform(self._store, steps.sweep_steps)
        await perform(self._store, newcomers.sweep)
        await perform(self._store, one_time.sweep)
        await perform(self._store, mutes.sweep)
        await perform(self._store, quiet.sweep)
        while await perform(self._store, deciding.lift_due):
            pass
        await perform(self._store, deciding.sweep_kept)
        await perform(self._store, confirming.sweep)
        await perform(self._store, posting.sweep)
        await perform(self._store, oauth.sweep)
        await perform(self._store, pushes.sweep)
        await perform(self._store, letters.sweep)
        await perform(self._store, media.expire)
        await self._forget_files()
        await days.count(self._store)
        await samples.take(self._store)
        await rules.run(self._store)
        forgotten = await retention.trim(self._store, now, Keep(at_most=self._keep_ms))
        if forgotten:
            log.info("the log forgot %s activities that nobody is owed any more", forgotten)
        if now - self._analyzed > _DAY_MS:
            await self._analyze(now)
        return 0

    async def _forget_files(self) -> None:
        """Forget what nobody needs; where files cannot be reached, the next turn tries again."""
        try:
            for row in await media.gone(self._store):
                await perform(self._store, media.forget, row, self._files)
            await self._copies()
        except Unavailable as error:
            log.warning("files that nobody needs stay for now: %s", error.safe)

    async def _copies(self) -> None:
        """Let copies of what stands elsewhere go that nobody has asked for the longest."""
        over = await copies.measure(self._store) - self._room
        while over > 0:
            rows = await copies.oldest(self._store)
            for row in rows:
                if over > 0:
                    with suppress(Conflict):  # somebody has just asked for it
                        await perform(self._store, copies.let_go, row, self._files)
                    over -= row.size
            if not rows:
                return

    async def _messages_and_events(self, now: int) -> None:
        unit = Unit(self._store)
        unit.add(inbox.trim(now - self._keep_ms, _AT_ONCE))
        unit.add(catch_ups.forget(now - _PAST_MS))
        oldest = await events.find_oldest(self._store)
        unit.add(events.forget_done(now - _EVENTS_MS, oldest + _EVENT_SPAN))
        await unit.commit()

    async def _analyze(self, now: int) -> None:
        self._analyzed = now
        unit = Unit(self._store)
        unit.add(_ANALYZE)
        await unit.commit()
