"""Turn an event into what peers are told: entries of the log, and who reads on from here."""

from fedcop import clock
from fedcop.community.events import (
    ActorMoved,
    Event,
    FollowAccepted,
    FollowEnded,
    FollowEvent,
    FollowRejected,
    PeerLearned,
    PostRevised,
    PostWritten,
)
from fedcop.community.practice_events import WorkPassedOn
from fedcop.federation import dialects
from fedcop.federation.outbox import audiences
from fedcop.federation.outbox.append import append
from fedcop.federation.outbox.keeping import keep_revisions
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.registry import BUILDERS
from fedcop.store.batch import Unit
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.outbound import find_software, mark_published
from fedcop.store.rows import EventRow
from fedcop.store.statements import Position


async def publish(unit: Unit, row: EventRow, event: Event, outbound: Outbound) -> None:
    """Append what an event makes us say; its mark joins the same unit, so that it is once.

    Raises Conflict where a lane is to be moved that a worker does not let go: to be tried again.
    """
    build = BUILDERS.get(type(event))
    built = await build(outbound, row, event) if build else []
    # What nobody elsewhere is to hear leaves no trace in the log.
    entries = [entry for entry in built if entry.addresses or entry.born]
    told = await append(unit, row.id, entries) if entries else []
    if isinstance(event, PostWritten | PostRevised | WorkPassedOn):
        await keep_revisions(unit, event.post, outbound)
    elif isinstance(event, FollowEvent):
        await _settle_readers(unit, event, told, outbound)
    elif isinstance(event, ActorMoved):
        await _move_lane(unit, event, outbound)
    elif isinstance(event, PeerLearned):
        audiences.learned(unit, event.peer, honours_members=bool(event.discreet))
    unit.add(mark_published(row.id, clock.now_ms()))


async def _settle_readers(
    unit: Unit, event: FollowEvent, told: list[Position], outbound: Outbound
) -> None:
    """Let a remote follower read from its Accept on, or no longer."""
    follower = await find_actor(outbound.store, event.follower)
    target = await find_actor(outbound.store, event.target)
    if follower is None or target is None or follower.local or not target.local:
        return
    if isinstance(event, FollowAccepted) and told:
        honours = await _honours_members(outbound, follower.host)
        audiences.accepted(unit, follower, target, told[0], honours_members=honours)
    elif isinstance(event, FollowRejected | FollowEnded):
        audiences.ended(unit, follower, target)


async def _move_lane(unit: Unit, event: ActorMoved, outbound: Outbound) -> None:
    actor = await find_actor(outbound.store, event.actor)
    if actor is None or actor.local:
        return
    honours = await _honours_members(outbound, actor.host)
    await audiences.moved(unit, actor, event.old_inbox, honours_members=honours)


async def _honours_members(outbound: Outbound, host: str) -> bool:
    return dialects.honours_members(await find_software(outbound.store, host))
