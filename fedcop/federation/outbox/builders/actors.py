"""ActorChanged, ActorDeleted: what we say of an actor of ours to all who may know it."""

from fedcop.activitypub.vocabulary import PUBLIC, Activity, Actor
from fedcop.community.events import ActorChanged, ActorDeleted
from fedcop.federation.documents.actors import document_of
from fedcop.federation.outbox.append import Entry, Form, ToStream, object_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import Audience


async def build_update(outbound: Outbound, row: EventRow, event: ActorChanged) -> list[Entry]:
    """Show the actor as it is now; a community also announces it, for group-aware peers."""
    actor = await find_actor(outbound.store, event.actor)
    if actor is None or not actor.local or actor.deleted:
        return []
    shown = await document_of(outbound.store, actor)
    update = _said(outbound, row, actor, ("Update", shown))
    body = await outbound.seal(actor.id, update)
    return [await _entry(outbound, row, actor, ("Update", body))]


async def build_delete(outbound: Outbound, row: EventRow, event: ActorDeleted) -> list[Entry]:
    """Say that an actor is gone for good."""
    actor = await find_actor(outbound.store, event.actor)
    if actor is None or not actor.local:
        return []
    body = await outbound.seal(actor.id, _said(outbound, row, actor, ("Delete", actor.uri)))
    return [await _entry(outbound, row, actor, ("Delete", body))]


def _said(
    outbound: Outbound, row: EventRow, actor: ActorRow, word: tuple[str, Actor | str]
) -> Activity:
    return Activity(
        type=word[0],
        id=outbound.uris.activity(row.id),
        actor=actor.uri,
        objects=(word[1],),
        to=(PUBLIC,),
        cc=(actor.followers,) if actor.followers else (),
        published=row.created,
    )


async def _entry(
    outbound: Outbound, row: EventRow, actor: ActorRow, said: tuple[str, bytes]
) -> Entry:
    word, plain = said
    wrapped = plain
    if actor.kind == "Group":
        outer = Activity(
            type="Announce",
            id=outbound.uris.activity(f"{row.id}-announce"),
            actor=actor.uri,
            to=(PUBLIC,),
            cc=(actor.followers,),
            audience=(actor.uri,),
            published=row.created,
        )
        wrapped = await outbound.wrap(actor.id, outer, plain)
    to = (ToStream(actor.id, Audience.PUBLIC, Form.BOTH),)
    return Entry(actor.id, word, actor.uri, object_key(actor.uri), 0, wrapped, plain, to)
