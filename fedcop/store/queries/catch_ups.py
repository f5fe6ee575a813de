"""What was said elsewhere before we listened: wanted, claimed, read."""

from dataclasses import dataclass
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed, Statement

COMMUNITY: Final = "community"
THREAD: Final = "thread"
APPLIED: Final = "applied"  # the revision that an adoption names

_ASK = (
    "INSERT INTO catch_up (id, kind, due, asked) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, due = excluded.due,"
    " asked = excluded.asked, tries = 0"
    " WHERE catch_up.due = 0 AND catch_up.asked <= ?"
)
_ASKED = Keyed("SELECT id, asked FROM catch_up WHERE id = ANY_ID(?)")
_DUE = "SELECT id, kind, tries FROM catch_up WHERE due > 0 AND due <= ? ORDER BY due, id LIMIT ?"
_AGAIN = "UPDATE catch_up SET due = ?, tries = ? WHERE id = ? AND due > 0"
_DONE = "UPDATE catch_up SET due = 0, tries = 0, done = ? WHERE id = ?"
_FORGET = "DELETE FROM catch_up WHERE due = 0 AND asked < ?"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something whose past is to be read now."""

    id: int
    kind: str
    tries: int


def ask(number: int, kind: str, now: int, unless_since: int) -> Statement:
    """Want the past of something, unless it is wanted already or was since."""
    return Statement(_ASK, (number, kind, now, now, unless_since))


async def find_asked(reader: Reader, number: int) -> int:
    """Say when the past of something was last wanted; 0: never."""
    rows = await reader.many(_ASKED, number)
    return int(rows[0][0]) if rows else 0


async def list_due(reader: Reader, now: int, limit: int) -> list[Wanted]:
    """Read what is to be read now, what waits longest first."""
    return [Wanted(*row) for row in await reader.read(_DUE, now, limit)]


def try_again(number: int, tries: int, due: int) -> Statement:
    """Come back to it then, unless it is done before."""
    return Statement(_AGAIN, (due, tries, number))


def is_done(number: int, now: int) -> Statement:
    """Note that the past of something was read."""
    return Statement(_DONE, (now, number))


def forget(before: int) -> Statement:
    """Forget what nobody has wanted for long."""
    return Statement(_FORGET, (before,))
