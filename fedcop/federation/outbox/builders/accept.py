"""FollowAccepted, FollowRejected: what one of ours answers to a follower elsewhere."""

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import FollowAccepted, FollowEvent, FollowRejected
from fedcop.federation.outbox.append import Entry, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import EventRow


async def build_accept(outbound: Outbound, row: EventRow, event: FollowAccepted) -> list[Entry]:
    """Accept, embedding the Follow under its own id: Mastodon matches by it."""
    return await _answer(outbound, row, event, "Accept")


async def build_reject(outbound: Outbound, row: EventRow, event: FollowRejected) -> list[Entry]:
    """Refuse, or end a follow that was accepted."""
    return await _answer(outbound, row, event, "Reject")


async def _answer(outbound: Outbound, row: EventRow, event: FollowEvent, word: str) -> list[Entry]:
    follower = await find_actor(outbound.store, event.follower)
    target = await find_actor(outbound.store, event.target)
    if follower is None or target is None or not target.local or not lane_of(follower):
        return []
    follow = Activity(
        type="Follow",
        id=event.uri,
        actor=follower.uri,
        objects=(target.uri,),
        to=(target.uri,),
    )
    answer = Activity(
        type=word,
        id=outbound.uris.activity(row.id),
        actor=target.uri,
        objects=(follow,),
        to=(follower.uri,),
    )
    body, key = seal_bare(answer), pair_key(follower.id, target.id)
    return [Entry(target.id, word, follower.uri, key, 0, body, body, lane_of(follower))]
