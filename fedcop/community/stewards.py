"""Who looks after a community, as one can ask, and as other nodes say of theirs."""

from dataclasses import replace

from fedcop import clock, ids
from fedcop.community import audit, events
from fedcop.community import membership_steps as steps
from fedcop.community.membership_moves import State
from fedcop.errors import Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import communities
from fedcop.store.queries import stewards as queries
from fedcop.store.queries.stewards import StewardRow
from fedcop.store.rows import ActorRow

_MOST = 100


async def is_steward(reader: Reader, actor: int, community: int) -> bool:
    """Whether somebody looks after a community."""
    return await queries.find_steward(reader, community, actor) is not None


async def list_stewards(reader: Reader, community: int) -> list[ActorRow]:
    """Read who looks after a community, the first steward first."""
    return await queries.list_stewards(reader, community, _MOST)


async def reconcile(unit: Unit, community: ActorRow, actors: list[ActorRow]) -> None:
    """Let the stewards of a remote community be exactly those that its `moderators` lists."""
    if community.local:
        raise Refused("The stewards of a community of ours are our own to name.")
    unit.touch(f"stewards:{community.id}")
    now = clock.now_ms()
    known = {row.id for row in await queries.list_stewards(unit, community.id, _MOST)}
    wanted = {row.id: row for row in actors[:_MOST]}
    for number in wanted.keys() - known:
        unit.add(queries.insert_steward(StewardRow(ids.new_id(), community.id, number, now)))
    for number in known - wanted.keys():
        unit.add(queries.delete_steward(community.id, number))
    unit.add(communities.mark_moderated(community.id, now))


async def appoint(unit: Unit, by: int, community: ActorRow, person: ActorRow) -> bool:
    """Let somebody look after a community of ours, as an admin; False when they do already.

    For one that nobody looks after any more: whoever is appointed becomes a member with it.
    """
    if not (community.local and community.kind == "Group" and person.local) or person.deleted:
        raise Refused("Only people of this node look after its communities so.")
    if await queries.find_steward(unit, community.id, person.id):
        return False
    before = await steps.between(unit, person, community)
    if before.state != State.ACCEPTED:
        wish = replace(before, uri=steps.mint(unit, before.id), cause=0, tries=0)
        steps.enter(unit, before, wish, replace(community, locked=0))
    row = StewardRow(ids.new_id(), community.id, person.id, clock.now_ms())
    unit.touch(f"stewards:{community.id}")
    unit.add(queries.insert_steward(row))
    events.record(unit, events.StewardAdded(community.id, person.id, by=community.id))
    audit.note(unit, by, "appoint-steward", community.name, {"person": person.name})
    return True
