"""ShelfChanged, RevisionEndorsed, EndorsementWithdrawn: what a community or an organization says.

Each is an Add or a Remove by the one who says it, to or from a collection of its own, with the
revision and its digest. Its signed bytes are kept: whoever asks later gets just them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from fedcop import clock, ids
from fedcop import uris as paths
from fedcop.activitypub.vocabulary import JSON, Activity
from fedcop.community.practice import standing
from fedcop.community.practice_events import EndorsementWithdrawn, RevisionEndorsed, ShelfChanged
from fedcop.digests import sha256
from fedcop.federation.documents import addressing
from fedcop.federation.outbox import relay
from fedcop.federation.outbox.append import Entry, Form, ToLane, ToStream, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.markup.text import to_html
from fedcop.store.queries import artifacts, shelves
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, DocumentRow, EventRow, PostRow
from fedcop.store.statements import Statement
from fedcop.values import ArtifactPin, Audience

Prove = Callable[[int, str, str], Statement]

_OPEN: Final = frozenset({Audience.PUBLIC, Audience.UNLISTED})
_ORGANIZATION: Final = "Organization"


@dataclass(frozen=True, slots=True)
class _Word:
    """What somebody says of a revision, and into which collection of theirs."""

    verb: str
    by: ActorRow
    pin: ArtifactPin
    target: str
    words: str = ""
    terms: dict[str, JSON] = field(default_factory=dict)


async def build_shelf(outbound: Outbound, row: EventRow, event: ShelfChanged) -> list[Entry]:
    """Tell what stands in the library of a community of ours, and what no longer does."""
    entry = await shelves.find_entry(outbound.store, event.entry)
    group = await find_actor(outbound.store, entry.community_id) if entry else None
    if entry is None or group is None or not group.local:
        return []
    terms: dict[str, JSON] = {}
    if event.successor:
        terms["cop:supersededBy"] = event.successor
    if event.status:
        terms["cop:status"] = event.status
    word = _Word(
        verb="Remove" if event.removed else "Add",
        by=group,
        pin=ArtifactPin(entry.artifact_uri, entry.number, entry.digest),
        target=paths.library(group.uri),
        words=event.words or entry.words,
        terms=terms,
    )
    told = await _build(outbound, row, word)
    if event.removed or event.status:
        return told
    return [_kept(outbound, row, one, (shelves.prove_entry, entry.id)) for one in told]


async def build_endorsed(outbound: Outbound, row: EventRow, event: RevisionEndorsed) -> list[Entry]:
    """Tell for which revision a community, or our organization, stands; and boost it once."""
    found = await shelves.find_endorsement(outbound.store, event.endorsement)
    by = await find_actor(outbound.store, found.endorser_id) if found else None
    if found is None or by is None or by.kind not in standing.SPEAKERS or found.withdrawn:
        return []
    if not by.local:
        return await _pass_on(outbound, row, by, found.artifact_uri)
    pin = ArtifactPin(found.artifact_uri, found.number, found.digest)
    word = _Word("Add", by, pin, paths.endorsed(by.uri), found.words)
    told = await _build(outbound, row, word)
    kept = [_kept(outbound, row, one, (shelves.prove_endorsement, found.id)) for one in told]
    return [*kept, *await _boost(outbound, row, word)] if by.kind == "Group" else kept


async def build_withdrawn(
    outbound: Outbound, row: EventRow, event: EndorsementWithdrawn
) -> list[Entry]:
    """Tell for which revision they no longer stand."""
    found = await shelves.find_endorsement(outbound.store, event.endorsement)
    by = await find_actor(outbound.store, found.endorser_id) if found else None
    if found is None or by is None or by.kind not in standing.SPEAKERS:
        return []
    if not by.local:
        return await _pass_on(outbound, row, by, found.artifact_uri)
    pin = ArtifactPin(found.artifact_uri, found.number, found.digest)
    return await _build(outbound, row, _Word("Remove", by, pin, paths.endorsed(by.uri)))


async def _pass_on(outbound: Outbound, row: EventRow, by: ActorRow, uri: str) -> list[Entry]:
    """Let communities of ours tell their members what an organization elsewhere says, as it came.

    They follow no organization; whoever hears of it so believes its proof, and not us.
    """
    post = await find_post_by_uri(outbound.store, uri) if by.kind == _ORGANIZATION else None
    body = await _as_it_came(outbound, row, uri) if post and post.audience in _OPEN else None
    if post is None or body is None:
        return []
    told = []
    for group in await _keepers(outbound, post):
        if group.local:
            outer = relay.announce(outbound.uris, group, row, addressing.of_word(group))
            named = replace(outer, id=outbound.uris.activity(f"{row.id}-{group.id}-announce"))
            wrapped = await outbound.wrap(group.id, named, body)
            to = (ToStream(group.id, Audience.PUBLIC, Form.WRAPPED),)
            told.append(Entry(group.id, "Announce", uri, object_key(uri), 0, wrapped, None, to))
    return told


async def _as_it_came(outbound: Outbound, row: EventRow, uri: str) -> bytes | None:
    for verb in ("Add", "Remove", "Undo"):
        body = await relay.as_it_came(outbound, row, verb, uri)
        if body is not None:
            return body if relay.carries_proof(body) else None
    return None


async def _keepers(outbound: Outbound, post: PostRow) -> list[ActorRow]:
    """Find the communities in whose library something stands, or in which it was written."""
    numbers = {*await shelves.list_holders(outbound.store, post.uri)} | {post.community_id}
    found = [await find_actor(outbound.store, number) for number in sorted(numbers - {0})]
    return [group for group in found if group is not None]


async def _listeners(
    outbound: Outbound, word: _Word, post: PostRow | None
) -> tuple[ToStream | ToLane, ...]:
    """Say who hears a word that is for all: whoever follows who says it, and whom it concerns.

    That is the author, and each community that keeps the artifact: its members follow no
    organization of others, and shall see the same as we do.
    """
    author = await find_actor(outbound.store, post.author_id) if post else None
    to: list[ToStream | ToLane] = [ToStream(word.by.id, Audience.PUBLIC), *lane_of(author)]
    keepers = await _keepers(outbound, post) if post and word.by.kind == _ORGANIZATION else []
    for group in keepers:
        to += [ToStream(group.id, Audience.PUBLIC)] if group.local else lane_of(group)
    return tuple(to)


async def _build(outbound: Outbound, row: EventRow, word: _Word) -> list[Entry]:
    """Say it to all who listen, and to the author; of what is for members, to members alone."""
    uri, by = word.pin.uri, word.by
    post = await find_post_by_uri(outbound.store, uri)
    said = _activity(outbound, row, word)
    if post is None or post.audience in _OPEN:
        to = await _listeners(outbound, word, post)
    elif post.audience == Audience.MEMBERS and post.community_id == by.id:
        said = replace(said, to=(by.followers,), cc=())
        to = (ToStream(by.id, Audience.MEMBERS),)
    else:
        return []
    body = await outbound.seal(by.id, said)
    return [Entry(by.id, word.verb, uri, object_key(uri), 0, body, body, to)]


def _activity(outbound: Outbound, row: EventRow, word: _Word) -> Activity:
    by, pin = word.by, word.pin
    to = addressing.of_word(by)
    terms = dict(word.terms)
    if pin.number:
        terms |= {"cop:revision": pin.number, "cop:digest": pin.digest}
    return Activity(
        type=word.verb,
        id=outbound.uris.activity(row.id),
        actor=by.uri,
        objects=(pin.uri,),
        target=word.target,
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        summary=to_html(word.words) or None,
        published=row.created,
        cop=terms,
    )


async def _boost(outbound: Outbound, row: EventRow, word: _Word) -> list[Entry]:
    """Show it once to those who know boosts alone."""
    post = await find_post_by_uri(outbound.store, word.pin.uri)
    if post is None or post.deleted or post.audience not in _OPEN:
        return []
    artifact = await artifacts.find_artifact(outbound.store, post.id)
    if artifact is None or (artifact.number, artifact.digest) != (word.pin.number, word.pin.digest):
        return []  # they would see another revision than the one that is meant
    group = word.by
    outer = relay.announce(outbound.uris, group, row, addressing.of_word(group))
    said = replace(outer, id=outbound.uris.activity(f"{row.id}-endorsed"), objects=(post.uri,))
    body = await outbound.seal(group.id, said)
    to = (ToStream(group.id, Audience.PUBLIC, Form.PLAIN),)
    return [Entry(group.id, "Announce", post.uri, object_key(post.uri), 0, None, body, to)]


def _kept(outbound: Outbound, row: EventRow, entry: Entry, where: tuple[Prove, int]) -> Entry:
    """Keep the signed bytes of what is told, beside what they are about."""
    body, (prove, number) = entry.plain or b"", where
    name = sha256(body).hex()
    document = DocumentRow(ids.new_id(), name, body, clock.now_ms())
    uri = outbound.uris.activity(row.id)
    return replace(entry, keeps=(artifacts.keep_document(document), prove(number, uri, name)))
