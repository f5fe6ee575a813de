"""PostRemoved: the author's Delete, what a steward says, and the end of what was announced."""

from dataclasses import replace

import orjson

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.events import PostRemoved
from fedcop.federation.documents import addressing
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.federation.outbox.removals import Removal, own_delete, steward_delete
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_plain
from fedcop.store.rows import ActorRow, EventRow


async def build(outbound: Outbound, row: EventRow, event: PostRemoved) -> list[Entry]:
    """Take a post back everywhere it was told of; this always goes."""
    facts = await relay.find_facts(outbound, event.post)
    if facts is None:
        return []
    by = await find_actor(outbound.store, event.by) if event.by else facts.author
    removal = Removal(facts, row, by or facts.group or facts.author, event.reason)
    entries, said = [], None
    if facts.author.local:
        said = await outbound.seal(facts.author.id, own_delete(outbound, removal))
        entries.append(await _by_author(outbound, removal, said))
    if facts.group and told.is_relayed(facts):
        entries += await _by_community(outbound, removal, facts.group, said)
    elif facts.group and removal.by.local and not removal.own:
        entries.append(await _by_steward(outbound, removal, facts.group))
    return entries


async def _by_author(outbound: Outbound, removal: Removal, said: bytes) -> Entry:
    author, uri = removal.facts.author, removal.uri
    born = await find_born(outbound.store, author.id, "Create", uri)
    to = told.by_author(removal.facts)
    return Entry(author.id, "Delete", uri, object_key(uri), born, said, said, to)


async def _by_steward(outbound: Outbound, removal: Removal, group: ActorRow) -> Entry:
    """Ask the remote home of a community to remove a post, as one of its stewards."""
    by, uri = removal.by, removal.uri
    body = await outbound.seal(by.id, steward_delete(outbound, removal, by))
    return Entry(by.id, "Delete", uri, object_key(uri), 0, body, body, lane_of(group))


async def _by_community(
    outbound: Outbound, removal: Removal, group: ActorRow, said: bytes | None
) -> list[Entry]:
    """Pass the Delete on to group-aware peers, and take the boost back from the others."""
    facts, row, uri = removal.facts, removal.row, removal.uri
    came = await relay.as_it_came(outbound, row, "Delete", uri)
    inner = came or (said if removal.own else None)
    if inner is None:
        by = removal.by if removal.by.local else group
        inner = await outbound.seal(by.id, steward_delete(outbound, removal, by))
    outer = relay.announce(outbound.uris, group, row, addressing.of_relay(facts, group))
    wrapped = await outbound.wrap(group.id, outer, inner)
    born = await find_born(outbound.store, group.id, "Announce", uri)
    plain = await _unboost(outbound, removal, outer, born)
    to = await told.by_community(outbound, facts, plain)
    key = object_key(uri)
    entries = [Entry(group.id, "Delete", uri, key, born, wrapped, plain, to)]
    if came and removal.own and facts.audience.open and relay.carries_proof(came):
        entries.append(Entry(group.id, "Delete", uri, key, born, None, came, to))
    return entries


async def _unboost(
    outbound: Outbound, removal: Removal, outer: Activity, born: int
) -> bytes | None:
    """Take the boost back: Mastodon ignores a Delete by anybody but the author.

    A boost is known by its id alone, which the log tells as long as it keeps the Announce.
    """
    told_then = await find_plain(outbound.store, born) if born and removal.facts.post.top else None
    if told_then is None or removal.facts.group is None:
        return None
    boost = replace(outer, id=orjson.loads(told_then)["id"], objects=(removal.uri,))
    undo_id = outbound.uris.activity(f"{removal.row.id}-undo")
    undo = replace(outer, type="Undo", id=undo_id, objects=(boost,))
    return await outbound.seal(removal.facts.group.id, undo)
