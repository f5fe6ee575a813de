"""Who looks after a community, as one can ask, and as other nodes say of theirs."""

from fedcop import clock, ids
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
