"""Take a post away so that it can come back, and bring it back."""

from fedcop import clock
from fedcop.community import events, polls, posts
from fedcop.community.events import PostRemoved
from fedcop.community.moderation_events import PostRestored
from fedcop.community.practice import nouns
from fedcop.errors import Conflict, NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, mentions, withheld
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, DecisionRow, PostRow

KEPT_MS = 30 * 86_400_000  # so long can it come back


async def withhold(unit: Unit, by: ActorRow, post: PostRow, reason: str, cause: int = 0) -> str:
    """Take a post away in somebody's name; returns what it takes to bring it back."""
    unit.touch(f"post:{post.id}")
    unit.guard(post_queries.STANDS, post.id)
    kept = await withheld.read_whole(unit, post, by.id)
    unit.add(withheld.hide_files(post.id), *polls.forget(post))
    await nouns.bury(unit, post, reason)
    unit.add(*post_queries.bury_post(post.id, clock.now_ms()))
    unit.add(mentions.delete_all_hashtags(post.id))
    posts.count_place(unit, post, -1)
    events.record(unit, PostRemoved(post.id, post.root_id, by.id, reason), cause)
    return kept


async def bring_back(unit: Unit, decision: DecisionRow, cause: int = 0) -> None:
    """Let a post stand again as it stood. Raises Conflict and NotFound."""
    post = await post_queries.find_post(unit, decision.post_id)
    if post is None:
        raise NotFound("There is no such post.")
    if not decision.kept:
        raise Conflict("What was removed is no longer kept.")
    unit.touch(f"post:{post.id}")
    unit.add(*withheld.bring_back(decision.kept))
    posts.count_place(unit, post, 1)
    by = withheld.removed_by(decision.kept)
    events.record(unit, PostRestored(post.id, post.root_id, by), cause)


async def in_whose_name(unit: Unit, post: PostRow, steward: int = 0) -> ActorRow:
    """Say who others are told took a post away: never which moderator of the node it was.

    A steward does it by name; else it is its author, or the community of ours it stands in.
    """
    community = await actors.find_actor(unit, post.community_id) if post.community_id else None
    names = [steward] if steward and steward != post.author_id else []
    if not post.local and community is not None and community.local:
        names.append(community.id)
    by = await actors.find_actor(unit, [*names, post.author_id][0])
    if by is None:
        raise NotFound("There is no such account.")
    return by
