"""The audit log: what those who run the node did."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import orjson
from starlette.responses import Response

from fedcop.community import accounts, audit
from fedcop.store.rows import AuditRow
from fedcop.tongues import _
from fedcop.values import Handle
from fedcop.web.admin.frame import framed
from fedcop.web.admin.words import ACTS
from fedcop.web.ask import Ask

_PAGE: Final = 50


class Entry(NamedTuple):
    """One act as it is shown; nobody by name is the node itself or its command line."""

    row: AuditRow
    who: str
    act: str
    about: dict[str, object]


async def show(ask: Ask) -> Response:
    """Show what was done, the latest first."""
    query = ask.request.query_params
    act = query.get("act", "")[:60]
    who = query.get("who", "").strip().lstrip("@")[:100]
    actor = await accounts.find_by_name(ask.store, who.lower()) if who else None
    rows = await _rows(ask, act, actor.id if actor else 0) if actor or not who else []
    return await framed(
        ask,
        "audit",
        entries=await _entries(ask, rows[:_PAGE]),
        more=rows[_PAGE - 1].id if len(rows) > _PAGE else 0,
        act=act,
        who=who,
        acts=sorted((code, _(text)) for code, text in ACTS.items()),
    )


async def _rows(ask: Ask, act: str, actor_id: int) -> list[AuditRow]:
    before = ask.before() or 2**62
    return await audit.read_log(ask.store, before, act, actor_id, _PAGE + 1)


async def _entries(ask: Ask, rows: Iterable[AuditRow]) -> list[Entry]:
    found, names = [], {0: ""}
    for row in rows:
        if row.actor_id not in names:
            actor = await accounts.find(ask.store, row.actor_id)
            handle = Handle(actor.name, actor.host) if actor else None
            names[row.actor_id] = str(handle) if handle else str(row.actor_id)
        said = _(ACTS[row.act]) if row.act in ACTS else row.act.replace("-", " ")
        found.append(Entry(row, names[row.actor_id], said, orjson.loads(row.about)))
    return found
