"""PostRevised: the author's Update, and the community's Announce of it."""

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import PostRevised
from fedcop.federation.documents.facts import PostFacts, facts_of
from fedcop.federation.documents.notes import note
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.posts import (
    announce,
    carries_proof,
    is_relayed,
    original,
    told_by_author,
    told_by_community,
)
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: PostRevised) -> list[Entry]:
    """Tell of an edit; nothing when the post is gone by now."""
    post = await find_post(outbound.store, event.post)
    facts = await facts_of(outbound.store, post) if post and not post.deleted else None
    if facts is None:
        return []
    local = facts.author.local
    body = await _update(outbound, facts, row) if local else await original(outbound, row)
    if body is None:
        return []
    key, uri = object_key(facts.post.uri), facts.post.uri
    entries = []
    if local:
        to = told_by_author(facts)
        entries.append(Entry(facts.author.id, "Update", uri, key, 0, body, body, to))
    if is_relayed(facts) and facts.group:
        outer = announce(outbound, facts, row, "announce")
        wrapped = await outbound.wrap(facts.group.id, outer, body)
        # A remote author's Update is forwarded as it came when it proves itself; otherwise
        # microblog followers see the edit at their next fetch.
        plain = body if not local and carries_proof(body) else None
        to = told_by_community(facts)
        entries.append(Entry(facts.group.id, "Update", uri, key, 0, wrapped, plain, to))
    return entries


async def _update(outbound: Outbound, facts: PostFacts, row: EventRow) -> bytes:
    thing = note(facts, outbound.uris)
    activity = Activity(
        type="Update",
        id=outbound.uris.activity(row.id),
        actor=facts.author.uri,
        objects=(thing,),
        to=thing.to,
        cc=thing.cc,
        audience=thing.audience,
        published=row.created,
    )
    return await outbound.seal(facts.author.id, activity)
