"""Mail: whether it goes out, what waits, what was given up, and which addresses take none."""

from starlette.responses import Response

from fedcop import clock
from fedcop.community import letters, mail_house
from fedcop.community.house.lights import span
from fedcop.community.mail_house import MailLooked
from fedcop.community.offices import Right
from fedcop.errors import Malformed
from fedcop.tongues import _
from fedcop.web.admin.frame import framed
from fedcop.web.admin.overview import Bar, Chart
from fedcop.web.ask import Ask

_DAY_MS = 86_400_000


async def show(ask: Ask) -> Response:
    """Show how mail does."""
    looked = await mail_house.look_at_mail(ask.store)
    now, chosen = clock.now_ms(), ask.site.settings
    charts = [
        _chart("sent", _("Letters sent"), looked, 1),
        _chart("given-up", _("Letters given up"), looked, 2),
    ]
    return await framed(
        ask,
        "mail",
        looked=looked,
        possible=letters.possible(chosen),
        server=f"{chosen.smtp_host}:{chosen.smtp_port}",
        sender=chosen.mail_from,
        charts=charts,
        rows=[(clock.iso(day * _DAY_MS)[:10], *counts) for day, *counts in looked.days[::-1]],
        down=span(max(0, now - looked.state.since) // 1000) if looked.state.since else "",
        oldest=span(max(0, now - looked.since) // 1000) if looked.owed else "",
        email=ask.signed.account.email,
        manages=ask.may(Right.MANAGE_MAIL),
        asked="asked" in ask.request.query_params,
    )


async def test_it(ask: Ask) -> Response:
    """Send a letter that says that mail arrives."""
    if not letters.possible(ask.site.settings):
        raise Malformed("This node sends no mail.")
    address = ask.form.line("address").strip()
    await ask.do(letters.send_test, ask.me.id, address, ask.tongue)
    return ask.go("/admin/mail?asked")


async def retry(ask: Ask) -> Response:
    """Try what waits now, or one letter that was given up."""
    await ask.do(letters.retry, ask.me.id, ask.form.number("letter"))
    return ask.go("/admin/mail?asked")


async def clear(ask: Ask) -> Response:
    """Send mail again to an address that refused it."""
    await ask.do(letters.clear_address, ask.me.id, ask.form.line("address"))
    return ask.go("/admin/mail")


def _chart(name: str, title: str, looked: MailLooked, column: int) -> Chart:
    values = [day[column] for day in looked.days]
    bars = [Bar(clock.iso(day[0] * _DAY_MS)[:10], day[column]) for day in looked.days]
    return Chart(name, title, sum(values), max(values), bars)
