"""What one must know of a post to write it for others."""

import asyncio
from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.queries import mentions, posts
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.communities import find_community
from fedcop.store.queries.outbound import list_mentioned_actors
from fedcop.store.rows import ActorRow, GroupRow, PostRow
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post with those around it; `parent` is None for a thread start."""

    post: PostRow
    author: ActorRow
    community: GroupRow | None
    parent: PostRow | None
    parent_author: ActorRow | None
    mentioned: tuple[ActorRow, ...]
    hashtags: tuple[str, ...]

    @property
    def audience(self) -> Audience:
        """Who may read it."""
        return Audience(self.post.audience)

    @property
    def group(self) -> ActorRow | None:
        """The community's actor."""
        return self.community.actor if self.community else None

    @property
    def at_home(self) -> bool:
        """Whether its community is one of ours."""
        return self.community is not None and self.community.actor.local


async def facts_of(reader: Reader, post: PostRow) -> PostFacts | None:
    """Read what is around a post; None when its author is not known any more."""
    author, community, parent, mentioned, tags = await asyncio.gather(
        find_actor(reader, post.author_id),
        find_community(reader, post.community_id) if post.community_id else _nothing(),
        posts.find_post(reader, post.reply_to_id) if post.reply_to_id else _nothing(),
        list_mentioned_actors(reader, post.id),
        mentions.list_hashtags(reader, post.id),
    )
    if author is None:
        return None
    parent_author = await find_actor(reader, parent.author_id) if parent else None
    return PostFacts(post, author, community, parent, parent_author, tuple(mentioned), tuple(tags))


async def _nothing() -> None:
    return None
