"""Somebody takes a post back, removes one as a steward, or is gone altogether."""

from dataclasses import dataclass

from fedcop.activitypub.origin import same_origin
from fedcop.activitypub.vocabulary import Tombstone
from fedcop.community import accounts, posts
from fedcop.community.moderating import elsewhere
from fedcop.errors import Gone, NotFound, Refused
from fedcop.federation.inbox.arrival import UNFINISHED, Arrival, Ignored, Unfinished
from fedcop.federation.inbox.stewarding import looks_after
from fedcop.federation.remote import actors, objects
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, DecisionRow, PostRow

_PAGE = 50


@dataclass(frozen=True, slots=True)
class Removal:
    """Who removes what."""

    post: PostRow
    by: ActorRow


@dataclass(frozen=True, slots=True)
class Unknown:
    """A post that was deleted before it reached us."""

    uri: str


@dataclass(frozen=True, slots=True)
class Farewell:
    """Somebody who is gone, with all they wrote."""

    actor: ActorRow


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a moderator had removed, and its author deletes now as well: it does not come back."""

    decision: DecisionRow


Plan = Removal | Unknown | Farewell | Forgotten


async def check(arrival: Arrival) -> Plan | Ignored:
    """Return what to take away, if they may."""
    uri = arrival.activity.object_id
    if uri == arrival.actor.uri:
        return await _farewell(arrival)
    post = await objects.known(arrival.reach, uri) if uri else None
    if post is None:
        ours = arrival.first_hand and same_origin(uri, arrival.actor.uri)
        return Unknown(uri) if ours else Ignored("object: not known here")
    if post.deleted:
        return await _once_more(arrival, post)
    if post.author_id == arrival.actor.id:
        return await _by_author(arrival, post)
    return await _by_another(arrival, post)


async def apply(unit: Unit, arrival: Arrival, plan: Plan) -> Ignored | Unfinished | None:
    """Leave a tombstone; of somebody who is gone one for each post."""
    if isinstance(plan, Unknown):
        await posts.remove_unknown(unit, arrival.actor, plan.uri, arrival.cause)
        return None
    if isinstance(plan, Farewell):
        return await _bury(unit, arrival, plan.actor)
    if isinstance(plan, Forgotten):
        done: object = await elsewhere.forget(unit, plan.decision)
    else:
        own = plan.by.id == plan.post.author_id
        remove = posts.remove if own else elsewhere.take_away
        done = await remove(unit, plan.by, plan.post.id, _reason(arrival), arrival.cause)
    return None if done else Ignored("object: deleted already")


async def _once_more(arrival: Arrival, post: PostRow) -> Forgotten | Ignored:
    if arrival.first_hand and post.author_id == arrival.actor.id:
        decision = await elsewhere.find_removal(arrival.reach.store, post)
        if decision is not None and decision.kept:
            return Forgotten(decision)
    return Ignored("object: deleted already")


def _reason(arrival: Arrival) -> str:
    """Read why something goes: a steward says so in the Delete, an author of an artifact in it."""
    left = arrival.activity.object
    why = left.cop.get("cop:withdrawnReason") if isinstance(left, Tombstone) else None
    return ((why if isinstance(why, str) else "") or arrival.activity.summary or "").strip()


async def _bury(unit: Unit, arrival: Arrival, actor: ActorRow) -> Unfinished | None:
    written = await post_queries.list_standing(unit, actor.id, _PAGE)
    for number in written:
        await posts.remove(unit, actor, number, "", arrival.cause)
    if len(written) == _PAGE:
        return UNFINISHED
    await accounts.mark_gone(unit, actor, arrival.cause)
    return None


async def _farewell(arrival: Arrival) -> Farewell | Ignored:
    if arrival.actor.deleted:
        return Ignored("object: gone already")
    if not arrival.first_hand and await _is_there(arrival):
        raise Refused("object: it is still there")
    return Farewell(arrival.actor)


async def _by_author(arrival: Arrival, post: PostRow) -> Removal:
    """Believe the author; what others say of the author only when it is gone at its origin."""
    if not arrival.first_hand and not await _is_gone(arrival, post.uri):
        raise Refused("object: it is still there")
    return Removal(post, arrival.actor)


async def _by_another(arrival: Arrival, post: PostRow) -> Removal:
    """Let a community remove what stands in it, by its own word or by that of its stewards.

    Lemmy and others mark it by a summary; who may do it does not depend on that mark.
    """
    if arrival.group is not None and post.community_id == arrival.group.id:
        return Removal(post, arrival.group)
    if not arrival.first_hand:
        raise Refused("object: it is by somebody else")
    if post.community_id and await looks_after(arrival, post.community_id):
        return Removal(post, arrival.actor)
    author = await actor_queries.find_actor(arrival.reach.store, post.author_id)
    if author is None or author.local or not same_origin(post.uri, arrival.actor.uri):
        raise Refused("object: it is by somebody else")
    if not await _is_gone(arrival, post.uri):  # an admin of its server may have removed it
        raise Refused("object: it is by somebody else")
    return Removal(post, author)


async def _is_gone(arrival: Arrival, uri: str) -> bool:
    """Whether a post is gone at its origin. Raises Unreachable to try again."""
    try:
        await objects.fetch(arrival.reach, uri, arrival.budget)
    except (Gone, NotFound):
        return True
    return False


async def _is_there(arrival: Arrival) -> bool:
    try:
        await actors.look(arrival.reach, arrival.actor.uri, arrival.budget)
    except (Gone, NotFound):
        return False
    return True
