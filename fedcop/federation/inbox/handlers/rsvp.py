"""Somebody elsewhere says whether they come to a meeting of ours: Join, Leave, or `maybe`.

Mobilizon says Join and Leave of the event; others take a Join back, or answer an Invite.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community import events
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice.rsvps import Wish
from fedcop.community.practice_events import JoinDeclined
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.reacted import find
from fedcop.federation.remote import peers
from fedcop.store.batch import Unit
from fedcop.store.rows import PostRow

_JOIN: Final = "Join"
_INVITE: Final = "Invite"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody says of a meeting of ours; `declined`: how they hear that they cannot come."""

    post: PostRow
    wish: Wish
    declined: str = ""


async def check_join(arrival: Arrival) -> Plan | Ignored | None:
    """Find what they want to come to; None where no meeting is meant."""
    found = await _meeting(arrival, arrival.activity.object_id)
    if found is None or isinstance(found, Ignored):
        return found
    await peers.learn(arrival.reach, arrival.actor.host)
    row = await meetings.find(arrival.reach.store, found.id)
    if row is not None and row.join_mode == "external":
        return Plan(found, "going", "Ignore")  # as FEP-8a8e asks of who takes no answers
    if row is not None and (row.state == "cancelled" or meetings.is_over(row)):
        return Plan(found, "going", "Reject")
    return Plan(found, "going")


async def check_leave(arrival: Arrival) -> Plan | Ignored | None:
    """Find what they do not come to after all; None where no meeting is meant."""
    found = await _meeting(arrival, arrival.activity.object_id)
    return Plan(found, "not") if isinstance(found, PostRow) else found


async def check_undo(arrival: Arrival) -> Plan | Ignored | None:
    """Find the Join that they take back; None where it is none of a meeting."""
    item = arrival.activity.object
    if isinstance(item, Activity):
        if item.type != _JOIN or not item.object_id:
            return None
        if item.actor and item.actor != arrival.actor.uri:
            raise Refused("object: somebody else did that")
        found = await _meeting(arrival, item.object_id)
        return Plan(found, "not") if isinstance(found, PostRow) else found
    row = await rsvps.find_by_uri(arrival.reach.store, arrival.activity.object_id)
    if row is None or row.actor_id != arrival.actor.id:
        return None
    post = await rsvps.find_post(arrival.reach.store, row)
    return Plan(post, "not") if post is not None and post.local else None


async def check_yes(arrival: Arrival) -> Plan | Ignored | None:
    """Find the meeting whose Invite they take."""
    return await _invited(arrival, "going")


async def check_no(arrival: Arrival) -> Plan | Ignored | None:
    """Find the meeting whose Invite they decline."""
    return await _invited(arrival, "not")


async def check_maybe(arrival: Arrival) -> Plan | Ignored | None:
    """Find the meeting to which they may come: of its Invite, or of the meeting itself."""
    if isinstance(arrival.activity.object, Activity):
        return await _invited(arrival, "maybe")
    found = await _meeting(arrival, arrival.activity.object_id)
    return Plan(found, "maybe") if isinstance(found, PostRow) else found


async def apply(unit: Unit, arrival: Arrival, plan: Plan) -> Ignored | None:
    """Note what they say."""
    post, actor = plan.post, arrival.actor
    if plan.declined:
        ignored = int(plan.declined == "Ignore")
        uri = arrival.activity.id
        said = JoinDeclined(post.id, post.root_id, actor=actor.id, uri=uri, ignored=ignored)
        events.record(unit, said, arrival.cause)
        return Ignored("object: nobody can join this meeting here")
    if plan.wish == "not":
        done = await rsvps.withdraw(unit, actor, post.id, arrival.cause)
        return None if done else Ignored("object: they had not said that they come")
    uri = arrival.activity.id if arrival.activity.type == _JOIN else ""
    answer = rsvps.Answer(plan.wish, uri, arrival.cause)
    row = await rsvps.answer(unit, actor, post.id, answer)
    if row is not None:
        return None
    await rsvps.answer_again(unit, actor, post.id, uri, arrival.cause)
    return Ignored("object: they said so already")


async def _invited(arrival: Arrival, wish: Wish) -> Plan | Ignored | None:
    item = arrival.activity.object
    if not isinstance(item, Activity) or item.type != _INVITE:
        return None
    found = await _meeting(arrival, item.object_id)
    return Plan(found, wish) if isinstance(found, PostRow) else found


async def _meeting(arrival: Arrival, uri: str) -> PostRow | Ignored | None:
    """Find a meeting of ours by its uri; None where something else is named."""
    local = arrival.reach.store.uris.recognise(uri)
    if local is None or local.kind not in {"meeting", "note"}:
        return None
    post = await find(arrival, uri)
    if post is None or post.deleted:
        return Ignored("object: there is no such meeting") if local.kind == "meeting" else None
    return post if post.local and post.practice == meetings.KIND else None
