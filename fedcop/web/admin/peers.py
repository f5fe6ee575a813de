"""Other servers: found, looked at one by one, and tried again."""

from typing import Final

from starlette.responses import Response

from fedcop import clock
from fedcop.community import peering
from fedcop.community.house import peers, samples
from fedcop.community.house.lights import span
from fedcop.errors import Malformed, NotFound
from fedcop.tongues import _
from fedcop.web import words
from fedcop.web.admin.frame import asked, framed
from fedcop.web.ask import Ask

_PAGE: Final = 50


async def show(ask: Ask) -> Response:
    """List the servers we know, by name."""
    chosen = asked(ask, "show")
    chosen = chosen if chosen in peers.SHOWN else ""
    text = asked(ask, "q").lower()
    after = asked(ask, "after", 260)
    found = await peers.list_page(ask.store, chosen, text, after, _PAGE + 1)
    return await framed(
        ask,
        "peers",
        found=found[:_PAGE],
        more=found[_PAGE - 1].peer.host if len(found) > _PAGE else "",
        chosen=chosen,
        text=text,
        ways=[
            ("", _("all")),
            (peers.FAILING, _("that do not answer")),
            (peers.LAGGING, _("that lack something")),
            (peers.BLOCKED, _("that are blocked")),
        ],
        lasting=span,
    )


async def one(ask: Ask) -> Response:
    """Show one server, and how it stood in the last week."""
    try:
        looked = await peers.look_at(ask.store, ask.word("host"))
    except Malformed as error:
        raise NotFound("We know nothing of this server.") from error
    by_hour = {row.hour: row for row in [*looked.past, looked.now]}
    last = clock.now_ms() // samples.HOUR_MS
    hours = range(last - peers.HOURS + 1, last + 1)
    lags = [by_hour[hour].lag if hour in by_hour else 0 for hour in hours]
    behind = [
        by_hour[hour].behind + by_hour[hour].beside if hour in by_hour else 0 for hour in hours
    ]
    rows = [
        (
            words.exactly(row.hour * samples.HOUR_MS),
            span(row.lag) if row.lag else "0",
            row.behind,
            row.beside,
            _("yes") if row.failing else _("no"),
        )
        for row in reversed(by_hour.values())
    ]
    return await framed(
        ask,
        "peer",
        looked=looked,
        lags=lags,
        behind=behind,
        rows=rows,
        lasting=span,
        failed_for=span(max(0, clock.now_ms() - looked.peer.failing_since) // 1000),
    )


async def retry(ask: Ask) -> Response:
    """Try a server again at once, or one entry that it would not take."""
    host = ask.word("host")
    await ask.do(peering.retry, host, ask.form.number("position"), ask.me.id)
    return ask.back(f"/admin/peers/{host}")


async def drop(ask: Ask) -> Response:
    """Let a server do without what waits beside its lanes, or one entry of it."""
    host = ask.word("host")
    await ask.do(peering.drop, host, ask.form.number("position"), ask.me.id)
    return ask.back(f"/admin/peers/{host}")


async def ask_drop(ask: Ask) -> Response:
    """Ask whether a server is to do without all that waits beside its lanes."""
    looked = await peers.look_at(ask.store, ask.word("host"))
    return await framed(ask, "peer_drop", looked=looked)
