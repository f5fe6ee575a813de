"""PostWritten, PostPlaced: the author's Create, and the community's Announce of it."""

from dataclasses import replace

from fedcop.community.events import PostPlaced, PostWritten
from fedcop.federation.documents import addressing, notes
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.rows import ActorRow, EventRow


async def build(outbound: Outbound, row: EventRow, event: PostWritten) -> list[Entry]:
    """Tell of a post; nothing when it is gone by now."""
    facts = await relay.find_facts(outbound, event.post)
    if facts is None or facts.post.deleted:
        return []
    author, uri, entries = facts.author, facts.post.uri, []
    if author.local:
        said = notes.create(facts, notes.note(facts, outbound.uris))
        body: bytes | None = await outbound.seal(author.id, said)
        to = told.by_author(facts)
        entries.append(Entry(author.id, "Create", uri, object_key(uri), 0, body, body, to))
    else:
        body = await relay.as_it_came(outbound, row, "Create", uri)
    if facts.group and told.is_relayed(facts):
        entries.append(await _relay(outbound, facts, row, (facts.group, body)))
    return entries


async def build_placed(outbound: Outbound, _row: EventRow, event: PostPlaced) -> list[Entry]:
    """Tell the home of a community what one of ours wrote before we knew it stands there.

    Everybody else was told when it was written; by its id they know it again.
    """
    facts = await relay.find_facts(outbound, event.post)
    if facts is None or facts.post.deleted or not facts.author.local or facts.at_home:
        return []
    home = lane_of(facts.group) if facts.audience.open else ()
    if not home:
        return []
    author, uri = facts.author, facts.post.uri
    body = await outbound.seal(author.id, notes.create(facts, notes.note(facts, outbound.uris)))
    return [Entry(author.id, "Create", uri, object_key(uri), 0, body, body, home)]


async def _relay(
    outbound: Outbound, facts: PostFacts, row: EventRow, what: tuple[ActorRow, bytes | None]
) -> Entry:
    """Announce the Create to group-aware peers, and thread starts by their id to the others.

    Where we have no Create to pass on, group-aware peers are told the id as well.
    """
    group, body = what
    uri = facts.post.uri
    outer = relay.announce(outbound.uris, group, row, addressing.of_relay(facts, group))
    by_id = replace(outer, id=outbound.uris.activity(f"{row.id}-boost"), objects=(uri,))
    shown = facts.post.top and facts.audience.open
    boost = await outbound.seal(group.id, by_id) if shown or body is None else None
    wrapped = boost if body is None else await outbound.wrap(group.id, outer, body)
    plain = boost if shown else None
    to = await told.by_community(outbound, facts, plain)
    return Entry(group.id, "Announce", uri, object_key(uri), 0, wrapped, plain, to)
