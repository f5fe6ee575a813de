"""Break-glass: who runs the node reads a community for its members, for an hour and a reason.

Its stewards are told at once, and see who, when and why for as long as the community is. Nothing
else opens by it: not what was for named people, no other community, nobody's own pages.
"""

from typing import Final

from fedcop import clock, ids
from fedcop.community import audit, notice_rules, offices
from fedcop.community.house.people import Hand
from fedcop.community.offices import Right
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import communities, glasses, stewards
from fedcop.store.queries.glasses import Line
from fedcop.store.queries.notifications import About
from fedcop.store.rows import GlassRow, GroupRow

KIND: Final = "glass_opened"
LASTS_MS: Final = 60 * 60_000
_SHORTEST: Final = 10
_LONGEST: Final = 1000
_STEWARDS: Final = 50
_MOST: Final = 200


async def open_glass(unit: Unit, by: Hand, community: int, reason: str) -> GlassRow:
    """Begin to read a community of this node, for an hour. Raises Refused and Malformed."""
    offices.require(by.role, Right.BREAK_GLASS)
    if not by.actor_id:
        raise Refused("Only a person opens it, by name: sign in.")
    reason = " ".join(reason.split())
    if not _SHORTEST <= len(reason) <= _LONGEST:
        raise Malformed(f"reason: say why, in {_SHORTEST} to {_LONGEST:,} characters")
    group = await _ours(unit, community)
    now = clock.now_ms()
    row = GlassRow(ids.new_id(), community, by.actor_id, reason, now, now + LASTS_MS)
    unit.add(glasses.insert_glass(row))
    about = {"reason": reason, "minutes": LASTS_MS // 60_000}
    audit.note(unit, by.actor_id, "open-glass", group.actor.name, about)
    told = About(KIND, by.actor_id, of=row.id, group=community)
    for steward in await stewards.list_stewards(unit, community, _STEWARDS):
        if steward.local and steward.id != by.actor_id:
            await notice_rules.tell(unit, steward.id, told)
    return row


async def close_glass(unit: Unit, by: Hand, community: int) -> None:
    """End one's reading before its time."""
    row = await glasses.find_open(unit, by.actor_id, community, clock.now_ms())
    if row is not None:
        unit.add(glasses.close_glass(row.id, clock.now_ms()))


async def read_threads(unit: Unit, by: Hand, community: int, before: int, limit: int) -> list[Line]:
    """Read what starts the threads of a community. Raises Refused without an open glass."""
    await _reading(unit, by, community)
    return await glasses.list_threads(unit, community, before or 2**62, limit)


async def read_thread(unit: Unit, by: Hand, community: int, root: int) -> list[Line]:
    """Read a thread of a community. Raises Refused without an open glass."""
    await _reading(unit, by, community)
    found = await glasses.list_thread(unit, community, root, _MOST)
    if not found:
        raise NotFound("There is no such thread in this community.")
    return found


async def find_open(reader: Reader, actor: int, community: int) -> GlassRow | None:
    """Find the reading of somebody that goes on."""
    return await glasses.find_open(reader, actor, community, clock.now_ms())


async def list_of(reader: Reader, community: int) -> list[GlassRow]:
    """Read who read a community so, the latest first."""
    return await glasses.list_of(reader, community)


async def _reading(unit: Unit, by: Hand, community: int) -> None:
    """Go on only with an open glass, and count what is read."""
    offices.require(by.role, Right.BREAK_GLASS)
    now = clock.now_ms()
    row = await glasses.find_open(unit, by.actor_id, community, now)
    if row is None:
        raise Refused("Say first why you must read this; its stewards are told.")
    unit.add(glasses.note_read(row.id, now))


async def _ours(unit: Unit, community: int) -> GroupRow:
    group = await communities.find_community(unit, community)
    if group is None or not group.actor.local or group.actor.deleted:
        raise NotFound("There is no such community here.")
    return group
