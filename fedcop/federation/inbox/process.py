"""Process what was kept: each message to a verdict, those about one thing in order.

A batch runs at once, so that its messages share queries and commits. Whoever waits for the network
does not hold up the others: they fly on while the next batch is claimed.
"""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Final

import orjson

from fedcop import clock
from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import Activity
from fedcop.community.perform import perform
from fedcop.diagnostics import about
from fedcop.errors import FedcopError, Gone, NotFound, Unavailable
from fedcop.federation.inbox import retries, unwrap
from fedcop.federation.inbox.arrival import AnyHandler, Arrival, Ignored, Outcome, Unfinished
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.inbox.registry import HANDLERS
from fedcop.federation.inbox.unwrap import Parcel
from fedcop.federation.remote.reach import Reach
from fedcop.figures import Figures, Tally
from fedcop.store.batch import Unit
from fedcop.store.queries import inbox
from fedcop.store.queries.inbox import State
from fedcop.store.rows import ActorRow, InboxRow
from fedcop.transport.budget import Budget

log = logging.getLogger(__name__)

BATCH: Final = 64
_MOST_FLYING: Final = 256
_MOST_OF_A_HOST: Final = 16  # of those that a batch left behind
_TOGETHER_SECONDS: Final = 0.2
_WAIT_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a message, and why."""

    state: State
    reason: str = ""


_APPLIED: Final = Verdict(State.APPLIED)


@dataclass(frozen=True, slots=True)
class _Flight:
    """A message being processed."""

    row: InboxRow
    task: "asyncio.Task[None]"


class Processor:
    """Takes messages from the inbox; one of it is at work on a store."""

    def __init__(self, reach: Reach, keys: KeyCache, verdicts: Tally | None = None) -> None:
        self._reach = reach
        self._verdicts = verdicts or Figures().verdicts
        self._store = reach.store
        self._keys = keys
        self._flying: dict[str, _Flight] = {}
        self._trouble: Unavailable | None = None

    async def run_batch(self, now: int | None = None) -> int:
        """Process what is due, at most a batch; return how many were taken up.

        Raises Unavailable when the store cannot be read or written just now.
        """
        rows = await self._claim(clock.now_ms() if now is None else now)
        tasks = [self._start(row) for row in rows]
        if tasks:
            await asyncio.wait(tasks, timeout=_TOGETHER_SECONDS)
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble
        return len(rows)

    async def drain(self) -> int:
        """Process everything that is due now, and wait until it is done."""
        total = 0
        while True:
            taken = await self.run_batch()
            await self.settle()
            total += taken
            if not taken:
                return total

    async def settle(self) -> None:
        """Wait for what is still being processed."""
        while self._flying:
            await asyncio.wait([flight.task for flight in self._flying.values()])

    async def _claim(self, now: int) -> list[InboxRow]:
        room = min(BATCH, _MOST_FLYING - len(self._flying))
        if room <= 0:
            # All are waiting for the network; the first that is done makes room.
            flying = [flight.task for flight in self._flying.values()]
            await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            return []
        hosts = Counter(flight.row.host for flight in self._flying.values())
        slow = {host for host, count in hosts.items() if count >= _MOST_OF_A_HOST}
        return await inbox.claim(self._store, now, room, inbox.Busy(self._flying.keys(), slow))

    def _start(self, row: InboxRow) -> "asyncio.Task[None]":
        task = asyncio.create_task(self._process(row))
        self._flying[row.key] = _Flight(row, task)
        task.add_done_callback(lambda _: self._flying.pop(row.key, None))
        return task

    async def _after(self, number: int, key: str) -> None:
        """Wait for an older message about a thing, if one is being processed, for a while."""
        flight = self._flying.get(key)
        if flight is not None and flight.row.id < number:
            await asyncio.wait([flight.task], timeout=_WAIT_SECONDS)

    async def _process(self, row: InboxRow) -> None:
        """Bring a message to its verdict; whatever happens, its neighbours do not notice."""
        with about(activity=row.activity_id):
            try:
                await self._judge(row)
            except Unavailable as error:
                self._trouble = error  # it stays as it is
            except FedcopError as error:
                await self._fail(row, error)
            except Exception as fault:  # noqa: BLE001 - a fault of ours must not come again and again
                await self._note_fault(row, fault)

    async def _judge(self, row: InboxRow) -> None:
        document = orjson.loads(row.body)
        activity = reading.read_activity(document)
        after = partial(self._after, row.id)
        parcel = Parcel(row, document, activity, self._reach, self._keys, Budget(), after)
        actor = await unwrap.sender_of(parcel)
        several = unwrap.carried_by(activity)
        verdict: Verdict | None
        if len(several) > 1:
            verdict = _together([await self._one_of(parcel, actor, one) for one in several])
        elif several:
            verdict = await self._handle(await unwrap.passed_on(parcel, actor, several[0]), row)
        else:
            verdict = await self._handle(await unwrap.whole(parcel, actor), row)
        if verdict is not None:
            await self._settle(row, verdict)

    async def _one_of(self, parcel: Parcel, actor: ActorRow, inner: Activity) -> Verdict:
        """Handle one of several activities that came in one message."""
        try:
            done = await self._handle(await unwrap.passed_on(parcel, actor, inner), None)
        except FedcopError as error:
            if error.retryable:
                raise
            return _refusal(error)
        return done or _APPLIED

    async def _handle(self, arrival: Arrival, row: InboxRow | None) -> Verdict | None:
        """Check and apply; with a row the verdict is in the same unit: then None is returned."""
        kind = arrival.activity.type
        handler = HANDLERS.get(kind)
        if handler is None:
            return Verdict(State.IGNORED, f"type: {kind[:40]} is nothing we act on")
        if arrival.group is not None and not handler.relayed:
            return Verdict(State.IGNORED, f"object: a {kind[:40]} is not for others to pass on")
        plan = await handler.check(arrival)
        if isinstance(plan, Ignored):
            return Verdict(State.IGNORED, plan.reason)
        outcome: Outcome
        while True:
            outcome = await perform(self._store, _apply, handler, arrival, plan, row)
            if not isinstance(outcome, Unfinished):
                break
        if row is not None:
            self._verdicts.add("ignored" if outcome else "applied")
            return None
        return Verdict(State.IGNORED, outcome.reason) if outcome else _APPLIED

    async def _fail(self, row: InboxRow, error: FedcopError) -> None:
        """Try again later what may be had later; else it is refused."""
        pause = retries.pause_after(error, row.tries)
        if pause is None:
            await self._settle(row, _refusal(error))
            return
        unit = Unit(self._store)
        due = clock.now_ms() + pause
        self._verdicts.add("postponed")
        unit.add(inbox.postpone(row.id, row.tries + 1, due, error.safe))
        await self._commit(unit)

    async def _note_fault(self, row: InboxRow, fault: Exception) -> None:
        log.error("a message of %s could not be processed", row.host, exc_info=fault)
        await self._settle(row, Verdict(State.REFUSED, "fault: it could not be processed"))

    async def _settle(self, row: InboxRow, verdict: Verdict) -> None:
        unit = Unit(self._store)
        unit.add(inbox.settle(row.id, verdict.state, verdict.reason))
        self._verdicts.add(verdict.state.name.lower())
        await self._commit(unit)

    async def _commit(self, unit: Unit) -> None:
        try:
            await unit.commit()
        except Unavailable as error:
            self._trouble = error


async def _apply(
    unit: Unit, handler: AnyHandler, arrival: Arrival, plan: object, row: InboxRow | None
) -> Outcome:
    """Call the verb, and write the verdict into the same unit."""
    if row is not None:
        unit.guard(inbox.STILL_WAITS, row.id)
    outcome = await handler.apply(unit, arrival, plan)
    if row is not None and not isinstance(outcome, Unfinished):
        state = State.IGNORED if outcome else State.APPLIED
        unit.add(inbox.settle(row.id, state, outcome.reason if outcome else ""))
    return outcome


def _refusal(error: FedcopError) -> Verdict:
    """Turn an error into a verdict: what is not there is no fault of the sender."""
    if isinstance(error, NotFound | Gone):
        return Verdict(State.IGNORED, error.safe)
    return Verdict(State.REFUSED, error.safe)


def _together(verdicts: list[Verdict]) -> Verdict:
    """Sum up the activities of one message: it was applied when any was."""
    states = Counter(verdict.state for verdict in verdicts)
    reasons = "; ".join(dict.fromkeys(one.reason for one in verdicts if one.reason))
    if states[State.APPLIED]:
        return Verdict(State.APPLIED, reasons)
    return Verdict(State.IGNORED if states[State.IGNORED] else State.REFUSED, reasons)
