"""Where a practice travelled: who applies it, what was made of it, with what result.

A tree from the original down through its versions; what its own author says is verified, what
others say is hearsay. It is drawn, listed and exported from the same value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from fedcop.community.practice import adoptions, artifacts, lineage
from fedcop.community.practice.adoptions import Applied
from fedcop.store.batch import Reader
from fedcop.store.queries import posts
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.tongues import N_
from fedcop.values import Audience, host_of

_DEEPEST: Final = 5
_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Ring:
    """Something that came of a practice: an adoption, or a version with what came of that."""

    kind: str  # original, version, adoption
    uri: str
    title: str
    organization: str = ""
    number: int = 0  # the revision it is of, or was made from
    result: str = ""
    at: int = 0
    post_id: int = 0  # 0: not here
    verified: bool = True
    known: bool = True  # whether the revision that it names is here
    inner: "tuple[Ring, ...]" = field(default_factory=tuple)

    def walk(self, depth: int = 0, above: str = "") -> "Iterator[tuple[int, str, Ring]]":
        """Go through all of it, each with its depth and with what it came of."""
        yield depth, above, self
        for one in self.inner:
            yield from one.walk(depth + 1, self.uri)


async def find(reader: Reader, artifact_uri: str, viewer: int = 0) -> Ring:
    """Read where an artifact travelled, as far as somebody may read it."""
    seen: set[str] = set()
    return await _ring(reader, (artifact_uri, 0, True), viewer, (seen, 0))


async def _ring(
    reader: Reader, what: tuple[str, int, bool], viewer: int, far: tuple[set[str], int]
) -> Ring:
    """Read an artifact with what came of it; each is told of once, however edges run."""
    (uri, number, verified), (seen, depth) = what, far
    seen.add(uri)
    row = await artifacts.find(reader, uri)
    post = await posts.find_post(reader, row.id) if row else None
    inner: list[Ring] = []
    if depth < _DEEPEST and len(seen) < _MOST:
        found = await adoptions.list_of(reader, uri, viewer, limit=200)
        names = await _names(reader, found)
        inner = [_applied(one, names, viewer) for one in reversed(found)]
        for edge in await lineage.list_to(reader, uri):
            if edge.source_uri not in seen and await _may_show(reader, edge.source_uri):
                edge_of = (edge.source_uri, edge.target_number, bool(edge.verified))
                inner.append(await _ring(reader, edge_of, viewer, (seen, depth + 1)))
    place = row.organization_uri if row else ""
    known = await find_actor_by_uri(reader, place) if place else None
    here = post is not None and not post.deleted
    return Ring(
        kind="version" if depth else "original",
        uri=uri,
        title=post.title if post is not None and here else N_("A version that is not here"),
        organization=(known.display or known.name) if known else _host(place or uri),
        number=number or (row.number if row and not depth else 0),
        at=row.changed if row else 0,
        post_id=post.id if post is not None and here else 0,
        verified=verified,
        inner=tuple(inner),
    )


async def _may_show(reader: Reader, uri: str) -> bool:
    """Whether a version is for everybody, as far as we know it."""
    post = await posts.find_post_by_uri(reader, uri)
    return post is None or bool(post.deleted) or Audience(post.audience).open


def _applied(one: Applied, names: dict[str, str], viewer: int) -> Ring:
    row = one.row
    stays = row.discreet and not viewer  # what came of it is for this node alone
    place = names.get(row.organization_uri) or one.author.display or one.author.name
    return Ring(
        kind="adoption",
        uri=one.post.uri,
        title=", ".join(part for part in (place, row.team) if part),
        organization=place,
        number=row.number,
        result="" if stays else row.result,
        at=row.finished or row.began,
        post_id=one.post.id,
        known=one.known,
    )


async def _names(reader: Reader, found: Sequence[Applied]) -> dict[str, str]:
    names = {}
    for uri in {one.row.organization_uri for one in found} - {""}:
        actor = await find_actor_by_uri(reader, uri)
        names[uri] = (actor.display or actor.name) if actor else _host(uri)
    return names


def _host(uri: str) -> str:
    return host_of(uri) if uri.startswith(("https://", "http://")) else ""
