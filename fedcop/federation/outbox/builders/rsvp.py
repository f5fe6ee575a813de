"""Whether one of ours comes to a meeting elsewhere; what we answer who comes to one of ours."""

from typing import Final

from fedcop.activitypub.vocabulary import JSON, Activity
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice_events import (
    JoinDeclined,
    RsvpAnswered,
    RsvpGiven,
    RsvpTakenBack,
)
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox import relay
from fedcop.federation.outbox.append import Entry, find_born, pair_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow, EventRow

_WORDS: Final = {"going": "Accept", "waiting": "TentativeAccept", "refused": "Reject"}


async def build_given(outbound: Outbound, row: EventRow, event: RsvpGiven) -> list[Entry]:
    """Join, or say that one may come; nothing when it was taken back by now."""
    sides = await _sides(outbound, event.post, event.actor)
    given = await rsvps.find_by_id(outbound.store, event.rsvp)
    if sides is None or given is None or given.answer == "not":
        return []
    actor, facts = sides
    if given.answer == "maybe":
        said = Activity("TentativeAccept", outbound.uris.activity(row.id), actor.uri)
    else:
        said = Activity("Join", given.uri, actor.uri)
    return [_entry(actor, facts, said)]


async def build_taken_back(outbound: Outbound, row: EventRow, event: RsvpTakenBack) -> list[Entry]:
    """Leave."""
    sides = await _sides(outbound, event.post, event.actor)
    if sides is None:
        return []
    actor, facts = sides
    said = Activity("Leave", outbound.uris.activity(row.id), actor.uri)
    born = await find_born(outbound.store, actor.id, "Join", facts.post.uri)
    return [_entry(actor, facts, said, born)]


async def build_answered(outbound: Outbound, row: EventRow, event: RsvpAnswered) -> list[Entry]:
    """Tell who wants to come what became of it, and those who come where one meets."""
    facts = await relay.find_facts(outbound, event.post)
    given = await rsvps.find_by_id(outbound.store, event.rsvp)
    actor = await find_actor(outbound.store, event.actor)
    word = _WORDS.get(given.answer) if given else None
    if facts is None or facts.post.deleted or given is None or actor is None or word is None:
        return []
    if not facts.author.local or actor.local or not given.uri:
        return []  # who said so in a reply sees it there
    meeting = await meetings.find(outbound.store, event.post)
    link = meeting.link if meeting is not None and given.answer == "going" else ""
    return [_answer(outbound, row, facts, (word, actor, given.uri, link))]


async def build_declined(outbound: Outbound, row: EventRow, event: JoinDeclined) -> list[Entry]:
    """Say that nobody can join, or that it is not done here (FEP-8a8e)."""
    facts = await relay.find_facts(outbound, event.post)
    actor = await find_actor(outbound.store, event.actor)
    if facts is None or not facts.author.local or actor is None or actor.local:
        return []
    word = "Ignore" if event.ignored else "Reject"
    return [_answer(outbound, row, facts, (word, actor, event.uri, ""))]


def answer_of(
    outbound: Outbound, key: str, facts: PostFacts, what: tuple[str, ActorRow, str, str]
) -> Activity:
    """Write an answer to a Join, under the very id it came with: Mobilizon matches by it."""
    word, actor, uri, link = what
    joined = Activity("Join", uri, actor.uri, (facts.post.uri,), to=(facts.author.uri,))
    terms: dict[str, JSON] = {"cop:link": link} if link else {}
    return Activity(
        type=word,
        id=outbound.uris.activity(key),
        actor=facts.author.uri,
        objects=(joined,),
        to=(actor.uri,),
        cop=terms,
    )


def _answer(
    outbound: Outbound, row: EventRow, facts: PostFacts, what: tuple[str, ActorRow, str, str]
) -> Entry:
    word, actor, _, _ = what
    body = seal_bare(answer_of(outbound, str(row.id), facts, what))
    key = pair_key(actor.id, facts.author.id)
    return Entry(facts.author.id, word, actor.uri, key, 0, body, body, lane_of(actor))


async def _sides(outbound: Outbound, post: int, actor_id: int) -> tuple[ActorRow, PostFacts] | None:
    """Find who of ours says something of a meeting elsewhere."""
    facts = await relay.find_facts(outbound, post)
    actor = await find_actor(outbound.store, actor_id)
    if facts is None or facts.post.deleted or actor is None:
        return None
    return (actor, facts) if actor.local and not facts.author.local else None


def _entry(actor: ActorRow, facts: PostFacts, said: Activity, born: int = 0) -> Entry:
    uri = facts.post.uri
    whole = Activity(said.type, said.id, said.actor, (uri,), to=(facts.author.uri,))
    body, key = seal_bare(whole), pair_key(actor.id, facts.author.id)
    to = lane_of(facts.author)
    return Entry(actor.id, said.type, uri, key, born, body, body, to)
