"""Hashtags, with how they were used of late."""

import orjson

from fedcop.api.ask import Ask
from fedcop.community import searching
from fedcop.community.searching import Tag


async def many(ask: Ask, names: list[str]) -> list[bytes]:
    """Render hashtags in their folded form."""
    found = await searching.tags(ask.store, ask.viewer, names)
    return [render(ask, tag) for tag in found]


def render(ask: Ask, tag: Tag) -> bytes:
    """Render one hashtag; its counts are texts, its days as well."""
    told: dict[str, object] = {
        "id": tag.name,
        "name": tag.name,
        "url": ask.store.uris.hashtag(tag.name),
        "history": [
            {"day": str(use.day // 1000), "uses": str(use.posts), "accounts": str(use.people)}
            for use in tag.uses
        ],
    }
    if ask.viewer is not None:
        told |= {"following": tag.followed, "featuring": False}
    return orjson.dumps(told)
