"""Blocked, Unblocked: a person of ours does not want to have to do with somebody elsewhere."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import Blocked, Unblocked
from fedcop.federation.outbox.append import Entry, find_born, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: Blocked | Unblocked) -> list[Entry]:
    """Tell the node of the blocked one, so that it keeps them apart."""
    actor = await find_actor(outbound.store, event.actor)
    blocked = await find_actor(outbound.store, event.blocked)
    if actor is None or blocked is None or not actor.local or not lane_of(blocked):
        return []
    said = Activity(
        type="Block",
        id=event.uri,
        actor=actor.uri,
        objects=(blocked.uri,),
        to=(blocked.uri,),
    )
    born = 0
    if isinstance(event, Unblocked):
        said = replace(said, type="Undo", id=outbound.uris.activity(row.id), objects=(said,))
        born = await find_born(outbound.store, actor.id, "Block", blocked.uri)
    body, key = seal_bare(said), pair_key(actor.id, blocked.id)
    return [Entry(actor.id, said.type, blocked.uri, key, born, body, body, lane_of(blocked))]
