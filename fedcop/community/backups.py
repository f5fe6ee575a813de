"""What is known of the backups of this node: the last, the next, what went wrong; and a wish.

A backup is made by a worker. Whoever looks, on a page or on the command line, reads what that
worker wrote down: the folder of the sets may be on its machine alone.
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

import orjson

from fedcop import clock
from fedcop.community import audit
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import node_values

WAKE: Final = "backup"
_STATE: Final = "backups"
_ASKED: Final = "backup asked"
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 1440 * _MINUTE_MS
_AGAIN_MS: Final = 60 * _MINUTE_MS  # after one that failed


@dataclass(frozen=True, slots=True)
class SetFacts:
    """A set that is kept."""

    name: str
    taken: int
    size: int
    encrypted: bool


@dataclass(frozen=True, slots=True)
class State:
    """How backups went; times are 0 where there was none."""

    slot: int = 0  # the time that the last good scheduled one was made for
    tried: int = 0
    done: int = 0  # when the last good one began
    seconds: float = 0.0
    size: int = 0
    error: str = ""  # of the last one, empty when it was good
    verified: int = 0  # when somebody last verified one here
    verified_set: str = ""
    verdict: str = ""  # what was wrong with it
    kept: tuple[SetFacts, ...] = ()


async def read_state(reader: Reader) -> State:
    """Read how backups went."""
    text = await node_values.find_value(reader, _STATE)
    found: dict[str, Any] = orjson.loads(text) if text else {}
    known = {one.name for one in fields(State)}
    kept = tuple(SetFacts(**one) for one in found.pop("kept", ()))
    return State(**{name: value for name, value in found.items() if name in known}, kept=kept)


async def keep_state(unit: Unit, state: State) -> None:
    """Write down how it went; what was asked for is done."""
    text = orjson.dumps(asdict(state)).decode()
    unit.add(node_values.keep_latest(_STATE, text), node_values.forget(_ASKED))


async def note_verdict(unit: Unit, name: str, verdict: str) -> None:
    """Write down what was found in a set; an empty verdict is that it is whole."""
    state = await read_state(unit)
    after = replace(state, verified=clock.now_ms(), verified_set=name, verdict=verdict)
    unit.add(node_values.keep_latest(_STATE, orjson.dumps(asdict(after)).decode()))


async def ask(unit: Unit, actor_id: int) -> None:
    """Ask for a backup now; some worker makes it."""
    unit.add(node_values.keep_latest(_ASKED, str(clock.now_ms())))
    audit.note(unit, actor_id, "make-backup")
    unit.wake(WAKE)


async def is_asked(reader: Reader) -> bool:
    """Whether somebody asked for one that was not made yet."""
    return bool(await node_values.find_value(reader, _ASKED))


def slot_at(daily_at: str, now: int) -> int:
    """Say for which time the backup of now would be: the last one that has come."""
    hours, _, minutes = daily_at.partition(":")
    at = (int(hours) * 60 + int(minutes)) * _MINUTE_MS
    slot = now - now % _DAY_MS + at
    return slot if slot <= now else slot - _DAY_MS


def is_due(daily_at: str, state: State, now: int) -> bool:
    """Whether a scheduled one is to be made now.

    A clock that jumps forward makes one at most, since slots in between are never asked for; one
    that jumps back makes none twice. What was done in the future was done by a wrong clock.
    """
    if not daily_at:
        return False
    slot = slot_at(daily_at, now)
    last = state.slot if state.slot <= now + _DAY_MS else 0
    failed = bool(state.error) and abs(now - state.tried) < _AGAIN_MS
    return slot > last and not failed


def next_at(daily_at: str, state: State, now: int) -> int:
    """Say when the next one is made; 0 when none is scheduled."""
    if not daily_at:
        return 0
    return now if is_due(daily_at, state, now) else slot_at(daily_at, now) + _DAY_MS


def trouble_of(daily_at: str, state: State, now: int) -> str:
    """Say what is wrong with backups; empty when nothing is."""
    if state.error:
        return f"the last one failed: {state.error}"
    late = 2 * _DAY_MS
    if daily_at and state.done and now - state.done > late:
        return f"the last good one is of {clock.iso(state.done)}; does a worker run?"
    return ""
