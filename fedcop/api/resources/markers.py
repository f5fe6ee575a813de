"""/api/v1/markers: how far one has read, so that another app goes on there."""

from collections.abc import Iterable
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities.times import moment
from fedcop.api.routes import Route, is_id
from fedcop.community import markers
from fedcop.errors import Invalid
from fedcop.store.rows import MarkerRow


async def show(ask: Ask) -> Answer:
    """Read how far one has read."""
    wanted = ask.params.texts("timeline")
    return _told(await markers.find(ask.store, ask.me(), wanted))


async def move(ask: Ask) -> Answer:
    """Note how far one has read."""
    places = {}
    for timeline in markers.TIMELINES:
        table = ask.params.table(timeline)
        if table.given("last_read_id"):
            text = table.text("last_read_id").strip()
            if not is_id(text):
                raise Invalid(f"{timeline}[last_read_id]: this is no id")
            places[timeline] = int(text)
    await ask.do(markers.move, ask.me(), places)
    return _told(await markers.find(ask.store, ask.me(), list(places)))


def _told(rows: Iterable[MarkerRow]) -> Answer:
    return Answer.json(
        {
            row.timeline: {
                "last_read_id": str(row.last_read),
                "version": row.version,
                "updated_at": moment(row.updated),
            }
            for row in rows
        }
    )


ROUTES: Final = (
    Route("GET", "/api/v1/markers", show, "read:statuses"),
    Route("POST", "/api/v1/markers", move, "write:statuses"),
)
