"""The terms of a community."""

from typing import NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.queries.reading import OPEN, SEEN, seen_by

_TERMS = (
    "SELECT p.id, p.uri, p.title, a.abstract, a.parts FROM artifact a CROSS JOIN post p"
    " WHERE a.community_id = ? AND a.kind = 'term' AND a.status <> 'withdrawn'"
    " AND p.id = a.id AND p.deleted = 0 AND {seen} ORDER BY lower(p.title), p.id LIMIT ?"
)


class TermFound(NamedTuple):
    """One term, as it is kept."""

    id: int
    uri: str
    title: str
    abstract: str
    fields: str


async def list_terms(reader: Reader, viewer: int, community: int, limit: int) -> list[TermFound]:
    """Read the terms of a community in the order of their words."""
    seen, params = (SEEN, seen_by(viewer)) if viewer else (OPEN, ())
    rows = await reader.read(_TERMS.format(seen=seen), community, *params, limit)
    return [TermFound(*row) for row in rows]
