"""StewardAdded, StewardRemoved, PostPinned, PostUnpinned: Add and Remove in a collection."""

from dataclasses import dataclass

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import PUBLIC, Activity
from fedcop.community.events import PostPinned, PostUnpinned, StewardAdded, StewardRemoved
from fedcop.federation.documents import addressing
from fedcop.federation.documents.addressing import Addressing
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.outbox import relay, told
from fedcop.federation.outbox.append import Entry, Form, ToStream, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class _Change:
    """What somebody puts into a collection of a community, or takes out of it."""

    word: str
    group: ActorRow
    by: ActorRow | None
    thing: str
    target: str
    to: Addressing
    told: tuple[told.Address, ...]


async def build_steward(
    outbound: Outbound, row: EventRow, event: StewardAdded | StewardRemoved
) -> list[Entry]:
    """Tell who looks after a community from now on; the person themselves too."""
    group = await find_actor(outbound.store, event.community)
    actor = await find_actor(outbound.store, event.actor)
    if group is None or actor is None:
        return []
    change = _Change(
        word="Add" if isinstance(event, StewardAdded) else "Remove",
        group=group,
        by=await find_actor(outbound.store, event.by),
        thing=actor.uri,
        target=group.moderators or paths.moderators(group.uri),
        to=addressing.of_word(group),
        told=(ToStream(group.id, Audience.PUBLIC), *lane_of(actor)),
    )
    return await _build(outbound, row, change)


async def build_pin(
    outbound: Outbound, row: EventRow, event: PostPinned | PostUnpinned
) -> list[Entry]:
    """Tell what stands at the top of a community to those who may read it."""
    facts = await relay.find_facts(outbound, event.post)
    if facts is not None and facts.author.id == event.community:
        return await _by_author(outbound, row, event, facts)
    if facts is None or facts.group is None or facts.group.id != event.community:
        return []
    group = facts.group
    members = facts.audience is Audience.MEMBERS
    stream = ToStream(group.id, Audience.MEMBERS, Form.WRAPPED)
    change = _Change(
        word="Add" if isinstance(event, PostPinned) else "Remove",
        group=group,
        by=await find_actor(outbound.store, event.by),
        thing=facts.post.uri,
        target=group.featured or paths.featured(group.uri),
        to=addressing.of_relay(facts, group) if members else addressing.of_word(group),
        told=(stream,) if members else (ToStream(group.id, Audience.PUBLIC),),
    )
    return await _build(outbound, row, change)


async def _by_author(
    outbound: Outbound, row: EventRow, event: PostPinned | PostUnpinned, facts: PostFacts
) -> list[Entry]:
    """Tell what one of ours shows at the top of their profile."""
    author, uri = facts.author, facts.post.uri
    if not author.local or not facts.audience.open:
        return []
    to = addressing.of_word(author)
    word = "Add" if isinstance(event, PostPinned) else "Remove"
    activity = Activity(
        type=word,
        id=outbound.uris.activity(row.id),
        actor=author.uri,
        objects=(uri,),
        target=author.featured or paths.featured(author.uri),
        to=to.to,
        cc=to.cc,
        published=row.created,
    )
    body = await outbound.seal(author.id, activity)
    stream = ToStream(author.id, Audience.PUBLIC)
    return [Entry(author.id, word, uri, object_key(uri), 0, body, body, (stream,))]


async def _build(outbound: Outbound, row: EventRow, change: _Change) -> list[Entry]:
    group, by = change.group, change.by
    key = object_key(change.thing)
    if not group.local:
        if by is None or not by.local:
            return []
        body = await outbound.seal(by.id, _activity(outbound, row, change, by))
        return [Entry(by.id, change.word, change.thing, key, 0, body, body, lane_of(group))]
    # Mastodon believes what is said of a collection from its owner alone.
    plain = await outbound.seal(group.id, _activity(outbound, row, change, group))
    inner = await _by_steward(outbound, row, change) or plain
    outer = relay.announce(outbound.uris, group, row, change.to)
    wrapped = await outbound.wrap(group.id, outer, inner)
    shown = plain if PUBLIC in change.to.to else None
    return [Entry(group.id, change.word, change.thing, key, 0, wrapped, shown, change.told)]


async def _by_steward(outbound: Outbound, row: EventRow, change: _Change) -> bytes | None:
    """Say it as the steward did, ours or in their own bytes."""
    by = change.by
    if by is None or by.id == change.group.id:
        return None
    if by.local:
        return await outbound.seal(by.id, _activity(outbound, row, change, by))
    return await relay.as_it_came(outbound, row, change.word, change.thing)


def _activity(outbound: Outbound, row: EventRow, change: _Change, speaker: ActorRow) -> Activity:
    group = change.group
    own = speaker.id == group.id
    return Activity(
        type=change.word,
        id=outbound.uris.activity(f"{row.id}-group" if own else row.id),
        actor=speaker.uri,
        objects=(change.thing,),
        target=change.target,
        to=change.to.to,
        cc=change.to.cc if own else (group.uri, *change.to.cc),
        audience=(group.uri,),
        published=row.created,
    )
