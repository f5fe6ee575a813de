"""Changes that are offered to what somebody wrote: by whom, to whom, and what they would say."""

from fedcop.store.batch import Reader
from fedcop.store.rows import OfferedTextRow, OfferRow, insert_of
from fedcop.store.statements import Statement

_OFFER = OfferRow.columns("o.")
_TEXT = f"SELECT {OfferedTextRow.columns()} FROM offered_text WHERE id = ?"
_BY = (
    f"SELECT {_OFFER} FROM offer o WHERE o.kind = 'back' AND o.actor_id = ?"
    " ORDER BY 0 + o.id DESC LIMIT ?"
)
_TO = (
    f"SELECT {_OFFER} FROM artifact x CROSS JOIN offer o WHERE x.id = ANY_ID(?)"
    " AND o.target_uri = x.uri AND o.kind = 'back' ORDER BY o.id DESC LIMIT ?"
)
_WRITTEN = (
    "SELECT p.id FROM post p WHERE 0 + p.author_id = ? AND p.deleted = 0 AND p.audience < 4"
    " AND p.practice <> '' ORDER BY p.id DESC LIMIT ?"
)
_MOST_WRITTEN = 500


async def find_text(reader: Reader, number: int) -> OfferedTextRow | None:
    """Find what an offer would have the original say."""
    return OfferedTextRow.first(await reader.read(_TEXT, number))


async def list_by(reader: Reader, actor: int, limit: int) -> list[OfferRow]:
    """Read what somebody offers, the latest first."""
    return OfferRow.all(await reader.read(_BY, actor, limit))


async def list_to(reader: Reader, author: int, limit: int) -> list[OfferRow]:
    """Read what is offered to somebody, the latest first."""
    written = await reader.read(_WRITTEN, author, _MOST_WRITTEN)
    numbers = [int(row[0]) for row in written]
    return OfferRow.all(await reader.read(_TO, numbers, limit)) if numbers else []


def insert_text(row: OfferedTextRow) -> Statement:
    """Keep what an offer would have the original say."""
    return Statement(insert_of(OfferedTextRow), row.values())
