"""PostBoosted, PostUnboosted: a person of ours passes a post on."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import PUBLIC, Activity
from fedcop.community.events import PostBoosted, PostUnboosted
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox import relay
from fedcop.federation.outbox.append import Entry, ToLane, ToStream, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_boost_uri
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import Audience


async def build_boost(outbound: Outbound, row: EventRow, event: PostBoosted) -> list[Entry]:
    """Tell followers and the author; nothing when it was taken back by now."""
    uri = await find_boost_uri(outbound.store, event.boost)
    known = await _known(outbound, event) if uri else None
    if known is None or not uri or known[0].post.deleted:
        return []
    facts, actor = known
    body = await outbound.seal(actor.id, _announce(facts, actor, row, uri))
    key, to = object_key(facts.post.uri), _told(facts, actor)
    return [Entry(actor.id, "Announce", facts.post.uri, key, 0, body, body, to)]


async def build_unboost(outbound: Outbound, row: EventRow, event: PostUnboosted) -> list[Entry]:
    """Take a boost back."""
    known = await _known(outbound, event)
    if known is None:
        return []
    facts, actor = known
    boost = _announce(facts, actor, row, event.uri)
    undo = replace(boost, type="Undo", id=outbound.uris.activity(row.id), objects=(boost,))
    body = await outbound.seal(actor.id, undo)
    born = await find_born(outbound.store, actor.id, "Announce", facts.post.uri)
    key, to = object_key(facts.post.uri), _told(facts, actor)
    return [Entry(actor.id, "Undo", facts.post.uri, key, born, body, body, to)]


async def _known(
    outbound: Outbound, event: PostBoosted | PostUnboosted
) -> tuple[PostFacts, ActorRow] | None:
    actor = await find_actor(outbound.store, event.actor)
    if actor is None or not actor.local:
        return None  # what others boost, they tell themselves
    facts = await relay.find_facts(outbound, event.post)
    return (facts, actor) if facts and facts.audience.open else None


def _announce(facts: PostFacts, actor: ActorRow, row: EventRow, uri: str) -> Activity:
    return Activity(
        type="Announce",
        id=uri,
        actor=actor.uri,
        objects=(facts.post.uri,),
        to=(PUBLIC,),
        cc=(actor.followers, facts.author.uri),
        published=row.created,
    )


def _told(facts: PostFacts, actor: ActorRow) -> tuple[ToStream | ToLane, ...]:
    return (ToStream(actor.id, Audience.PUBLIC), *lane_of(facts.author))
