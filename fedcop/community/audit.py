"""What those who run the node did, written down in the unit in which they did it."""

from collections.abc import Mapping

import orjson

from fedcop import clock, ids
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import audit
from fedcop.store.rows import AuditRow

_LONGEST_SUBJECT = 2048


def note(
    unit: Unit,
    actor_id: int,
    act: str,
    subject: str = "",
    about: Mapping[str, object] | None = None,
) -> None:
    """Write down an act; `act` is a verb and a noun, as `suspend-person`, `actor_id` 0 the node.

    `subject` names what it was done to: a handle, a domain, an id. Nothing secret goes in here,
    and nothing of whoever reported something: auditors read it.
    """
    said = orjson.dumps(dict(about or {})).decode()
    row = AuditRow(ids.new_id(), actor_id, act, subject[:_LONGEST_SUBJECT], said, clock.now_ms())
    unit.add(audit.insert_entry(row))


async def read_log(
    reader: Reader, before: int = 2**62, act: str = "", actor_id: int = 0, limit: int = 50
) -> list[AuditRow]:
    """Read what was done, the latest first; by one act or one person where they are named."""
    return await audit.list_entries(reader, before, audit.Choice(act, actor_id), limit)
