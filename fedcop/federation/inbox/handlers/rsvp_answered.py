"""The home of a meeting answers one of ours who wants to come: yes, wait, no, or not heard."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice import rsvps
from fedcop.community.practice.rsvps import Heard
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import objects
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import RsvpRow

_SAID: Final[dict[str, Heard]] = {
    "Accept": "going",
    "TentativeAccept": "waiting",
    "Reject": "refused",
    "Ignore": "unheard",
}
_LONGEST: Final = 2048


@dataclass(frozen=True, slots=True)
class Plan:
    """What they say to whom, and where one meets."""

    row: RsvpRow
    said: Heard
    link: str = ""


async def check(arrival: Arrival) -> Plan | Ignored | None:
    """Find whom they answer; None where it is no answer to one who wants to come."""
    row = await _row(arrival)
    said = _SAID.get(arrival.activity.type)
    if row is None or said is None:
        return None
    store = arrival.reach.store
    post = await rsvps.find_post(store, row)
    author = await actors.find_actor(store, post.author_id) if post else None
    if post is None or author is None or post.local:
        return Ignored("object: no meeting of another node")
    # Whoever may arrange it at its home answers for it: a Mobilizon group has several.
    if author.host != arrival.actor.host:
        raise Refused("object: only the home of a meeting answers who wants to come")
    link = arrival.activity.cop.get("cop:link")
    return Plan(row, said, link if isinstance(link, str) and _is_link(link) else "")


async def apply(unit: Unit, arrival: Arrival, plan: Plan) -> Ignored | None:
    """Note their answer."""
    done = await rsvps.heard(unit, plan.row, plan.said, plan.link, arrival.cause)
    return None if done else Ignored("object: nobody waits for this")


async def _row(arrival: Arrival) -> RsvpRow | None:
    item, store = arrival.activity.object, arrival.reach.store
    if not isinstance(item, Activity):
        return await rsvps.find_by_uri(store, arrival.activity.object_id)
    if item.type != "Join":
        return None
    row = await rsvps.find_by_uri(store, item.id) if item.id else None
    if row is not None:
        return row
    who = await actors.find_actor_by_uri(store, item.actor) if item.actor else None
    post = await objects.known(arrival.reach, item.object_id) if item.object_id else None
    if who is None or not who.local or post is None:
        return None
    return await rsvps.find(store, post.id, who.id)


def _is_link(text: str) -> bool:
    return text.startswith(("https://", "http://")) and len(text) <= _LONGEST
