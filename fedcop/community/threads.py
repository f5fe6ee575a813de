"""Threads: where a post belongs, and what becomes of replies that come before what they answer."""

from dataclasses import dataclass

from fedcop.community import policy, policy_posts, voices
from fedcop.community.drafts import Draft
from fedcop.errors import Gone, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import reading, threads
from fedcop.store.queries.threads import Ground, Parent, Standing
from fedcop.store.rows import ActorRow
from fedcop.values import Audience, PostPolicy


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post goes: under what, into which community, for whom."""

    community_id: int
    here: int
    audience: Audience
    parent: Parent | None
    ground: Ground | None
    standing: Standing


async def place_of(unit: Unit, author: ActorRow, draft: Draft) -> Place:
    """Find where a draft belongs, and whether its author may write there. Raises Refused.

    A reply stays in the thread and the community of what it answers, whatever it says itself.
    """
    parent = await _find_parent(unit, draft)
    if parent is None:
        ground = await _find_ground(unit, draft.community_id)
        audience = draft.audience
    else:
        ground = parent.ground
        audience = policy_posts.narrow(draft.audience, Audience(parent.audience))
        if not await voices.speaks_for(unit, author, parent.community_id):
            await _require_reader(unit, author, parent)
    standing = await standing_in(unit, author, ground, audience)
    start = not draft.is_reply
    policy.require(policy_posts.may_write(author, ground, standing, audience, start=start))
    community_id = parent.community_id if parent else draft.community_id
    here = ground.local if ground else 0
    return Place(community_id, here, audience, parent, ground, standing)


async def _find_parent(unit: Unit, draft: Draft) -> Parent | None:
    if draft.reply_to_id:
        parent = await threads.find_parent(unit, draft.reply_to_id)
        if parent is None:
            raise NotFound("There is no such post to answer.")
        return parent
    if draft.reply_to_uri:
        return await threads.find_parent_by_uri(unit, draft.reply_to_uri)
    return None


async def _find_ground(unit: Unit, community_id: int) -> Ground | None:
    if not community_id:
        return None
    ground = await threads.find_ground(unit, community_id)
    if ground is None:
        raise Refused("There is no such community.")
    return ground


async def standing_in(
    unit: Unit, author: ActorRow, ground: Ground | None, audience: Audience
) -> Standing:
    """Say what somebody is to a community, asked only where it matters."""
    if ground is None or (ground.post_policy == PostPolicy.ANYONE and audience != Audience.MEMBERS):
        return Standing()
    if await voices.speaks_for(unit, author, ground.id):
        return Standing(member=True, steward=True)  # it was asked by one who may
    return await threads.find_standing(unit, author.id, ground.id)


async def _require_reader(unit: Unit, author: ActorRow, parent: Parent) -> None:
    """Only those who may read something answer it, as far as it is for us to know."""
    if parent.deleted and author.local:
        raise Gone("What you answer has been removed.")
    if parent.audience <= Audience.UNLISTED:
        return
    if author.local or policy_posts.is_ours_to_judge(parent):
        facts = await reading.find_reading(unit, parent.id, author.id)
        policy.require(policy_posts.may_read(parent, facts))
