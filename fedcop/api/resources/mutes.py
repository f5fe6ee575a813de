"""/api/v1/mutes: whom somebody does not see."""

from typing import Final

import orjson

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts
from fedcop.api.entities.own_pages import span
from fedcop.api.entities.times import moment
from fedcop.api.routes import Route
from fedcop.community import mutes


async def show(ask: Ask) -> Answer:
    """Read whom one does not see, and until when."""
    limit = ask.page.limit(40, 80)
    rows = await mutes.list_muted(ask.store, ask.me().id, span(ask), limit + 1)
    shown = sorted(rows[:limit], key=lambda one: -one[0].id)
    found = await accounts.many(ask, [actor.id for _, actor in shown])
    entities = [
        found[row.muted_id][:-1] + b',"mute_expires_at":' + _until(row.until) + b"}"
        for row, _ in shown
        if row.muted_id in found
    ]
    ends = (shown[0][0].id, shown[-1][0].id) if shown else (0, 0)
    more = len(rows) > limit or ask.page.upward
    return ask.linked(Answer.listed(entities), *ends, more=more)


def _until(ms: int) -> bytes:
    return orjson.dumps(moment(ms) if ms else None)


ROUTES: Final = (Route("GET", "/api/v1/mutes", show, "read:mutes"),)
