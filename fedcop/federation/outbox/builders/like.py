"""PostLiked, PostUnliked: the Like of one of ours, and the community's word of anybody's.

RevisionCommended is a Like as well, which says why, and of which revision; its bytes are kept.
"""

from dataclasses import dataclass, field, replace
from html import escape

from fedcop import clock, ids
from fedcop.activitypub.vocabulary import JSON, Activity
from fedcop.community.events import PostLiked, PostUnliked
from fedcop.community.practice_events import RevisionCommended
from fedcop.digests import sha256
from fedcop.federation.documents import addressing
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of, seal_bare
from fedcop.store.queries import artifacts, shelves
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_like_uri
from fedcop.store.rows import ActorRow, DocumentRow, EndorsementRow, EventRow


@dataclass(frozen=True, slots=True)
class _Vote:
    """A Like, or its Undo: who, of what, and how the Like is called."""

    kind: str
    uri: str
    actor: ActorRow
    facts: PostFacts
    words: str = ""
    at: int | None = None
    terms: dict[str, JSON] = field(default_factory=dict)


async def build_like(outbound: Outbound, row: EventRow, event: PostLiked) -> list[Entry]:
    """Tell the author and the community; nothing when it was taken back by now."""
    uri = await find_like_uri(outbound.store, event.reaction)
    return [] if uri is None else await _build(outbound, row, event, ("Like", uri))


async def build_unlike(outbound: Outbound, row: EventRow, event: PostUnliked) -> list[Entry]:
    """Take a like back."""
    return await _build(outbound, row, event, ("Undo", event.uri))


async def build_commended(
    outbound: Outbound, row: EventRow, event: RevisionCommended
) -> list[Entry]:
    """Tell the author and the community what a person recommends, and why."""
    facts = await relay.find_facts(outbound, event.post)
    said = await shelves.find_endorsement(outbound.store, event.endorsement)
    actor = await find_actor(outbound.store, said.endorser_id) if said else None
    if facts is None or facts.post.deleted or said is None or said.withdrawn or actor is None:
        return []
    terms: dict[str, JSON] = {"cop:revision": said.number, "cop:digest": said.digest}
    words = "".join(f"<p>{escape(line, quote=False)}</p>" for line in said.words.splitlines())
    vote = _Vote("Like", said.activity_uri, actor, facts, words, said.created, terms)
    told = await _tell(outbound, row, vote)
    return [_proved(one, said) if one.actor_id == actor.id else one for one in told]


async def _build(
    outbound: Outbound, row: EventRow, event: PostLiked | PostUnliked, what: tuple[str, str]
) -> list[Entry]:
    facts = await relay.find_facts(outbound, event.post)
    actor = await find_actor(outbound.store, event.actor)
    if facts is None or facts.post.deleted or actor is None:
        return []
    return await _tell(outbound, row, _Vote(*what, actor, facts))


async def _tell(outbound: Outbound, row: EventRow, vote: _Vote) -> list[Entry]:
    facts, entries = vote.facts, []
    if vote.actor.local:
        body: bytes | None = await _seal(outbound, row, vote)
        entries.append(await _by_actor(outbound, vote, body))
    else:
        body = await relay.as_it_came(outbound, row, vote.kind, facts.post.uri, vote.uri)
    if body and facts.group and told.is_relayed(facts):
        entries.append(await _by_community(outbound, row, vote, body))
    return entries


def _proved(entry: Entry, said: EndorsementRow) -> Entry:
    """Keep the signed bytes of what a person recommends."""
    body = entry.plain or b""
    document = DocumentRow(ids.new_id(), sha256(body).hex(), body, clock.now_ms())
    prove = shelves.prove_endorsement(said.id, said.activity_uri, document.hash)
    return replace(entry, keeps=(artifacts.keep_document(document), prove))


async def _by_actor(outbound: Outbound, vote: _Vote, body: bytes | None) -> Entry:
    facts, uri = vote.facts, vote.facts.post.uri
    born = 0
    if vote.kind == "Undo":
        born = await find_born(outbound.store, vote.actor.id, "Like", uri)
    to = (*lane_of(facts.author), *lane_of(facts.group))
    return Entry(vote.actor.id, vote.kind, uri, object_key(uri), born, body, body, to)


async def _by_community(outbound: Outbound, row: EventRow, vote: _Vote, body: bytes) -> Entry:
    facts, uri, group = vote.facts, vote.facts.post.uri, vote.facts.group
    if group is None:
        raise ValueError("only a community relays")
    to = addressing.of_relay(facts, group)
    wrapped = await outbound.wrap(group.id, relay.announce(outbound.uris, group, row, to), body)
    told_to = await told.by_community(outbound, facts, None)
    return Entry(group.id, vote.kind, uri, object_key(uri), 0, wrapped, None, told_to)


async def _seal(outbound: Outbound, row: EventRow, vote: _Vote) -> bytes:
    """Write a vote: addressed to the author alone, but proved where others will pass it on."""
    facts = vote.facts
    said = Activity(
        type="Like",
        id=vote.uri,
        actor=vote.actor.uri,
        objects=(facts.post.uri,),
        to=(facts.author.uri,),
        audience=(facts.group.uri,) if facts.group else (),
        content=vote.words or None,
        published=vote.at,
        cop=vote.terms,
    )
    if vote.kind == "Undo":
        said = replace(said, type="Undo", id=outbound.uris.activity(row.id), objects=(said,))
    if facts.audience.open:
        return await outbound.seal_proved(vote.actor.id, said)
    return seal_bare(said)
