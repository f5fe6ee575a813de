"""PostRemoved: a Delete by the author or by a steward, and what the community says of it."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import PostRemoved
from fedcop.federation.documents.addressing import addressing_of
from fedcop.federation.documents.facts import PostFacts, facts_of
from fedcop.federation.documents.notes import tombstone
from fedcop.federation.outbox.append import Entry, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.federation.outbox.posts import (
    announce,
    carries_proof,
    is_relayed,
    original,
    told_by_author,
    told_by_community,
)
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, EventRow


async def build(outbound: Outbound, row: EventRow, event: PostRemoved) -> list[Entry]:
    """Take a post back everywhere it was told of; this always goes."""
    post = await find_post(outbound.store, event.post)
    facts = await facts_of(outbound.store, post) if post else None
    if facts is None:
        return []
    by = await find_actor(outbound.store, event.by or facts.author.id)
    entries = []
    if facts.author.local:
        entries.append(await _by_author(outbound, facts, row))
    if is_relayed(facts) and by is not None:
        entries += await _by_community(outbound, facts, row, (by, event.reason))
    elif by is not None and by.local and by.id != facts.author.id:
        entries.append(await _by_steward(outbound, facts, row, (by, event.reason)))
    return entries


async def _by_author(outbound: Outbound, facts: PostFacts, row: EventRow) -> Entry:
    body = await outbound.seal(facts.author.id, _delete(outbound, facts, row))
    uri = facts.post.uri
    born = await find_born(outbound.store, facts.author.id, "Create", uri)
    to = told_by_author(facts)
    return Entry(facts.author.id, "Delete", uri, object_key(uri), born, body, body, to)


async def _by_steward(
    outbound: Outbound, facts: PostFacts, row: EventRow, word: tuple[ActorRow, str]
) -> Entry:
    """Ask the remote home of a community to remove a post, as one of its stewards."""
    body = await outbound.seal(word[0].id, _removal(outbound, facts, row, word))
    uri, to = facts.post.uri, lane_of(facts.group)
    return Entry(word[0].id, "Delete", uri, object_key(uri), 0, body, body, to)


async def _by_community(
    outbound: Outbound, facts: PostFacts, row: EventRow, word: tuple[ActorRow, str]
) -> list[Entry]:
    group, uri = facts.group, facts.post.uri
    if group is None:
        return []
    own = word[0].id == facts.author.id
    sent = await original(outbound, row)
    inner = sent or await _inner(outbound, facts, row, word)
    outer = announce(outbound, facts, row, "announce")
    wrapped = await outbound.wrap(group.id, outer, inner)
    born = await find_born(outbound.store, group.id, "Announce", uri)
    plain = await _unboost(outbound, facts, row, born) if facts.post.top and born else None
    to = (*told_by_community(facts), *lane_of(facts.author))
    key = object_key(uri)
    entries = [Entry(group.id, "Delete", uri, key, born, wrapped, plain, to)]
    if own and sent and carries_proof(sent):
        again = (group.id, "Delete", uri, key, born, None, sent, told_by_community(facts))
        entries.append(Entry(*again))
    return entries


async def _inner(
    outbound: Outbound, facts: PostFacts, row: EventRow, word: tuple[ActorRow, str]
) -> bytes:
    if word[0].id == facts.author.id and facts.author.local:
        return await outbound.seal(facts.author.id, _delete(outbound, facts, row))
    by = word[0] if word[0].local else facts.group
    if by is None:
        raise ValueError("a relay has a community")
    return await outbound.seal(by.id, _removal(outbound, facts, row, (by, word[1])))


def _delete(outbound: Outbound, facts: PostFacts, row: EventRow) -> Activity:
    to = addressing_of(facts)
    return Activity(
        type="Delete",
        id=outbound.uris.activity(row.id),
        actor=facts.author.uri,
        objects=(tombstone(facts.post),),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=row.created,
    )


def _removal(
    outbound: Outbound, facts: PostFacts, row: EventRow, word: tuple[ActorRow, str]
) -> Activity:
    """Remove as a steward: a `summary`, even an empty one, is what tells it from a self-delete."""
    own = _delete(outbound, facts, row)
    return replace(
        own,
        id=outbound.uris.activity(f"{row.id}-removal"),
        actor=word[0].uri,
        objects=(facts.post.uri,),
        summary=word[1] or " ",
    )


async def _unboost(outbound: Outbound, facts: PostFacts, row: EventRow, born: int) -> bytes | None:
    """Take the boost back: Mastodon ignores a Delete by anybody but the author."""
    group = facts.group
    told = await outbound.plain_id(born)
    if group is None or told is None:
        return None
    outer = announce(outbound, facts, row, "undo")
    boost = replace(outer, id=told, objects=(facts.post.uri,))
    undo = replace(outer, type="Undo", objects=(boost,))
    return await outbound.seal(group.id, undo)
