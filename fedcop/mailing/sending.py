"""Sends what is owed: one connection at a time, one letter after another, each settled at once.

What was taken but not yet settled when the process dies is sent once more, with the same
Message-ID. A server that is gone costs one try at a time; the letters wait, and are not blamed.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import orjson

from fedcop import clock
from fedcop.community import digests, letters, mail_state, needs
from fedcop.community.bounces import return_path
from fedcop.community.letters import NOW, WAKE, Fate
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Unavailable
from fedcop.mailing.composing import compose
from fedcop.mailing.rendering import render_letter
from fedcop.mailing.stops import stop_of
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.queries.letters import list_due_letters
from fedcop.store.rows import LetterRow
from fedcop.transport.mail import Connection, Envelope, Mail, Outcome, Posted
from fedcop.transport.mail_causes import MailServerError

log = logging.getLogger(__name__)

AT_ONCE: Final = 25
_SHORTEST_MS: Final = 15_000
_LONGEST_MS: Final = 600_000
_GREET_MS: Final = 300_000
_TOO_OFTEN: Final = 3  # letters in a row with which the connection broke


@dataclass(slots=True)
class _Rest:
    """How long a server that failed is left alone."""

    until: int = 0
    fails: int = 0
    broken: int = 0  # letters in a row that broke the connection
    told: bool = field(default=False)  # whether it is known to fail

    def fail(self, now: int) -> None:
        self.until = now + min(_LONGEST_MS, _SHORTEST_MS << min(self.fails, 8))
        self.fails += 1

    def end(self) -> None:
        self.until = self.fails = self.broken = 0


class Mailing:
    """Takes up what is owed and may be sent now."""

    def __init__(
        self, store: Store, chosen: Settings, mail: Mail, held: Callable[[], Awaitable[bool]]
    ) -> None:
        self._store = store
        self._chosen = chosen
        self._mail = mail
        self._held = held
        self._rest = _Rest(told=True)  # what another process noted is looked at once
        self._greeted = 0
        store.wakes.hear(self._hurry)

    async def step(self) -> int:
        """Do a little of all; return how much was done. Raises Unavailable."""
        now = clock.now_ms()
        if not self._chosen.mails:
            return 0
        if now >= self._greeted + _GREET_MS:
            self._greeted = now
            await digests.greet(self._store)
        looked = await needs.watch(self._store) + await needs.tell_due(self._store)
        looked += await digests.make_due(self._store)
        return looked + await self.deliver(now)

    async def deliver(self, now: int) -> int:
        """Hand over some of what is due, unless the server rests."""
        if now < self._rest.until:
            return 0
        due = await list_due_letters(self._store, now, AT_ONCE)
        if not due:
            return 0
        try:
            tried = await self._send(due)
        except MailServerError as error:
            await self._fail(error)
            return 0
        return tried

    def _hurry(self, kind: str, number: int) -> None:
        """Do not rest any longer when somebody asks."""
        if kind == WAKE and number == NOW:
            self._rest.until = 0

    async def _send(self, due: list[LetterRow]) -> int:
        tried = 0
        async with self._mail.connected() as connection:
            for row in due:
                if not connection.alive or not await self._held():
                    break
                await self._send_one(connection, row)
                tried += 1
        return tried

    async def _send_one(self, connection: Connection, row: LetterRow) -> None:
        try:
            message = self._written(row)
        except Unavailable:
            raise
        except FedcopError as error:
            log.warning("letter %s cannot be written: %s", row.id, error.safe)
            await perform(self._store, letters.settle, row, Fate(for_good=True, said=error.safe))
            return
        posted = await connection.post(message)
        if posted.outcome is Outcome.SENT:
            await self._work_again()
        else:
            log.info("letter %s was not taken: %s", row.id, posted.said)
        await perform(self._store, letters.settle, row, _fate(posted))
        self._count_broken(posted)

    def _written(self, row: LetterRow) -> Envelope:
        facts = orjson.loads(row.facts)
        stop = stop_of(self._chosen, row.account_id, facts)
        words = render_letter(self._chosen, row, stop)
        message = compose(self._chosen, row, words, stop)
        chosen = self._chosen
        sender = chosen.mail_from
        if chosen.mail_bounces:
            sender = return_path(chosen.secret, chosen.mail_bounces, row.id)
        return Envelope(sender, row.address, message)

    def _count_broken(self, posted: Posted) -> None:
        """Take a server for gone that breaks off again and again. Raises MailServerError."""
        self._rest.broken = self._rest.broken + 1 if posted.lost else 0
        if self._rest.broken >= _TOO_OFTEN:
            raise MailServerError.breaks_off(posted.said)

    async def _fail(self, error: MailServerError) -> None:
        self._rest.fail(clock.now_ms())
        if not self._rest.told or self._rest.fails == 1:
            log.error("mail waits: %s", error.safe)
        self._rest.told = True
        await perform(self._store, mail_state.note_failure, error.cause.value, error.safe)

    async def _work_again(self) -> None:
        self._rest.end()
        if self._rest.told:
            self._rest.told = False
            if await perform(self._store, mail_state.note_recovery):
                log.info("the mail server takes mail again")


def _fate(posted: Posted) -> Fate:
    match posted.outcome:
        case Outcome.SENT:
            return Fate(sent=True)
        case Outcome.LATER:
            return Fate(said=posted.said)
        case Outcome.REFUSED:
            return Fate(for_good=True, said=posted.said)
        case Outcome.NO_SUCH_ADDRESS:
            return Fate(for_good=True, bad_address=True, said=posted.said)


async def send_test(chosen: Settings, address: str, number: int) -> str:
    """Send a letter past the queue; return why it was not taken, or nothing.

    Raises MailServerError, and Malformed for what is no address.
    """
    row = letters.unqueued(number, "test", address)
    message = compose(chosen, row, render_letter(chosen, row))
    async with Mail(chosen).connected() as connection:
        posted = await connection.post(Envelope(chosen.mail_from, address, message))
    return "" if posted.outcome is Outcome.SENT else posted.said
