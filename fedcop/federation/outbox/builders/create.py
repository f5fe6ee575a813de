"""PostWritten: the author's Create, and the community's Announce of it."""

from dataclasses import replace

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import PostWritten
from fedcop.federation.documents.facts import PostFacts, facts_of
from fedcop.federation.documents.notes import note
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.posts import (
    announce,
    is_relayed,
    original,
    told_by_author,
    told_by_community,
)
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: PostWritten) -> list[Entry]:
    """Tell of a post; nothing when it is gone by now."""
    post = await find_post(outbound.store, event.post)
    facts = await facts_of(outbound.store, post) if post and not post.deleted else None
    if facts is None:
        return []
    entries = []
    body = await _create(outbound, facts) if facts.author.local else await original(outbound, row)
    if body is not None and facts.author.local:
        to = told_by_author(facts)
        key = object_key(facts.post.uri)
        args = (facts.author.id, "Create", facts.post.uri, key, 0, body, body, to)
        entries.append(Entry(*args))
    if is_relayed(facts):
        entries += await _relay(outbound, facts, row, body)
    return entries


async def _create(outbound: Outbound, facts: PostFacts) -> bytes:
    """Write the Create; its id is a fragment, which Mastodon does not fetch and boost."""
    thing = note(facts, outbound.uris)
    activity = Activity(
        type="Create",
        id=paths.create_of(facts.post.uri),
        actor=facts.author.uri,
        objects=(thing,),
        to=thing.to,
        cc=thing.cc,
        audience=thing.audience,
        published=facts.post.published,
    )
    return await outbound.seal(facts.author.id, activity)


async def _relay(
    outbound: Outbound, facts: PostFacts, row: EventRow, body: bytes | None
) -> list[Entry]:
    """Announce to group-aware peers what was sent, to the others thread starts by their id."""
    group = facts.group
    if group is None:
        return []
    by_id = replace(announce(outbound, facts, row, "boost"), objects=(facts.post.uri,))
    wrapped = (
        await outbound.seal(group.id, by_id)
        if body is None
        else await outbound.wrap(group.id, announce(outbound, facts, row, "announce"), body)
    )
    plain = await outbound.seal(group.id, by_id) if facts.post.top else None
    to = told_by_community(facts)
    key = object_key(facts.post.uri)
    return [Entry(group.id, "Announce", facts.post.uri, key, 0, wrapped, plain, to)]
