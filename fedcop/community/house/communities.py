"""What those who run the node do about a community: who looks after it, and whether it goes on."""

from fedcop import clock, ids
from fedcop.community import audit, events, notice_rules, offices, stewards
from fedcop.community.house.people import Hand
from fedcop.community.moderation_events import CommunityArchived
from fedcop.community.offices import Right
from fedcop.errors import Conflict, Malformed, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, communities
from fedcop.store.queries import stewards as queries
from fedcop.store.queries.notifications import About
from fedcop.store.rows import GroupRow

_LONGEST = 1000


async def appoint(unit: Unit, by: Hand, community: int, person: int) -> bool:
    """Let somebody look after a community, as when nobody does; False when they do already."""
    group = await _ours(unit, by, community)
    actor = await actors.find_actor(unit, person)
    if actor is None or actor.deleted:
        raise NotFound("person: there is no such person.")
    done = await stewards.appoint(unit, by.actor_id, group.actor, actor)
    if done:
        about = About("made_steward", community, of=ids.new_id(), group=community)
        await notice_rules.tell(unit, person, about)
    return done


async def dismiss(unit: Unit, by: Hand, community: int, person: int) -> None:
    """Let a steward look after a community no more, but for the last one. Raises Refused."""
    group = await _ours(unit, by, community)
    actor = await actors.find_actor(unit, person)
    if actor is None or await queries.find_steward(unit, community, person) is None:
        raise NotFound("They do not look after it.")
    unit.touch(f"stewards:{community}")
    other = await queries.find_another(unit, community, person)
    if other is None:
        raise Refused("This is the last steward; let somebody else look after it first.")
    unit.guard(queries.STILL, community, other.actor_id)
    unit.add(queries.delete_steward(community, person))
    events.record(unit, events.StewardRemoved(community, person, community))
    audit.note(unit, by.actor_id, "dismiss-steward", group.actor.name, {"person": actor.uri})


async def hide(unit: Unit, by: Hand, community: int) -> None:
    """Let no directory and no search name a community; who knows its address finds it."""
    await _show(unit, by, community, 1)


async def unhide(unit: Unit, by: Hand, community: int) -> None:
    """Let directories name a community again."""
    await _show(unit, by, community, 0)


async def archive(unit: Unit, by: Hand, community: int, reason: str) -> None:
    """Let everything in a community stay to be read, and nothing new be taken."""
    group = await _ours(unit, by, community)
    if not reason.strip() or len(reason) > _LONGEST:
        raise Malformed(f"reason: say why, in {_LONGEST:,} characters at most")
    if group.practice.archived:
        raise Conflict("It is archived already.")
    await _settle(unit, group, clock.now_ms())
    audit.note(unit, by.actor_id, "archive-community", group.actor.name, {"reason": reason.strip()})


async def restore(unit: Unit, by: Hand, community: int) -> None:
    """Let an archived community go on."""
    group = await _ours(unit, by, community)
    if not group.practice.archived:
        raise Conflict("It is not archived.")
    await _settle(unit, group, 0)
    audit.note(unit, by.actor_id, "restore-community", group.actor.name)


async def _show(unit: Unit, by: Hand, community: int, hidden: int) -> None:
    group = await _ours(unit, by, community)
    if group.practice.hidden == hidden:
        return
    unit.add(
        communities.hide_community(community, hidden), actors.raise_actor(community, clock.now_ms())
    )
    events.record(unit, events.ActorChanged(community))
    act = "hide-community" if hidden else "show-community"
    audit.note(unit, by.actor_id, act, group.actor.name)


async def _settle(unit: Unit, group: GroupRow, archived: int) -> None:
    number = group.actor.id
    unit.add(
        communities.archive_community(number, archived), actors.raise_actor(number, clock.now_ms())
    )
    events.record(unit, events.ActorChanged(number))
    events.record(unit, CommunityArchived(number, archived))


async def _ours(unit: Unit, by: Hand, community: int) -> GroupRow:
    offices.require(by.role, Right.MANAGE_COMMUNITIES)
    group = await communities.find_community(unit, community)
    if group is None or not group.actor.local or group.actor.deleted:
        raise NotFound("There is no such community here.")
    unit.touch(f"actor:{group.actor.uri}")
    return group
