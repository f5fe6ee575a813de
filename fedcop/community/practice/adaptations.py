"""Versions of what others wrote: whether its licence lets one be made, and under which terms."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from fedcop.community.practice import lineage
from fedcop.community.practice.packing import origins_of
from fedcop.community.practice.parts import ArtifactPart, Origin
from fedcop.errors import Refused
from fedcop.store.batch import Reader
from fedcop.store.queries import actors, artifacts, posts
from fedcop.store.rows import ActorRow, ArtifactRow, PostRow

_NO: Final = "Its licence allows copies, and no versions of it. Ask its author."
_ALIKE: Final = "A version of this keeps the licence of the original: {}."


def terms(license_: str) -> frozenset[str]:
    """Read the conditions of a licence of Creative Commons: by, nc, nd, sa; none of others."""
    parts = urlsplit(license_.lower())
    words = parts.path.strip("/").split("/") if parts.netloc else [license_.lower()]
    found = (
        words[1] if parts.netloc.endswith("creativecommons.org") and len(words) > 1 else words[0]
    )
    return frozenset(found.replace("cc ", "").replace(" ", "-").split("-")) & {
        "by",
        "nc",
        "nd",
        "sa",
    }


def may_adapt(license_: str) -> bool:
    """Whether somebody may make a version of what has this licence."""
    return "nd" not in terms(license_)


def keeps(license_: str) -> bool:
    """Whether a version has to keep this licence."""
    return "sa" in terms(license_)


def require(part: ArtifactPart) -> None:
    """Go on with an artifact that respects the licences of what it is made of. Raises Refused."""
    for origin in part.origins:
        if origin.relation not in lineage.DERIVED:
            continue
        if not may_adapt(origin.license):
            raise Refused(_NO)
        if keeps(origin.license) and part.license != origin.license:
            raise Refused(_ALIKE.format(origin.license))


def adapted_by(row: ArtifactRow) -> list[Origin]:
    """Return what an artifact is a version of."""
    return [one for one in origins_of(row) if one.relation == lineage.ADAPTED]


def made_of(row: ArtifactRow) -> list[Origin]:
    """Return what an artifact is a version or a translation of."""
    return [one for one in origins_of(row) if one.relation in lineage.DERIVED]


async def interested(reader: Reader, origins: Sequence[Origin]) -> tuple[ActorRow, ...]:
    """Find who is told of a version: the authors of the originals and their communities."""
    found: dict[int, ActorRow] = {}
    for origin in origins:
        original = await posts.find_post_by_uri(reader, origin.target.uri)
        for number in _of(original):
            actor = await actors.find_actor(reader, number)
            if actor is not None:
                found[number] = actor
    return tuple(found.values())


async def original_of(reader: Reader, origin: Origin) -> tuple[ArtifactRow, PostRow] | None:
    """Find the original of a version; None where it is not here any more."""
    row = await artifacts.find_artifact_by_uri(reader, origin.target.uri)
    post = await posts.find_post(reader, row.id) if row else None
    return (row, post) if row and post and not post.deleted else None


def _of(post: PostRow | None) -> tuple[int, ...]:
    return (post.author_id, post.community_id) if post and not post.deleted else ()
