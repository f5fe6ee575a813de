"""Hashtags: follow one to read at home what stands under it, or show it on one's profile."""

from dataclasses import dataclass
from typing import Final

from fedcop.community import hashtags
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import tags as rows
from fedcop.store.rows import ActorRow, FeaturedTagRow, FollowedTagRow

MOST: Final = 200
MOST_FEATURED: Final = 10


@dataclass(frozen=True, slots=True)
class Featured:
    """A hashtag on a profile, and how much its owner wrote under it lately."""

    id: int
    name: str
    count: int
    last: int


def folded(name: str) -> str:
    """Bring the name of a hashtag into the form we compare. Raises NotFound."""
    found = hashtags.fold([name])
    if not found or any(letter.isspace() or letter in "#/?" for letter in found[0]):
        raise NotFound("There is no such hashtag.")
    return found[0]


async def list_followed(reader: Reader, actor: ActorRow) -> list[FollowedTagRow]:
    """Read which hashtags somebody follows, the latest first."""
    return await rows.list_followed(reader, actor.id)


async def list_featured(reader: Reader, actor_id: int) -> list[Featured]:
    """Read which hashtags somebody shows on their profile."""
    return [await _counted(reader, row) for row in await rows.list_featured(reader, actor_id)]


async def list_names_featured(reader: Reader, actor_id: int) -> list[str]:
    """Read only the names of the hashtags that somebody shows."""
    return [row.tag for row in await rows.list_featured(reader, actor_id)]


async def suggest(reader: Reader, actor: ActorRow) -> list[str]:
    """Name the hashtags that somebody uses most and does not show."""
    used = await rows.list_used(reader, actor.id)
    shown = {row.tag for row in await rows.list_featured(reader, actor.id)}
    often = sorted(used, key=lambda tag: (-used[tag], tag))
    return [tag for tag in often if tag not in shown][:MOST_FEATURED]


async def follow(unit: Unit, actor: ActorRow, name: str) -> str:
    """Let somebody read at home what stands under a hashtag. Raises NotFound and Invalid."""
    tag = folded(name)
    followed = await rows.list_followed(unit, actor.id)
    if any(row.tag == tag for row in followed):
        return tag
    if len(followed) >= MOST:
        raise Invalid(f"You follow {MOST} hashtags already.")
    unit.add(rows.insert_followed(actor.id, tag))
    return tag


async def unfollow(unit: Unit, actor: ActorRow, name: str) -> str:
    """Take a hashtag, and what it brought, out of somebody's home timeline. Raises NotFound."""
    tag = folded(name)
    unit.add(*rows.delete_followed(actor.id, tag))
    return tag


async def feature(unit: Unit, actor: ActorRow, name: str) -> str:
    """Show a hashtag on a profile. Raises NotFound and Invalid."""
    tag = folded(name)
    featured = await rows.list_featured(unit, actor.id)
    if any(row.tag == tag for row in featured):
        return tag
    if len(featured) >= MOST_FEATURED:
        raise Invalid(f"Validation failed: you show {MOST_FEATURED} hashtags already")
    unit.add(rows.insert_featured(actor.id, tag))
    return tag


async def unfeature(unit: Unit, actor: ActorRow, name: str) -> str:
    """Show a hashtag no longer. Raises NotFound."""
    tag = folded(name)
    unit.add(rows.delete_featured(actor.id, tag))
    return tag


async def unfeature_by_id(unit: Unit, actor: ActorRow, number: int) -> None:
    """Show a hashtag no longer, by its place on the profile. Raises NotFound."""
    for row in await rows.list_featured(unit, actor.id):
        if row.id == number:
            unit.add(rows.delete_featured(actor.id, row.tag))
            return
    raise NotFound("There is no such hashtag on your profile.")


async def get_featured(reader: Reader, actor: ActorRow, name: str) -> Featured:
    """Read one hashtag that somebody shows. Raises NotFound."""
    tag = folded(name)
    for row in await rows.list_featured(reader, actor.id):
        if row.tag == tag:
            return await _counted(reader, row)
    raise NotFound("There is no such hashtag on your profile.")


async def _counted(reader: Reader, row: FeaturedTagRow) -> Featured:
    count, last = await rows.count_uses(reader, row.actor_id, row.tag)
    return Featured(row.id, row.tag, count, last)
