"""What is asked of what is kept about people: noted, so that an organization can show it."""

from typing import Final

from fedcop import clock, ids
from fedcop.community import audit
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import privacy_requests as rows
from fedcop.store.queries.privacy_requests import Asked
from fedcop.store.rows import ActorRow, PrivacyRow

EXPORT: Final = "export"
ERASE: Final = "erase"
RUNNING: Final = "running"
TELLING: Final = "telling"
DONE: Final = "done"
_TOP: Final = (1 << 63) - 1


async def note_export(unit: Unit, actor: ActorRow, by: int) -> None:
    """Note that all that is kept of somebody is given out, to them or to an admin."""
    now = clock.now_ms()
    row = PrivacyRow(ids.new_id(now), EXPORT, actor.id, by, 0, DONE, 0, "", now, 0, now)
    unit.add(rows.insert_request(row))
    if by != actor.id:
        audit.note(unit, by, "export-person", actor.name)


async def find_last(reader: Reader, actor: int, kind: str) -> PrivacyRow | None:
    """Find what was last asked of one kind about somebody."""
    return await rows.find_last(reader, actor, kind)


async def list_requests(reader: Reader, before: int = 0, limit: int = 50) -> list[Asked]:
    """Read what was asked, the latest first."""
    return await rows.list_latest(reader, before or _TOP, limit)
