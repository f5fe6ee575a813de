"""AnswerAccepted, AnswerUnaccepted: which answer helped, for those who know questions.

Said twice: as an Accept with the question for its target, and as the ChooseAnswer of PieFed. Who
knows neither reads what the community says in words (`community.answers`).
"""

from dataclasses import dataclass, replace
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice_events import AnswerAccepted, AnswerUnaccepted
from fedcop.federation import dialects
from fedcop.federation.documents import addressing
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, ToLane, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries import posts
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_software
from fedcop.store.rows import ActorRow, EventRow, PostRow

Event = AnswerAccepted | AnswerUnaccepted

_FORMS: Final = ("Accept", "ChooseAnswer")


@dataclass(frozen=True, slots=True)
class _Word:
    """Who says what of which answer to which question."""

    facts: PostFacts
    answer: PostRow
    author: ActorRow  # of the answer
    by: ActorRow
    undone: bool


async def build_accept(outbound: Outbound, row: EventRow, event: AnswerAccepted) -> list[Entry]:
    """Say that an answer helped; nothing when it is gone by now."""
    return await _build(outbound, row, event, undone=False)


async def build_unaccept(outbound: Outbound, row: EventRow, event: AnswerUnaccepted) -> list[Entry]:
    """Take it back."""
    return await _build(outbound, row, event, undone=True)


async def _build(outbound: Outbound, row: EventRow, event: Event, *, undone: bool) -> list[Entry]:
    word = await _word(outbound, event, undone=undone)
    if word is None:
        return []
    entries = []
    for form, body in await _said(outbound, row, word):
        if word.by.local:
            entries.append(await _by_actor(outbound, word, form, body))
        if word.facts.group and told.is_relayed(word.facts):
            entries.append(await _by_community(outbound, row, word, (form, body)))
    return entries


async def _word(outbound: Outbound, event: Event, *, undone: bool) -> _Word | None:
    facts = await relay.find_facts(outbound, event.post)
    answer = await posts.find_post(outbound.store, event.answer)
    by = await find_actor(outbound.store, event.by)
    if facts is None or facts.post.deleted or answer is None or by is None:
        return None
    author = await find_actor(outbound.store, answer.author_id)
    if author is None or (answer.deleted and not undone):
        return None
    return _Word(facts, answer, author, by, undone)


async def _said(outbound: Outbound, row: EventRow, word: _Word) -> list[tuple[str, bytes]]:
    """Write it in both forms; what somebody else said goes on as it came, in the form it has."""
    if not word.by.local:
        uris = (word.answer.uri,)
        for form in _FORMS:
            kind = "Undo" if word.undone else form
            body = await relay.as_it_came(outbound, row, kind, *uris)
            if body is not None:
                return [(form, body)]
        if not word.facts.at_home or word.facts.group is None:
            return []
        word = replace(word, by=word.facts.group)  # nobody else can be quoted
    return [(form, await _seal(outbound, row, word, form)) for form in _FORMS]


async def _seal(outbound: Outbound, row: EventRow, word: _Word, form: str) -> bytes:
    facts, to = word.facts, addressing.of_post(word.facts)
    name = f"{row.id}-{'accept' if form == 'Accept' else 'answer'}"
    said = Activity(
        type=form,
        id=outbound.uris.activity(name),
        actor=word.by.uri,
        objects=(word.answer.uri,),
        target=facts.post.uri if form == "Accept" else None,
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=row.created,
    )
    if word.undone:
        undo = outbound.uris.activity(f"{name}-undo")
        said = replace(said, type="Undo", id=undo, objects=(said,), target=None)
    return await outbound.seal(word.by.id, said)


async def _by_actor(outbound: Outbound, word: _Word, form: str, body: bytes) -> Entry:
    """Tell who asked, who answered, and the community, each in the form its program reads."""
    facts, uri = word.facts, word.answer.uri
    lanes = (*lane_of(facts.author), *lane_of(word.author), *lane_of(facts.group))
    to = [lane for lane in lanes if await _reads(outbound, lane, form)]
    kind, born = form, 0
    if word.undone:
        kind, born = "Undo", await find_born(outbound.store, word.by.id, form, uri)
    key = object_key(facts.post.uri)
    return Entry(word.by.id, kind, uri, key, born, body, body, tuple(to))


async def _by_community(
    outbound: Outbound, row: EventRow, word: _Word, what: tuple[str, bytes]
) -> Entry:
    form, body = what
    facts, group = word.facts, word.facts.group
    if group is None:
        raise ValueError("only a community relays")
    outer = relay.announce(outbound.uris, group, row, addressing.of_relay(facts, group))
    outer = replace(outer, id=outbound.uris.activity(f"{row.id}-{form.lower()}-announce"))
    wrapped = await outbound.wrap(group.id, outer, body)
    to = await told.by_community(outbound, facts, None)
    kind, key = ("Undo" if word.undone else form), object_key(facts.post.uri)
    return Entry(group.id, kind, word.answer.uri, key, 0, wrapped, None, to)


async def _reads(outbound: Outbound, lane: ToLane, form: str) -> bool:
    """Whether a peer makes something of one form: we read Accept, PieFed the other.

    Who runs what we have yet to learn may be one of us.
    """
    software = (await find_software(outbound.store, lane.host)).lower()
    if form == "Accept":
        return software in {"", dialects.OURS}
    return software != dialects.OURS and dialects.form_for(software) == dialects.WRAPPED
