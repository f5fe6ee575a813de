"""Those who look after the node let newcomers in, or turn them away, with words to them."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock
from fedcop.community import audit, letters
from fedcop.community.accounts import Keys
from fedcop.community.joining import newcomers
from fedcop.community.joining.newcomers import State
from fedcop.community.letters import Letter
from fedcop.errors import Malformed
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import newcomers as rows
from fedcop.store.rows import ActorRow, NewcomerRow

_LONGEST_WORDS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides (0: the command line), what they say to the person, and if mail can say it."""

    by: int = 0
    words: str = ""
    mails: bool = False


async def approve(unit: Unit, decision: Decision, number: int, keys: Keys) -> ActorRow:
    """Let somebody in who waits. Raises NotFound, Malformed and Refused."""
    row = await newcomers.require_waiting(unit, number)
    by, words = decision.by, decision.words.strip()
    _check(words)
    unit.guard(rows.AS_IT_WAS, row.id, row.state)
    made = await newcomers.admit(unit, replace(row, words=words), keys, by)
    audit.note(unit, by, "admit-person", row.name)
    if decision.mails and row.email:
        facts = {"name": row.name, "words": words, "link": f"{unit.uris.origin}/signin"}
        letter = Letter("admitted", row.email, facts, row.id, row.locale, f"admitted:{row.id}")
        letters.owe(unit, letter)
    return made


async def turn_down(unit: Unit, decision: Decision, number: int) -> NewcomerRow:
    """Turn somebody away; what they wrote is forgotten after 30 days. Raises NotFound."""
    row = await newcomers.require_waiting(unit, number)
    by, words = decision.by, decision.words.strip()
    _check(words)
    unit.guard(rows.AS_IT_WAS, row.id, row.state)
    refused = replace(
        row,
        held_name=None,
        state=State.REFUSED,
        decided=clock.now_ms(),
        decided_by=by,
        words=words,
    )
    unit.add(rows.settle_newcomer(refused))
    unit.wake("account", row.id)
    audit.note(unit, by, "refuse-person", row.name)
    if decision.mails and row.email:
        facts = {"name": row.name, "words": words}
        letter = Letter("refused", row.email, facts, 0, row.locale, f"refused:{row.id}")
        letters.owe(unit, letter)
    return refused


async def find_waiting(reader: Reader, number: int) -> NewcomerRow:
    """Find somebody who waits. Raises NotFound."""
    return await newcomers.require_waiting(reader, number)


async def list_waiting(reader: Reader, after: int = 0, limit: int = 50) -> list[NewcomerRow]:
    """Read who waits to be let in, the longest waiting first."""
    return await rows.list_newcomers(reader, State.WAITING, after, limit)


async def count_waiting(reader: Reader) -> int:
    """Count who waits to be let in."""
    return await rows.count_newcomers(reader, State.WAITING)


async def list_admitted(reader: Reader, before: int, limit: int) -> list[NewcomerRow]:
    """Read who was let in, the latest first, with who invited or admitted them."""
    return await rows.list_latest(reader, State.ADMITTED, before, limit)


def _check(words: str) -> None:
    if len(words) > _LONGEST_WORDS:
        raise Malformed(f"words: write {_LONGEST_WORDS:,} characters at most")
