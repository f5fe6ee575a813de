"""PostRestored: the Undo of each Delete that was told, and the boost that went with it anew."""

from dataclasses import replace

import orjson

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.moderation_events import PostRestored
from fedcop.federation.documents import addressing
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, find_born, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.federation.outbox.removals import Removal, own_delete, steward_delete
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_wrapped
from fedcop.store.rows import ActorRow, EventRow


async def build(outbound: Outbound, row: EventRow, event: PostRestored) -> list[Entry]:
    """Let a post stand again wherever it was taken back; nothing when it is gone by now."""
    facts = await relay.find_facts(outbound, event.post)
    if facts is None or facts.post.deleted:
        return []
    by = await find_actor(outbound.store, event.by) if event.by else facts.author
    removal = Removal(facts, row, by or facts.group or facts.author, "")
    entries, said = [], None
    if facts.author.local:
        born = await find_born(outbound.store, facts.author.id, "Delete", removal.uri)
        inner = await _as_told(outbound, own_delete(outbound, removal), born)
        undo_id = outbound.uris.activity(row.id)
        said = await outbound.seal(facts.author.id, _undo(undo_id, inner))
        entries.append(_entry(facts.author.id, removal.uri, born, said, told.by_author(facts)))
    if facts.group and told.is_relayed(facts):
        entries += await _by_community(outbound, removal, facts.group, said)
    elif facts.group and removal.by.local and not removal.own:
        born = await find_born(outbound.store, removal.by.id, "Delete", removal.uri)
        body = await _by_steward(outbound, removal, removal.by, born)
        entries.append(_entry(removal.by.id, removal.uri, born, body, lane_of(facts.group)))
    return entries


async def _by_community(
    outbound: Outbound, removal: Removal, group: ActorRow, said: bytes | None
) -> list[Entry]:
    """Pass the Undo on to group-aware peers, and boost the post anew for the others."""
    facts, row, uri = removal.facts, removal.row, removal.uri
    born = await find_born(outbound.store, group.id, "Delete", uri)
    inner = await relay.as_it_came(outbound, row, "Undo", uri) or (said if removal.own else None)
    if inner is None:
        by = removal.by if removal.by.local else group
        inner = await _by_steward(outbound, removal, by, born)
    outer = relay.announce(outbound.uris, group, row, addressing.of_relay(facts, group))
    wrapped = await outbound.wrap(group.id, outer, inner)
    to = await told.by_community(outbound, facts, None)
    key = object_key(uri)
    entries = [Entry(group.id, "Undo", uri, key, born, wrapped, None, to)]
    if facts.post.top and facts.audience.open:
        boost_id = outbound.uris.activity(f"{row.id}-boost")
        plain = await outbound.seal(group.id, replace(outer, id=boost_id, objects=(uri,)))
        to = await told.by_community(outbound, facts, plain)
        entries.append(Entry(group.id, "Announce", uri, key, 0, None, plain, to))
    return entries


async def _by_steward(outbound: Outbound, removal: Removal, by: ActorRow, born: int) -> bytes:
    inner = await _as_told(outbound, steward_delete(outbound, removal, by), born)
    undo_id = outbound.uris.activity(f"{removal.row.id}-restored")
    return await outbound.seal(by.id, _undo(undo_id, inner))


def _undo(undo_id: str, inner: Activity) -> Activity:
    return replace(inner, type="Undo", id=undo_id, objects=(inner,), summary=None)


async def _as_told(outbound: Outbound, inner: Activity, born: int) -> Activity:
    """Name the Delete as it was told, for as long as the log has it; others find it by its object.

    Its `summary` stays: by that Lemmy tells what a steward removed from what its author deleted.
    """
    bare = replace(inner, objects=(inner.object_id,))
    body = await find_wrapped(outbound.store, born) if born else None
    value = orjson.loads(body) if body else {}
    if value.get("type") == "Announce":
        value = value.get("object")
    if not isinstance(value, dict) or value.get("actor") != inner.actor:
        return bare
    why = value.get("summary")
    return replace(bare, id=value["id"], summary=why if isinstance(why, str) else inner.summary)


def _entry(actor: int, uri: str, born: int, body: bytes, to: tuple[told.Address, ...]) -> Entry:
    return Entry(actor, "Undo", uri, object_key(uri), born, body, body, to)
