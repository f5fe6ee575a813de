"""StewardAdded, StewardRemoved, PostPinned, PostUnpinned: Add and Remove in a community."""

from dataclasses import dataclass

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import PUBLIC, Activity
from fedcop.community.events import PostPinned, PostUnpinned, StewardAdded, StewardRemoved
from fedcop.federation.outbox.append import Entry, ToStream, object_key
from fedcop.federation.outbox.outbound import Outbound, lane_of
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, EventRow
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class _Change:
    """What somebody puts into a collection of a community, or takes out of it."""

    word: str
    community: int
    by: int
    thing: str
    collection: str
    also: ActorRow | None = None


async def build_steward(
    outbound: Outbound, row: EventRow, event: StewardAdded | StewardRemoved
) -> list[Entry]:
    """Tell who looks after a community from now on; the person themselves too."""
    actor = await find_actor(outbound.store, event.actor)
    if actor is None:
        return []
    word = "Add" if isinstance(event, StewardAdded) else "Remove"
    change = _Change(word, event.community, event.by, actor.uri, "moderators", actor)
    return await _build(outbound, row, change)


async def build_pin(
    outbound: Outbound, row: EventRow, event: PostPinned | PostUnpinned
) -> list[Entry]:
    """Tell what stands at the top of a community."""
    post = await find_post(outbound.store, event.post)
    if post is None:
        return []
    word = "Add" if isinstance(event, PostPinned) else "Remove"
    change = _Change(word, event.community, event.by, post.uri, "featured")
    return await _build(outbound, row, change)


async def _build(outbound: Outbound, row: EventRow, change: _Change) -> list[Entry]:
    group = await find_actor(outbound.store, change.community)
    by = await find_actor(outbound.store, change.by)
    if group is None:
        return []
    speaker = by if by is not None and by.local else group
    if not speaker.local:
        return []
    body = await outbound.seal(speaker.id, _activity(outbound, row, change, (speaker, group)))
    key = object_key(change.thing)
    if not group.local:
        told = (speaker.id, change.word, change.thing, key, 0, body, body, lane_of(group))
        return [Entry(*told)] if lane_of(group) else []
    outer = Activity(
        type="Announce",
        id=outbound.uris.activity(f"{row.id}-announce"),
        actor=group.uri,
        to=(PUBLIC,),
        cc=(group.followers,),
        audience=(group.uri,),
        published=row.created,
    )
    wrapped = await outbound.wrap(group.id, outer, body)
    # Mastodon believes an Add to `featured` from the owner of the collection alone.
    plain = body if speaker.id == group.id else None
    to = (ToStream(group.id, Audience.PUBLIC), *lane_of(change.also))
    told = (group.id, change.word, change.thing, key, 0, wrapped, plain, to)
    return [Entry(*told)]


def _activity(
    outbound: Outbound, row: EventRow, change: _Change, who: tuple[ActorRow, ActorRow]
) -> Activity:
    speaker, group = who
    own = paths.moderators(group.uri) if change.collection == "moderators" else None
    target = getattr(group, change.collection) or own or paths.featured(group.uri)
    return Activity(
        type=change.word,
        id=outbound.uris.activity(row.id),
        actor=speaker.uri,
        objects=(change.thing,),
        target=target,
        to=(PUBLIC,),
        cc=(group.uri,),
        audience=(group.uri,),
        published=row.created,
    )
