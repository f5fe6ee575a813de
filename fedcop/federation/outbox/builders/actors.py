"""ActorChanged, ActorDeleted: what we say of an actor of ours to all who may know it."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import Activity, Item
from fedcop.community.events import ActorChanged, ActorDeleted
from fedcop.federation.documents import addressing
from fedcop.federation.documents.actors import document_of
from fedcop.federation.outbox import relay
from fedcop.federation.outbox.append import Entry, ToEveryPeer, ToStream, object_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import Audience


async def build_update(outbound: Outbound, row: EventRow, event: ActorChanged) -> list[Entry]:
    """Show the actor as it is now; a community that waits for an admin is not shown yet.

    Of somebody who is suspended nothing is left to show, and it says so.
    """
    actor = await find_actor(outbound.store, event.actor)
    if actor is None or not actor.local or actor.deleted:
        return []
    shown = await document_of(outbound.store, actor, outbound.uris)
    if shown is None:
        return []
    return [await _entry(outbound, row, actor, ("Update", shown))]


async def build_delete(outbound: Outbound, row: EventRow, event: ActorDeleted) -> list[Entry]:
    """Say that an actor is gone for good, to every server that was ever told anything.

    Whatever it holds of them came by somebody: a follower, a community, a search. Lemmy takes away
    what they wrote only when it is told so.
    """
    actor = await find_actor(outbound.store, event.actor)
    if actor is None or not actor.local:
        return []
    entry = await _entry(outbound, row, actor, ("Delete", actor.uri))
    return [replace(entry, addresses=(*entry.addresses, ToEveryPeer()))]


async def _entry(
    outbound: Outbound, row: EventRow, actor: ActorRow, said: tuple[str, Item]
) -> Entry:
    """Say it as the actor; a community also announces it, as group-aware peers expect."""
    word, thing = said
    to = addressing.of_word(actor)
    activity = Activity(
        type=word,
        id=outbound.uris.activity(row.id),
        actor=actor.uri,
        objects=(thing,),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=row.created,
        remove_data=word == "Delete",
    )
    plain = wrapped = await outbound.seal(actor.id, activity)
    if actor.kind == "Group":
        wrapped = await relay.relayed(outbound, actor, row, plain)
    told = (ToStream(actor.id, Audience.PUBLIC),)
    return Entry(actor.id, word, actor.uri, object_key(actor.uri), 0, wrapped, plain, told)
