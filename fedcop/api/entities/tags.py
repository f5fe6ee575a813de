"""Hashtags, with how they were used of late."""

import orjson

from fedcop.api.ask import Ask
from fedcop.community import searching, tags
from fedcop.community.searching import Tag


async def many(ask: Ask, names: list[str]) -> list[bytes]:
    """Render hashtags in their folded form."""
    found = await searching.tags(ask.store, ask.viewer, names)
    shown = await tags.list_names_featured(ask.store, ask.viewer.id) if ask.viewer else []
    return [render(ask, tag, featuring=tag.name in shown) for tag in found]


def render(ask: Ask, tag: Tag, *, featuring: bool = False) -> bytes:
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
        told |= {"following": tag.followed, "featuring": featuring}
    return orjson.dumps(told)
