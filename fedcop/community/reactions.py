"""Like a post, pass it on, and take either back. A dislike is nothing here, and is kept nowhere."""

from typing import Final

from fedcop import clock, ids
from fedcop.community import events, policy, policy_posts
from fedcop.community.events import (
    PostBoosted,
    PostLiked,
    PostPlaced,
    PostUnboosted,
    PostUnliked,
)
from fedcop.community.practice import artifacts, endorsing, meetings, questions
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.heard import Heard
from fedcop.errors import NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries import home_lines, posts, reactions, reading, threads
from fedcop.store.rows import ActorRow, BoostRow, PostRow, ReactionRow
from fedcop.values import ArtifactPin

_BELOW: Final = 500  # answers that came before the word of the community


async def like(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Like a post; False when they do already. Raises Refused and NotFound."""
    added = await _like(unit, actor, post_id, uri)
    if added is None:
        return False
    post, row = added
    events.record(unit, PostLiked(post.id, post.root_id, actor.id, row.id), cause)
    return True


async def like_unproven(unit: Unit, actor: ActorRow, post_id: int, uri: str = "") -> bool:
    """Count a like on the word of a community alone: nobody is told. False when known."""
    return await _like(unit, actor, post_id, uri) is not None


async def unlike(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Take a like back, and with it what it recommended; False when there is none."""
    row = await reactions.find_like(unit, post_id, actor.id)
    post = await posts.find_post(unit, post_id)
    if row is None or post is None:
        return False
    unit.touch(f"post:{post_id}:{actor.id}")
    unit.guard(reactions.STILL_LIKED, row.id)
    unit.add(*reactions.delete_like(row))
    if post.practice and actor.kind == "Person":  # a community unsays what it endorses otherwise
        word = Word(actor, actor)
        await endorsing.withdraw(unit, word, ArtifactPin(post.uri), Heard(cause=cause))
    events.record(unit, PostUnliked(post.id, post.root_id, actor.id, row.uri or uri), cause)
    return True


async def boost(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Pass a post on to one's followers; False when they did already.

    Raises Refused and NotFound.
    """
    post = await _get(unit, post_id)
    facts = await reading.find_reading(unit, post_id, actor.id)
    policy.require(policy_posts.may_boost(actor, post, facts))
    if await reactions.find_boost(unit, post_id, actor.id):
        return False
    row = _boost_of(unit, actor, post, uri)
    unit.touch(f"post:{post_id}:{actor.id}")
    unit.add(reactions.insert_boost(row), reactions.count_boosts(post.id, 1))
    if actor.local:
        unit.add(home_lines.insert_home_line(actor.id, row.id, post.id, actor.id))
    events.record(unit, PostBoosted(post.id, post.root_id, actor.id, row.id), cause)
    return True


async def unboost(unit: Unit, actor: ActorRow, post_id: int, uri: str = "", cause: int = 0) -> bool:
    """Take a boost back, or let a community end its relay; False when there is none."""
    row = await reactions.find_boost(unit, post_id, actor.id)
    post = await posts.find_post(unit, post_id)
    if row is None or post is None:
        return False
    unit.touch(f"post:{post_id}:{actor.id}")
    unit.guard(reactions.STILL_BOOSTED, row.id)
    unit.add(reactions.delete_boost(row))
    if actor.kind != "Group":
        unit.add(reactions.count_boosts(post.id, -1))
    if actor.local and post.author_id != actor.id:
        unit.add(home_lines.take_back_own(actor.id, post.id))
    told = PostUnboosted(post.id, post.root_id, actor.id, row.uri or uri, row.id)
    events.record(unit, told, cause)
    return True


async def relay(unit: Unit, community: ActorRow, post_id: int, uri: str, cause: int) -> bool:
    """Note that a remote community announced a post: it belongs to it; False when known.

    A community can claim what starts a thread and stands in no community yet, but nothing that
    one of our people wrote elsewhere. Raises Refused and NotFound.
    """
    post = await _get(unit, post_id)
    policy.require(policy_posts.may_relay(post))
    if await reactions.find_boost(unit, post_id, community.id):
        return False
    row = _boost_of(unit, community, post, uri)
    unit.touch(f"post:{post_id}:{community.id}")
    unit.add(reactions.insert_boost(row))
    if post.top and not post.community_id and not post.local:
        await _claim(unit, community, post)
    events.record(unit, PostBoosted(post.id, post.root_id, community.id, row.id), cause)
    return True


async def _claim(unit: Unit, community: ActorRow, post: PostRow) -> None:
    """Put a thread into a community; it is told of what ours have answered in it meanwhile."""
    unit.touch(f"post:{post.id}")
    unit.guard(threads.UNCLAIMED, post.id)
    below = await threads.list_branch(unit, post.id, _BELOW)
    unit.add(
        threads.claim_thread(post.root_id, community.id),
        posts.count_posts(community.id, 1 + post.replies, post.published),
    )
    await questions.claim(unit, post, community)
    artifacts.claim(unit, post, community)
    meetings.claim(unit, post, community)
    events.record(unit, PostPlaced(post.id, post.root_id))
    for reply in below:
        if not reply.deleted:
            events.record(unit, PostPlaced(reply.id, post.root_id), reply.cause)


async def _like(
    unit: Unit, actor: ActorRow, post_id: int, uri: str
) -> tuple[PostRow, ReactionRow] | None:
    post = await _get(unit, post_id)
    facts = await reading.find_reading(unit, post_id, actor.id)
    policy.require(policy_posts.may_like(actor, post, facts))
    if await reactions.find_like(unit, post_id, actor.id):
        return None
    number = ids.new_id()
    uri = uri or unit.uris.activity(f"{number}-like")
    row = ReactionRow(number, actor.id, post_id, uri, clock.now_ms())
    unit.touch(f"post:{post_id}:{actor.id}")
    unit.add(*reactions.insert_like(row))
    return post, row


async def _get(unit: Unit, post_id: int) -> PostRow:
    post = await posts.find_post(unit, post_id)
    if post is None or post.deleted:
        raise NotFound("There is no such post.")
    return post


def _boost_of(unit: Unit, actor: ActorRow, post: PostRow, uri: str) -> BoostRow:
    number = ids.new_id()
    uri = uri or unit.uris.activity(f"{number}-boost")
    return BoostRow(number, actor.id, post.id, uri, clock.now_ms())
