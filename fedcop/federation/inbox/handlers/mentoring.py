"""Somebody elsewhere offers to be a mentor, asks for one, answers, or brings it to its end."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity, Relationship
from fedcop.community.practice import mentoring
from fedcop.errors import Conflict, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import peers
from fedcop.markup.text import to_text
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow, MentorshipRow

_MENTOR_OF: Final = frozenset({"https://w3id.org/fedcop/ns#mentorOf", "cop:mentorOf"})
_STATES: Final = {
    "Accept": mentoring.ACCEPTED,
    "TentativeAccept": mentoring.DISCUSS,
    "Reject": mentoring.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Offered:
    """Who would help whom, and with what."""

    pair: tuple[ActorRow, ActorRow]
    goal: str


async def check_offer(arrival: Arrival) -> Offered | Ignored | None:
    """Find who is offered help, or asked for it; None where something else is offered."""
    bond = arrival.activity.object
    if not isinstance(bond, Relationship):
        return None
    if bond.relationship not in _MENTOR_OF:
        return Ignored("object: no relationship that we know")
    sides = {bond.subject or "", bond.object or ""}
    if arrival.actor.uri not in sides or len(sides) != 2:  # noqa: PLR2004 - a pair
        raise Refused("object: only one of the two can offer this")
    other = await actors.find_actor_by_uri(arrival.reach.store, (sides - {arrival.actor.uri}).pop())
    if other is None or not other.local or other.kind != "Person":
        return Ignored("object: nobody of ours")
    await peers.learn(arrival.reach, arrival.actor.host)
    mentor_first = bond.subject == arrival.actor.uri
    pair = (arrival.actor, other) if mentor_first else (other, arrival.actor)
    return Offered(pair, to_text(bond.content or ""))


async def apply_offer(unit: Unit, arrival: Arrival, plan: Offered) -> Ignored | None:
    """Keep it for the two."""
    said = (arrival.activity.id, plan.goal)
    try:
        done = await mentoring.heard(unit, arrival.actor, plan.pair, said)
    except Conflict:
        return Ignored("object: something is between the two already")
    return None if done else Ignored("object: known already")


async def check_answer(arrival: Arrival) -> MentorshipRow | Ignored | None:
    """Find what they answer; None where it is nothing between a mentor and somebody."""
    row = await _named(arrival)
    if row is not None and arrival.actor.id == row.by_id:
        raise Refused("object: the other of the two answers this")
    return row


async def apply_answer(unit: Unit, arrival: Arrival, row: MentorshipRow) -> Ignored | None:
    """Note what they say."""
    state, uri = _STATES[arrival.activity.type], arrival.activity.id
    if row.state == state:
        return Ignored("object: they said so already")
    try:
        await mentoring.answer(unit, arrival.actor, row.id, state, uri)
    except Conflict:
        return Ignored("object: it was answered or ended already")
    return None


async def check_undo(arrival: Arrival) -> MentorshipRow | Ignored | None:
    """Find what they bring to its end; None where it is nothing of this."""
    return await _named(arrival)


async def apply_undo(unit: Unit, arrival: Arrival, row: MentorshipRow) -> Ignored | None:
    """Let it end, with their word."""
    if row.state in {mentoring.ENDED, mentoring.DECLINED}:
        return Ignored("object: it has ended")
    words = to_text(arrival.activity.content or "")
    await mentoring.end(unit, arrival.actor, row.id, words)
    return None


async def _named(arrival: Arrival) -> MentorshipRow | None:
    item = arrival.activity.object
    if isinstance(item, Activity) and item.type != "Offer":
        return None
    row = await mentoring.find_by_uri(arrival.reach.store, arrival.activity.object_id)
    if row is None:
        return None
    if arrival.actor.id not in {row.mentor_id, row.mentee_id}:
        raise Refused("object: this is between two others")
    return row
