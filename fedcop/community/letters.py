"""Mail that somebody is owed: written down in the unit of what it is about, sent afterwards.

A letter is a kind and facts. Its words are made when it is sent, in the language of its reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import audit
from fedcop.errors import Malformed, NotFound
from fedcop.settings import Settings
from fedcop.settings.checks import is_mailbox
from fedcop.store.batch import Unit
from fedcop.store.queries import addresses, letters
from fedcop.store.rows import LetterRow

WAKE: Final = "mail"
NOW: Final = 1  # rung with the bell: somebody asks to try at once


_MINUTE_MS: Final = 60_000
_LONGEST_PAUSE_MS: Final = 12 * 60 * _MINUTE_MS
_DAY_MS: Final = 24 * 60 * _MINUTE_MS
KEPT_MS: Final = 5 * _DAY_MS  # a letter that waited longer is of no use
REMEMBERED_MS: Final = 30 * _DAY_MS  # without its facts; after that it is forgotten
REFUSALS_COUNT_MS: Final = 30 * _DAY_MS


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter that was tried."""

    sent: bool = False
    for_good: bool = False
    bad_address: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be: `mark` names what it is about, so that it is owed once; empty is another one.

    `facts` are of JSON. Whatever they hold lies in the database until the letter is swept: a
    token that opens something goes in as it is sent, and is kept elsewhere as a hash alone.
    """

    kind: str
    address: str
    facts: Mapping[str, object] = field(default_factory=dict)
    account_id: int = 0
    locale: str = ""
    mark: str = ""


def possible(chosen: Settings) -> bool:
    """Whether this node sends mail; one that does not owes none, and its pages say so."""
    return chosen.mails


def owe(unit: Unit, letter: Letter) -> None:
    """Owe somebody a letter."""
    row = drafted(ids.new_id(), letter)
    unit.add(letters.owe(row))
    unit.wake(WAKE)


def unqueued(number: int, kind: str, address: str) -> LetterRow:
    """Make a letter that is sent at once and never queued."""
    return drafted(number, Letter(kind, address))


def drafted(number: int, letter: Letter) -> LetterRow:
    """Make the row of a letter."""
    now = clock.now_ms()
    return LetterRow(
        id=number,
        mark=letter.mark or str(number),
        account_id=letter.account_id,
        address=letter.address,
        kind=letter.kind,
        locale=letter.locale,
        facts=orjson.dumps(dict(letter.facts)).decode(),
        state=letters.OWED,
        created=now,
        due=now,
        tries=0,
        sent=0,
        error="",
    )


async def send_test(unit: Unit, actor_id: int, address: str, locale: str = "") -> None:
    """Owe somebody a letter that says that mail arrives. Raises Malformed."""
    if not is_mailbox(address):
        raise Malformed("address: Write a whole address, as name@example.org.")
    owe(unit, Letter("test", address, locale=locale))
    audit.note(unit, actor_id, "test-mail", address)


async def retry(unit: Unit, actor_id: int, number: int = 0) -> None:
    """Try all that waits now, or one letter that was given up. Raises NotFound."""
    if number:
        row = await letters.find_letter(unit, number)
        if row is None or row.state != letters.GIVEN_UP:
            raise NotFound("This letter cannot be sent again.")
        unit.add(letters.retry_letter(number, clock.now_ms()))
    else:
        unit.add(letters.hurry_letters(clock.now_ms()))
    audit.note(unit, actor_id, "retry-mail", str(number or ""))
    unit.wake(WAKE, NOW)


async def clear_address(unit: Unit, actor_id: int, address: str) -> None:
    """Send mail again to an address that refused it. Raises NotFound."""
    if await addresses.find_address(unit, address) is None:
        raise NotFound("This address has refused nothing.")
    unit.add(addresses.clear_address(address))
    audit.note(unit, actor_id, "clear-mail-address", address)


async def settle(unit: Unit, row: LetterRow, fate: Fate) -> None:
    """Write down what became of a letter that was tried."""
    now = clock.now_ms()
    if fate.sent:
        unit.add(letters.note_sent(row, now))
        return
    if fate.bad_address:
        unit.add(addresses.note_refusal(row.address, fate.said, now, now - REFUSALS_COUNT_MS))
    due = now + _pause(row.tries)
    over = fate.for_good or due > row.created + KEPT_MS
    state = letters.GIVEN_UP if over else letters.OWED
    tried = replace(row, state=state, due=due, tries=row.tries + 1, error=fate.said)
    unit.add(letters.put_off(tried))


async def sweep(unit: Unit) -> None:
    """Give up what is too old to be of use, and forget what was sent or given up long ago."""
    now = clock.now_ms()
    unit.add(letters.expire_letters(now - KEPT_MS, "it waited too long"))
    unit.add(letters.sweep_letters(now - REMEMBERED_MS))
    unit.add(addresses.sweep_addresses(now - REFUSALS_COUNT_MS))


def _pause(tries: int) -> int:
    """Say how long a letter rests after so many tries: a minute, two, … half a day."""
    return min(_LONGEST_PAUSE_MS, _MINUTE_MS << min(tries, 10))
