"""Somebody takes back what they did.

Found by who did what to what, and only then by its id: Lemmy mints a new id for the inner activity
each time, and a bare id says nothing else.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal

from fedcop.activitypub.vocabulary import Activity
from fedcop.community import membership, moderation, reactions
from fedcop.errors import Early, Refused
from fedcop.federation.inbox import reacted
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, inbox
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries import reactions as reaction_queries
from fedcop.store.rows import ActorRow, PostRow

Done = Literal["follow", "like", "boost", "block"]

_KINDS: Final[dict[str, Done]] = {
    "Follow": "follow",
    "Join": "follow",
    "Like": "like",
    "EmojiReact": "like",
    "Announce": "boost",
    "Block": "block",
}
_PEOPLE: Final = frozenset({"follow", "block"})
_NOTHING: Final = {"Dislike": "a dislike counts as nothing here"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken back: a follow or block of somebody, a like or boost of a post."""

    what: Done
    actor: ActorRow | None = None
    post: PostRow | None = None


async def check(arrival: Arrival) -> Taken | Ignored:
    """Return what to take back, if it is theirs."""
    item = arrival.activity.object
    if not isinstance(item, Activity):
        return await _by_id(arrival, arrival.activity.object_id)
    if item.actor and item.actor != arrival.actor.uri:
        raise Refused("object: somebody else did that")
    if item.type in _NOTHING:
        return Ignored(_NOTHING[item.type])
    what = _KINDS.get(item.type)
    if what is None:
        return Ignored(f"object: a {item.type[:40]} is not undone here")
    if not item.object_id:
        return await _by_id(arrival, item.id)
    find = _of_somebody if what in _PEOPLE else _of_post
    return await find(arrival, what, item.object_id)


async def apply(unit: Unit, arrival: Arrival, taken: Taken) -> Ignored | None:
    """Take it back."""
    done = await _VERBS[taken.what](unit, arrival, taken)
    return None if done else Ignored("object: there is nothing to take back")


async def _of_somebody(arrival: Arrival, what: Done, uri: str) -> Taken | Ignored:
    if not arrival.first_hand:
        raise Refused("actor: only they themselves take this back")
    other = await actors.find_actor_by_uri(arrival.reach.store, uri)
    return Taken(what, actor=other) if other else Ignored("object: not known here")


async def _of_post(arrival: Arrival, what: Done, uri: str) -> Taken | Ignored:
    post = await reacted.find(arrival, uri)
    if post is None:
        return Ignored("object: not known here")
    if not arrival.first_hand and (
        what != "like" or arrival.group is None or post.community_id != arrival.group.id
    ):
        raise Refused("object: a community speaks for its own posts alone")
    return Taken(what, post=post)


async def _by_id(arrival: Arrival, uri: str) -> Taken | Ignored:
    """Find what has this id, if it is theirs."""
    if not arrival.first_hand or not uri:
        return Ignored("object: it names nothing")
    taken = await _done(arrival, uri)
    if taken is None:
        if await inbox.waits(arrival.reach.store, arrival.actor.host, uri):
            raise Early("object: what they take back waits to be processed")
        taken = await _done(arrival, uri)  # it may have been done while we asked
    return taken or Ignored("object: they did nothing of this id")


async def _done(arrival: Arrival, uri: str) -> Taken | Ignored | None:
    store = arrival.reach.store
    follow = await membership.find_by_uri(store, uri)
    if follow is not None and follow.follower_id == arrival.actor.id:
        target = await actors.find_actor(store, follow.target_id)
        return Taken("follow", actor=target) if target else Ignored("object: not known here")
    boost = await reaction_queries.find_boost_by_uri(store, uri)
    like = await reaction_queries.find_like_by_uri(store, arrival.actor.id, uri)
    for what, row in (("boost", boost), ("like", like)):
        if row is not None and row.actor_id == arrival.actor.id:
            post = await post_queries.find_post(store, row.post_id)
            return Taken("boost" if what == "boost" else "like", post=post)
    return None


async def _leave(unit: Unit, arrival: Arrival, taken: Taken) -> bool:
    if taken.actor is None:
        return False
    return bool(await membership.leave(unit, arrival.actor, taken.actor, arrival.cause))


async def _unlike(unit: Unit, arrival: Arrival, taken: Taken) -> bool:
    if taken.post is None:
        return False
    return await reactions.unlike(unit, arrival.actor, taken.post.id, cause=arrival.cause)


async def _unboost(unit: Unit, arrival: Arrival, taken: Taken) -> bool:
    if taken.post is None:
        return False
    return await reactions.unboost(unit, arrival.actor, taken.post.id, cause=arrival.cause)


async def _unblock(unit: Unit, arrival: Arrival, taken: Taken) -> bool:
    if taken.actor is None:
        return False
    uri = arrival.activity.id
    return await moderation.unblock(unit, arrival.actor, taken.actor, uri, arrival.cause)


_VERBS: Final[dict[Done, Callable[[Unit, Arrival, Taken], Awaitable[bool]]]] = {
    "follow": _leave,
    "like": _unlike,
    "boost": _unboost,
    "block": _unblock,
}
