"""Somebody is invited to review, to answer, to come; or answers what they were asked."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice import invitations
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.kinds import KINDS
from fedcop.errors import FedcopError, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.spoken import words_in
from fedcop.federation.remote import actors, communities, objects, peers
from fedcop.federation.remote.practice.pins import pin_in
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.rows import ActorRow, InvitationRow, PostRow

_INVITE: Final = "Invite"
_STATES: Final = {
    "Accept": invitations.ACCEPTED,
    "TentativeAccept": invitations.MAYBE,
    "Reject": invitations.DECLINED,
    "Ignore": invitations.IGNORED,
}
_ASKED: Final = frozenset({"review", "answer", "meeting"})
_PATIENCE: Final = 4


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked what."""

    person: ActorRow
    ask: Ask


async def check_invite(arrival: Arrival) -> Invited | Ignored:
    """Return who is asked what, if it concerns one of ours."""
    activity, store = arrival.activity, arrival.reach.store
    group = await _group_of(arrival)
    named = activity.target or (activity.to[0] if activity.to else "")
    person = await actor_queries.find_actor_by_uri(store, named) if named else None
    if person is None or not person.local:
        if group is None or not group.local or not named:
            return Ignored("target: nobody here")
        await _require_steward(arrival, group)
        person = person or await actors.find(arrival.reach, named, arrival.budget)
    await peers.learn(arrival.reach, arrival.actor.host)
    kind = _kind(arrival, await _thing(arrival))
    if kind is None:
        return Ignored("object: nothing that we invite to")
    community = group.id if group and await _in_its_name(arrival, group, kind) else 0
    ask = Ask(kind, pin_in(activity), community, words_in(arrival), activity.id)
    return Invited(person, ask)


async def apply_invite(unit: Unit, arrival: Arrival, plan: Invited) -> Ignored | None:
    """Keep the invitation."""
    row = await invitations.invite(unit, arrival.actor, plan.person, plan.ask, arrival.cause)
    return None if row.uri == arrival.activity.id else Ignored("object: they are asked already")


async def check_answer(arrival: Arrival) -> InvitationRow | Ignored | None:
    """Find the invitation that is answered; None where something else is."""
    item = arrival.activity.object
    uri = item.id if isinstance(item, Activity) else arrival.activity.object_id
    if isinstance(item, Activity) and item.type != _INVITE:
        return None
    row = await invitations.find_by_uri(arrival.reach.store, uri) if uri else None
    if row is None or row.kind == "meeting":
        return None  # who comes to a meeting is counted there
    if row.person_id != arrival.actor.id:
        raise Refused("actor: only whom somebody asked can answer")
    return row


async def apply_answer(unit: Unit, arrival: Arrival, row: InvitationRow) -> Ignored | None:
    """Keep what they answer."""
    heard = (arrival.activity.id, arrival.cause)
    state = _STATES[arrival.activity.type]
    done = await invitations.answer(unit, arrival.actor, row.id, state, heard)
    return None if done else Ignored("object: they said so already")


async def _group_of(arrival: Arrival) -> ActorRow | None:
    """Find in the name of which community somebody asks."""
    for uri in (*arrival.activity.audience, *arrival.activity.cc)[:5]:
        row = await actor_queries.find_actor_by_uri(arrival.reach.store, uri)
        if row is not None and row.kind == "Group":
            return row
    return None


async def _in_its_name(arrival: Arrival, group: ActorRow, kind: str) -> bool:
    """Whether they ask for a community; a yes to its stewards takes what is offered into review."""
    if kind != "review" or not group.local:
        return True
    return await communities.is_steward(arrival.reach, group, arrival.actor, arrival.budget)


async def _require_steward(arrival: Arrival, group: ActorRow) -> None:
    """Go on when they look after a community of ours. Raises Refused."""
    if not await communities.is_steward(arrival.reach, group, arrival.actor, arrival.budget):
        raise Refused("actor: only the stewards of a community ask in its name")


async def _thing(arrival: Arrival) -> PostRow | None:
    """Have what somebody is asked about, as far as it can be had."""
    uri = arrival.activity.object_id
    try:
        return await objects.find(arrival.reach, uri, arrival.budget)
    except FedcopError as error:
        if error.retryable and arrival.tries < _PATIENCE:
            raise
        return None


def _kind(arrival: Arrival, thing: PostRow | None) -> str | None:
    said = arrival.activity.cop.get("cop:kind")
    if isinstance(said, str) and said in _ASKED:
        return said
    if thing is None:
        return None
    if thing.practice in {"event", "question"}:
        return "meeting" if thing.practice == "event" else "answer"
    return "review" if thing.practice in KINDS else None
