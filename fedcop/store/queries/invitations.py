"""Who is asked to review, to answer, to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, InvitationRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS = InvitationRow.columns()
_BY_ID = f"SELECT {_COLUMNS} FROM invitation WHERE id = ?"
_BY_URI = f"SELECT {_COLUMNS} FROM invitation WHERE uri = ?"
_ONE = (
    f"SELECT {_COLUMNS} FROM invitation"
    " WHERE thing_uri = ? AND number = ? AND person_id = ? AND kind = ?"
)
_OF_PERSON = (
    f"SELECT {_COLUMNS} FROM invitation WHERE person_id = ? AND id < ? AND state = ANY_TEXT(?)"
    " ORDER BY 0 + id DESC LIMIT ?"
)
_OF_THING = (
    f"SELECT {InvitationRow.columns('i.')}, {ActorCard.columns('a.')}"
    " FROM invitation i CROSS JOIN actor a"
    " WHERE a.id = i.person_id AND i.thing_uri = ? AND i.kind = ? ORDER BY 0 + i.id LIMIT ?"
)
_COUNT = "SELECT count(*) FROM invitation WHERE person_id = ? AND kind = ? AND id > ?"
_INSERT = insert_of(InvitationRow)
_ANSWER = "UPDATE invitation SET state = ?, answer_uri = ?, answered = ? WHERE id = ?"

# A guard: an invitation is still as it was read.
SAME_STATE = "FROM invitation WHERE id = ? AND state = ?"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with whom it asks."""

    row: InvitationRow
    person: ActorCard


async def find_invitation(reader: Reader, number: int) -> InvitationRow | None:
    """Find an invitation by our id."""
    return InvitationRow.first(await reader.read(_BY_ID, number))


async def find_by_uri(reader: Reader, uri: str) -> InvitationRow | None:
    """Find an invitation by its uri."""
    return InvitationRow.first(await reader.read(_BY_URI, uri))


async def find_one(
    reader: Reader, kind: str, thing: tuple[str, int], person: int
) -> InvitationRow | None:
    """Find whether somebody is asked already; `thing` is its uri and revision."""
    return InvitationRow.first(await reader.read(_ONE, *thing, person, kind))


async def list_of_person(
    reader: Reader, person: int, states: Sequence[str], before: int, limit: int
) -> list[InvitationRow]:
    """Read what somebody is asked, the latest first."""
    return InvitationRow.all(await reader.read(_OF_PERSON, person, before, list(states), limit))


async def list_of_thing(reader: Reader, uri: str, kind: str, limit: int) -> list[Invited]:
    """Read who is asked about a thing, the first asked first."""
    width = InvitationRow.width()
    rows = await reader.read(_OF_THING, uri, kind, limit)
    return [Invited(InvitationRow.of(row), ActorCard.of(row, width)) for row in rows]


async def count_since(reader: Reader, person: int, kind: str, after: int) -> int:
    """Count how often somebody was asked something since an id."""
    return int((await reader.read(_COUNT, person, kind, after))[0][0])


def insert_invitation(row: InvitationRow) -> Statement:
    """Ask somebody."""
    return Statement(_INSERT, row.values())


def answer(number: int, state: str, uri: str, now: int) -> Statement:
    """Keep what somebody answered."""
    return Statement(_ANSWER, (state, uri, now, number))
