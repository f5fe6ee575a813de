"""Whom and which nodes somebody blocks."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities.own_pages import of_entries, span
from fedcop.api.routes import Route
from fedcop.community import moderation, mutes
from fedcop.errors import Invalid


async def show(ask: Ask) -> Answer:
    """Read whom one blocks."""
    limit = ask.page.limit(40, 80)
    rows = await moderation.list_blocks(ask.store, ask.me().id, span(ask), limit + 1)
    return await of_entries(ask, rows, limit)


async def hosts(ask: Ask) -> Answer:
    """Read from which nodes one wants nothing."""
    limit = ask.page.limit(100, 200)
    rows = await mutes.list_hosts(ask.store, ask.me().id, span(ask), limit + 1)
    shown = sorted(rows[:limit], key=lambda row: -row.id)
    answer = Answer.json([row.host for row in shown])
    ends = (shown[0].id, shown[-1].id) if shown else (0, 0)
    return ask.linked(answer, *ends, more=len(rows) > limit or ask.page.upward)


async def block_host(ask: Ask) -> Answer:
    """Want nothing from a node."""
    await ask.do(mutes.block_host, ask.me(), _domain(ask))
    return Answer.empty()


async def unblock_host(ask: Ask) -> Answer:
    """Hear of a node again."""
    await ask.do(mutes.unblock_host, ask.me(), _domain(ask))
    return Answer.empty()


def _domain(ask: Ask) -> str:
    domain = ask.params.line("domain")
    if not domain:
        raise Invalid("Validation failed: Domain can't be blank")
    return domain


ROUTES: Final = (
    Route("GET", "/api/v1/blocks", show, "read:blocks"),
    Route("GET", "/api/v1/domain_blocks", hosts, "read:blocks"),
    Route("POST", "/api/v1/domain_blocks", block_host, "write:blocks"),
    Route("DELETE", "/api/v1/domain_blocks", unblock_host, "write:blocks"),
)
