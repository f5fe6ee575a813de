"""Mail that somebody is owed: written down in the unit of what it is about, sent afterwards.

A letter is a kind and facts. Its words are made when it is sent, in the language of its reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from fedcop import clock, ids
from fedcop.store.batch import Unit
from fedcop.store.queries import letters
from fedcop.store.rows import LetterRow

WAKE = "mail"


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


def owe(unit: Unit, letter: Letter) -> None:
    """Owe somebody a letter."""
    number = ids.new_id()
    row = LetterRow(
        id=number,
        mark=letter.mark or str(number),
        account_id=letter.account_id,
        address=letter.address,
        kind=letter.kind,
        locale=letter.locale,
        facts=orjson.dumps(dict(letter.facts)).decode(),
        state=letters.OWED,
        created=clock.now_ms(),
        due=clock.now_ms(),
        tries=0,
        sent=0,
        error="",
    )
    unit.add(letters.owe(row))
    unit.wake(WAKE)
