"""Turn an event into what peers are told: entries of the log, and who reads on from here."""

from fedcop import clock
from fedcop.community.events import Event
from fedcop.federation.outbox.append import append
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.registry import BUILDERS
from fedcop.store.batch import Unit
from fedcop.store.queries.outbound import mark_published
from fedcop.store.rows import EventRow


async def publish(unit: Unit, row: EventRow, event: Event, outbound: Outbound) -> None:
    """Append what an event makes us say; its mark joins the same unit, so that it is once."""
    build = BUILDERS.get(type(event))
    entries = await build(outbound, row, event) if build else []
    if entries:
        await append(unit, row.id, entries)
    unit.add(mark_published(row.id, clock.now_ms()))
