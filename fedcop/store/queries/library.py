"""What stands in a library: its artifacts in short, as one reader may see them.

The heads of a library are read at once and without their texts, so that every shelf and every
facet is counted from one page of rows; the texts are read for the few that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import OPEN, SEEN, seen_by
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.rows import ActorCard, ArtifactRow
from fedcop.store.statements import Keyed

MOST: Final = 2_000  # of one library; what is older is found by searching
_TOP: Final = 2**62
_NAMES: Final = (
    "id",
    "uri",
    "kind",
    "community_id",
    "status",
    "number",
    "digest",
    "language",
    "evidence",
    "review_by",
    "organization_uri",
    "superseded_by",
    "changed",
    "adoptions",
    "adaptations",
    "reviews",
)
_ALL: Final = ", ".join(_NAMES)
_OF_COMMUNITY: Final = Source("artifact", "community_id", "id")
_NEWEST: Final = f"SELECT {_ALL} FROM artifact ORDER BY id DESC LIMIT {MOST}"
_SEEN_HEADS: Final = (
    "SELECT {columns} FROM ({window}) x CROSS JOIN post p"
    # `+ 0`: with old statistics PostgreSQL takes the index of what is not deleted to be short.
    " WHERE p.id = x.id AND p.deleted + 0 = 0 AND {seen}"
)
_TAGS: Final = "SELECT post_id, tag FROM hashtag WHERE post_id = ANY_ID(?) ORDER BY post_id, tag"
_OF_URIS: Final = f"SELECT uri, {ActorCard.columns()} FROM actor WHERE uri = ANY_TEXT(?)"
_OF_IDS: Final = f"SELECT {ActorCard.columns()} FROM actor WHERE id = ANY_ID(?)"
_GLIMPSES: Final = Keyed(
    f"SELECT id, {_ALL}, abstract FROM artifact WHERE id = ANY_ID(?)",
)


async def list_heads(reader: Reader, viewer: int, community: int) -> list[ArtifactRow]:
    """Read the artifacts of a community that somebody may read, without their texts."""
    walk = Walk(_OF_COMMUNITY, community, (_TOP,))
    rows = await reader.read(_heads(seen=bool(viewer)), *walk.params, *_seen(viewer))
    return [_head(row) for row in rows]


async def list_all_heads(reader: Reader, viewer: int) -> list[ArtifactRow]:
    """Read the latest artifacts of everywhere that somebody may read, without their texts."""
    rows = await reader.read(_all_heads(seen=bool(viewer)), *_seen(viewer))
    return [_head(row) for row in rows]


async def list_tags(reader: Reader, artifacts: Sequence[int]) -> dict[int, list[str]]:
    """Read under which hashtags artifacts stand."""
    found: dict[int, list[str]] = {}
    for number, tag in await reader.read(_TAGS, list(artifacts)) if artifacts else ():
        found.setdefault(number, []).append(tag)
    return found


async def list_named(reader: Reader, uris: Sequence[str]) -> dict[str, ActorCard]:
    """Read who is behind some uris, as far as we know them."""
    rows = await reader.read(_OF_URIS, list(uris)) if uris else ()
    return {row[0]: ActorCard.of(row, 1) for row in rows}


async def list_by_id(reader: Reader, actors: Sequence[int]) -> dict[int, ActorCard]:
    """Read who is behind some ids."""
    rows = await reader.read(_OF_IDS, list(actors)) if actors else ()
    return {row[0]: ActorCard.of(row) for row in rows}


@dataclass(frozen=True, slots=True)
class GlimpseRow:
    """As much of an artifact as a list of posts shows of it."""

    head: ArtifactRow
    abstract: str


async def find_glimpse(reader: Reader, artifact: int) -> GlimpseRow | None:
    """Read an artifact for a list of posts, together with the others of the list."""
    rows = await reader.many(_GLIMPSES, artifact)
    return GlimpseRow(_head(rows[0]), rows[0][len(_NAMES)]) if rows else None


def _head(row: Row) -> ArtifactRow:
    return ArtifactRow(**dict(zip(_NAMES, row, strict=False)))


def _seen(viewer: int) -> tuple[object, ...]:
    return seen_by(viewer) if viewer else ()


@lru_cache(maxsize=2)
def _heads(*, seen: bool) -> str:
    return _written(_OF_COMMUNITY.window(_ALL, MOST), seen=seen)


@lru_cache(maxsize=2)
def _all_heads(*, seen: bool) -> str:
    return _written(_NEWEST, seen=seen)


def _written(window: str, *, seen: bool) -> str:
    columns = ", ".join(f"x.{name}" for name in _NAMES)
    return _SEEN_HEADS.format(columns=columns, window=window, seen=SEEN if seen else OPEN)
