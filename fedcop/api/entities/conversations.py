"""Conversations: threads for named people, with their last post."""

from collections.abc import Sequence

import orjson

from fedcop.api.ask import Ask
from fedcop.api.entities import accounts, statuses
from fedcop.community.conversations import Conversation


async def many(ask: Ask, found: Sequence[Conversation]) -> list[bytes]:
    """Render conversations in their order."""
    by = await accounts.many(ask, (actor for one in found for actor in one.people))
    posts = await statuses.by_ids(ask, [one.last_post for one in found])
    return [
        orjson.dumps(
            {
                "id": str(one.id),
                "unread": one.unread,
                "accounts": [orjson.Fragment(by[actor]) for actor in one.people if actor in by],
                "last_status": orjson.Fragment(posts[one.last_post])
                if one.last_post in posts
                else None,
            }
        )
        for one in found
    ]
