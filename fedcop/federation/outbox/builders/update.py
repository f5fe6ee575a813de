"""PostRevised, PollCounted, PollClosed: the author's Update, and its community's Announce of it."""

from dataclasses import replace

from fedcop.community.events import PostEvent
from fedcop.federation.documents import addressing, notes
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.rows import EventRow


async def build(outbound: Outbound, row: EventRow, event: PostEvent) -> list[Entry]:
    """Tell what a post says now; nothing when it is gone by now."""
    facts = await relay.find_facts(outbound, event.post)
    if facts is None or facts.post.deleted:
        return []
    author, uri, entries = facts.author, facts.post.uri, []
    if author.local:
        said = replace(
            notes.create(facts, notes.note(facts, outbound.uris)),
            type="Update",
            id=outbound.uris.activity(row.id),
            published=row.created,
        )
        body: bytes | None = await outbound.seal(author.id, said)
        to = told.by_author(facts)
        entries.append(Entry(author.id, "Update", uri, object_key(uri), 0, body, body, to))
    else:
        body = await relay.as_it_came(outbound, row, "Update", uri)
    if body and facts.group and told.is_relayed(facts):
        group = facts.group
        outer = relay.announce(outbound.uris, group, row, addressing.of_relay(facts, group))
        wrapped = await outbound.wrap(group.id, outer, body)
        # A remote author's Update goes on as it came where it proves itself; where it does not,
        # microblog followers see the edit at their next fetch.
        goes_on = not author.local and facts.audience.open and relay.carries_proof(body)
        plain = body if goes_on else None
        to = await told.by_community(outbound, facts, plain)
        entries.append(Entry(group.id, "Update", uri, object_key(uri), 0, wrapped, plain, to))
    return entries
