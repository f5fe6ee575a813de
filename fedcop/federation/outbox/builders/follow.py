"""FollowAsked, FollowEnded: what a follower of ours says to whom they follow."""

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import FollowAsked, FollowEnded, FollowEvent
from fedcop.federation.outbox.append import Entry, find_born, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_follow
from fedcop.store.rows import ActorRow, EventRow


async def build_follow(outbound: Outbound, row: EventRow, event: FollowAsked) -> list[Entry]:
    """Ask; nothing when nobody waits any more, or asks by another id by now."""
    sides = await _sides(outbound, event)
    if sides is None:
        return []
    follow = await find_follow(outbound.store, event.follow)
    if follow is None or (follow.state, follow.uri) != ("pending", event.uri):
        return []
    follower, target = sides
    body = seal_bare(_follow(event, follower, target))
    key = pair_key(follower.id, target.id)
    return [Entry(follower.id, "Follow", target.uri, key, 0, body, body, lane_of(target))]


async def build_unfollow(outbound: Outbound, row: EventRow, event: FollowEnded) -> list[Entry]:
    """Take a follow back under its own id: GoToSocial ignores any other."""
    sides = await _sides(outbound, event)
    if sides is None:
        return []
    follower, target = sides
    undo = Activity(
        type="Undo",
        id=outbound.uris.activity(row.id),
        actor=follower.uri,
        objects=(_follow(event, follower, target),),
        to=(target.uri,),
    )
    body = seal_bare(undo)
    born = await find_born(outbound.store, follower.id, "Follow", target.uri)
    key = pair_key(follower.id, target.id)
    return [Entry(follower.id, "Undo", target.uri, key, born, body, body, lane_of(target))]


async def _sides(outbound: Outbound, event: FollowEvent) -> tuple[ActorRow, ActorRow] | None:
    """Find follower and target where a follower of ours speaks to somebody elsewhere."""
    follower = await find_actor(outbound.store, event.follower)
    target = await find_actor(outbound.store, event.target)
    if follower is None or target is None or not follower.local or not lane_of(target):
        return None
    return follower, target


def _follow(event: FollowEvent, follower: ActorRow, target: ActorRow) -> Activity:
    return Activity(
        type="Follow",
        id=event.uri,
        actor=follower.uri,
        objects=(target.uri,),
        to=(target.uri,),
    )
