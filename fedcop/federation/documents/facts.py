"""What one must know of a post to write it for others, or to tell others of it."""

from dataclasses import dataclass, replace

from fedcop.community import captions
from fedcop.community.polls import KIND, Poll
from fedcop.community.practice import adaptations
from fedcop.community.practice.facts import load
from fedcop.community.practice.stated import Stated
from fedcop.store.batch import Reader
from fedcop.store.queries import media, mentions, posts
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import list_mentioned_actors
from fedcop.store.queries.polls import find_poll
from fedcop.store.rows import ActorRow, MediaRow, PostRow
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post with those around it; `group` is the actor of its community."""

    post: PostRow
    author: ActorRow
    group: ActorRow | None = None
    parent: PostRow | None = None
    parent_author: ActorRow | None = None
    mentioned: tuple[ActorRow, ...] = ()
    hashtags: tuple[str, ...] = ()
    media: tuple[MediaRow, ...] = ()
    parts: tuple[MediaRow, ...] = ()  # what is to be read beside its recordings
    poll: Poll | None = None
    practice: object | None = None
    also: tuple[ActorRow, ...] = ()  # who is told besides: those whose work it builds on

    @property
    def audience(self) -> Audience:
        """Who may read it."""
        return Audience(self.post.audience)

    @property
    def at_home(self) -> bool:
        """Whether its community is one of ours."""
        return self.group is not None and self.group.local


async def around(reader: Reader, post: PostRow) -> PostFacts | None:
    """Read author and community alone; None when the author is not known any more.

    One after the other, not gathered: the events of a batch ask in step with each other, so each
    query is still asked once for all, and no task is made for it.
    """
    author = await find_actor(reader, post.author_id)
    if author is None:
        return None
    group = await find_actor(reader, post.community_id) if post.community_id else None
    return PostFacts(post, author, group)


async def facts_of(reader: Reader, post: PostRow) -> PostFacts | None:
    """Read all it takes to write a post; None when its author is not known any more."""
    facts = await around(reader, post)
    if facts is None:
        return None
    parent = await posts.find_post(reader, post.reply_to_id) if post.reply_to_id else None
    practice = await load(reader, post)
    files = await media.list_of_post(reader, post.id) if post.local else []
    recordings = [row.id for row in files if row.kind in captions.RECORDINGS]
    return replace(
        facts,
        parent=parent,
        parent_author=await find_actor(reader, parent.author_id) if parent else None,
        mentioned=tuple(await list_mentioned_actors(reader, post.id)),
        hashtags=tuple(await mentions.list_hashtags(reader, post.id)),
        media=tuple(files),
        parts=tuple(await media.list_parts(reader, recordings)),
        poll=await find_poll(reader, post.id) if post.kind == KIND else None,
        practice=practice,
        also=await _also(reader, practice),
    )


async def _also(reader: Reader, practice: object | None) -> tuple[ActorRow, ...]:
    """Find those whose work an artifact was made of."""
    if not isinstance(practice, Stated):
        return ()
    return await adaptations.interested(reader, adaptations.made_of(practice.row))
