"""What a browser is in the middle of while somebody signs in, and what may be done but once."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fedcop import clock
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import factors
from fedcop.store.rows import StepRow

_TOKEN_BYTES: Final = 32
_LASTS: Final = 10 * 60 * 1000
_MOST_TRIES: Final = 5
_ONCE: Final = "once"
_STANDS: Final = "FROM sign_in_step WHERE token_hash = ? AND tries < ?"


@dataclass(frozen=True, slots=True)
class Step:
    """A step: whose it is, and what was sealed for it."""

    token_hash: str
    account_id: int
    body: bytes


async def open_step(unit: Unit, kind: str, account: int, body: bytes) -> str:
    """Note what a browser is in the middle of; the token is known only now."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires = clock.now_ms() + _LASTS
    unit.add(factors.insert_step(StepRow(_hashed(token), kind, account, body, 0, expires)))
    return token


async def find_step(reader: Reader, kind: str, token: str) -> Step | None:
    """Find what a browser is in the middle of; nothing when it took too long or tried too often."""
    if not token:
        return None
    row = await factors.find_step(reader, _hashed(token), kind, clock.now_ms())
    if row is None or row.tries >= _MOST_TRIES:
        return None
    return Step(row.token_hash, row.account_id, row.body)


async def try_step(unit: Unit, step: Step) -> None:
    """Count a try before it is looked at. Raises Conflict when there were too many."""
    unit.touch(f"step:{step.token_hash}")
    unit.guard(_STANDS, step.token_hash, _MOST_TRIES)
    unit.add(factors.try_step(step.token_hash))


async def close_step(unit: Unit, step: Step) -> None:
    """Be done with a step, once. Raises Conflict when it was done before."""
    unit.touch(f"step:{step.token_hash}")
    unit.guard(_STANDS, step.token_hash, _MOST_TRIES + 1)
    unit.add(factors.end_step(step.token_hash))


async def do_once(unit: Unit, mark: str, until: int) -> bool:
    """Say whether this is the first time that a mark is seen; it is remembered until then."""
    hashed = _hashed(mark)
    unit.touch(f"once:{hashed}")
    if await factors.find_step(unit, hashed, _ONCE, 0) is not None:
        return False
    unit.add(factors.insert_step(StepRow(hashed, _ONCE, 0, b"", 0, until)))
    return True


async def sweep_steps(unit: Unit) -> None:
    """Forget what nobody goes on with any more."""
    unit.add(factors.sweep_steps(clock.now_ms()))


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
