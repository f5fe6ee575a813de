"""OfferMade, OfferAnswered, StewardSpoke: what is offered to a library, and what is answered."""

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import JSON, Activity
from fedcop.community.practice import offers
from fedcop.community.practice_events import OfferAnswered, OfferMade, StewardSpoke
from fedcop.federation.outbox.append import Entry, ToLane, object_key, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.markup.text import to_html
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.stewards import list_stewards
from fedcop.store.rows import ActorRow, EventRow, OfferRow

_ANSWERS = {
    offers.REVIEW: "TentativeAccept",
    offers.ACCEPTED: "Accept",
    offers.DECLINED: "Reject",
}
_OF_OFFERS = frozenset(_ANSWERS.values())
_STEWARDS = 100


async def build_offer(outbound: Outbound, row: EventRow, event: OfferMade) -> list[Entry]:
    """Offer something of ours to the library of a community elsewhere."""
    offer = await offers.find(outbound.store, event.offer)
    if offer is None or offer.kind != offers.LIBRARY:
        return []
    by = await find_actor(outbound.store, offer.actor_id)
    group = await find_actor(outbound.store, offer.community_id)
    if by is None or group is None:
        return []
    said, key = offered(offer, by.uri, group.uri), pair_key(by.id, group.id)
    if group.local:
        return await _pass_on(outbound, row, group, said)
    if not by.local:
        return []
    body = seal_bare(said)
    return [Entry(by.id, "Offer", offer.artifact_uri, key, 0, body, body, lane_of(group))]


async def build_answer(outbound: Outbound, row: EventRow, event: OfferAnswered) -> list[Entry]:
    """Answer for a community of ours; whatever it says, in words that help."""
    offer = await offers.find(outbound.store, event.offer)
    if offer is None or offer.kind != offers.LIBRARY or offer.state not in _ANSWERS:
        return []
    by = await find_actor(outbound.store, offer.actor_id)
    group = await find_actor(outbound.store, offer.community_id)
    if by is None or group is None or not group.local:
        return []
    verb = _ANSWERS[offer.state]
    said = Activity(
        type=verb,
        id=outbound.uris.activity(row.id),
        actor=group.uri,
        objects=(offered(offer, by.uri, group.uri),),
        to=(by.uri,),
        content=to_html(offer.answer) or None,
        published=row.created,
    )
    body, key = seal_bare(said), pair_key(by.id, group.id)
    to = (*lane_of(by), *await _stewards(outbound, group))
    return [Entry(group.id, verb, offer.artifact_uri, key, 0, body, body, to)] if to else []


async def build_word(outbound: Outbound, row: EventRow, event: StewardSpoke) -> list[Entry]:
    """Ask the home of a community to do what one of its stewards, who is ours, wants."""
    by = await find_actor(outbound.store, event.by)
    group = await find_actor(outbound.store, event.community)
    if by is None or group is None or not by.local or group.local:
        return []
    terms: dict[str, JSON] = {
        "cop:revision": event.number,
        "cop:digest": event.digest,
        "cop:supersededBy": event.successor,
        "cop:status": event.status,
    }
    answers = event.verb in _OF_OFFERS and not event.target
    said = Activity(
        type=event.verb,
        id=outbound.uris.activity(row.id),
        actor=by.uri,
        objects=(Activity("Offer", event.thing) if answers else event.thing,),
        target=event.target or None,
        to=(group.uri,),
        audience=(group.uri,),
        content=to_html(event.words) or None if answers else None,
        summary=None if answers else to_html(event.words) or None,
        published=row.created,
        cop={name: value for name, value in terms.items() if value},
    )
    body, key = seal_bare(said), pair_key(by.id, group.id)
    return [Entry(by.id, event.verb, event.thing, key, 0, body, body, lane_of(group))]


def offered(offer: OfferRow, by: str, group: str) -> Activity:
    """Write an Offer as whoever made it did."""
    terms: dict[str, JSON] = {"cop:revision": offer.number, "cop:digest": offer.digest}
    return Activity(
        type="Offer",
        id=offer.uri,
        actor=by,
        objects=(offer.artifact_uri,),
        target=offer.target_uri,
        to=(group,),
        summary=to_html(offer.summary) or None,
        published=offer.created,
        cop=terms if offer.number else {},
    )


async def _pass_on(
    outbound: Outbound, row: EventRow, group: ActorRow, said: Activity
) -> list[Entry]:
    """Let the stewards who live elsewhere know what is offered to a community of ours."""
    to = await _stewards(outbound, group)
    if not to:
        return []
    outer = Activity(
        type="Announce",
        id=outbound.uris.activity(f"{row.id}-announce"),
        actor=group.uri,
        to=(paths.moderators(group.uri),),
        published=row.created,
    )
    body = await outbound.wrap(group.id, outer, seal_bare(said))
    return [Entry(group.id, "Offer", said.object_id, object_key(said.object_id), 0, body, None, to)]


async def _stewards(outbound: Outbound, group: ActorRow) -> tuple[ToLane, ...]:
    rows = await list_stewards(outbound.store, group.id, _STEWARDS)
    return tuple(lane for row in rows for lane in lane_of(row))
