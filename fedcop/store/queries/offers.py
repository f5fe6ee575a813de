"""What is offered: to a library, or back to where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, OfferRow, insert_of
from fedcop.store.statements import Keyed, Statement

_COLUMNS = OfferRow.columns()
_BY_ID = Keyed(f"SELECT id, {_COLUMNS} FROM offer WHERE id = ANY_ID(?)")
_BY_URI = Keyed(f"SELECT uri, {_COLUMNS} FROM offer WHERE uri = ANY_TEXT(?)")
_OF_ARTIFACT = (
    f"SELECT {_COLUMNS} FROM offer WHERE artifact_uri = ? AND kind = ? ORDER BY 0 + id DESC LIMIT ?"
)
_TO_TARGET = (
    f"SELECT {_COLUMNS} FROM offer WHERE target_uri = ? AND kind = ? ORDER BY 0 + id DESC LIMIT ?"
)
_WAITING = (
    f"SELECT {OfferRow.columns('o.')}, {ActorCard.columns('a.')}"
    " FROM offer o CROSS JOIN actor a"
    " WHERE a.id = o.actor_id AND o.community_id = ? AND o.kind = ? AND o.state = ANY_TEXT(?)"
    " ORDER BY 0 + o.id LIMIT ?"
)
_INSERT = insert_of(OfferRow)
_ANSWER = (
    "UPDATE offer SET state = ?, answer = ?, answered_by = ?, answer_uri = ?, answered = ?"
    " WHERE id = ?"
)

# A guard: an offer is still as it was read.
SAME_STATE = "FROM offer WHERE id = ? AND state = ?"


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with who makes it."""

    row: OfferRow
    by: ActorCard


async def find_offer(reader: Reader, number: int) -> OfferRow | None:
    """Find an offer by our id."""
    return OfferRow.first(await reader.many(_BY_ID, number))


async def find_by_uri(reader: Reader, uri: str) -> OfferRow | None:
    """Find an offer by its uri."""
    return OfferRow.first(await reader.many(_BY_URI, uri))


async def list_of_artifact(reader: Reader, uri: str, kind: str, limit: int) -> list[OfferRow]:
    """Read where an artifact was offered, the latest first."""
    return OfferRow.all(await reader.read(_OF_ARTIFACT, uri, kind, limit))


async def list_to_target(reader: Reader, uri: str, kind: str, limit: int) -> list[OfferRow]:
    """Read what was offered to a library or an artifact, the latest first."""
    return OfferRow.all(await reader.read(_TO_TARGET, uri, kind, limit))


async def list_waiting(
    reader: Reader, community: int, kind: str, states: Sequence[str], limit: int
) -> list[Offered]:
    """Read what is offered to a community and stands so, the oldest first."""
    width = OfferRow.width()
    rows = await reader.read(_WAITING, community, kind, list(states), limit)
    return [Offered(OfferRow.of(row), ActorCard.of(row, width)) for row in rows]


def insert_offer(row: OfferRow) -> Statement:
    """Keep an offer."""
    return Statement(_INSERT, row.values())


def answer(row: OfferRow) -> Statement:
    """Keep what an offer was answered."""
    said = (row.state, row.answer, row.answered_by, row.answer_uri, row.answered)
    return Statement(_ANSWER, (*said, row.id))
