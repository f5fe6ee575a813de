"""How somebody wants mail."""

from dataclasses import replace
from typing import Final

from starlette.responses import Response

from fedcop.community import letters, mail_wishes
from fedcop.errors import Invalid
from fedcop.store.rows import MailReaderRow
from fedcop.tongues import _
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems

_FIELDS: Final = {"timezone": "timezone", "hour": "hour", "needs": "needs"}
_COMMUNITY: Final = "community-"


async def show_mail(ask: Ask) -> Response:
    """Show how one wants mail."""
    wish = await mail_wishes.read_wish(ask.store, ask.me.id)
    form = Form({"hour": str(wish.hour), "timezone": wish.timezone})
    return await _show(ask, wish, form, Problems(), saved="saved" in ask.request.query_params)


async def set_mail(ask: Ask) -> Response:
    """Say how one wants mail."""
    form, problems = ask.form, Problems()
    known = await mail_wishes.read_wish(ask.store, ask.me.id)
    wish = replace(
        known,
        needs=form.number("needs"),
        every=form.number("every"),
        hour=min(form.number("hour"), 100),
        timezone=form.line("timezone"),
        quoting=int(form.ticked("quoting")),
    )
    try:
        await ask.do(mail_wishes.set_wish, wish, _choices(form))
    except Invalid as error:
        problems.take(error, _FIELDS)
        return await _show(ask, wish, form, problems)
    return ask.go("/settings/mail?saved")


async def again(ask: Ask) -> Response:
    """Send mail again to one's address, which is right after all."""
    await ask.do(mail_wishes.try_again, ask.me.id)
    return ask.go("/settings/mail?saved")


def _choices(form: Form) -> dict[int, int]:
    """Read how often somebody wants to read of which community."""
    found = {}
    for name in form.fields:
        number = name.removeprefix(_COMMUNITY)
        if name.startswith(_COMMUNITY) and number.isascii() and number.isdigit():
            found[int(number)] = form.number(name)
    return found


async def _show(
    ask: Ask, wish: MailReaderRow, form: Form, problems: Problems, *, saved: bool = False
) -> Response:
    return await ask.page(
        "settings_mail.html",
        422 if problems else 200,
        wish=wish,
        form=form,
        problems=problems,
        saved=saved,
        possible=letters.possible(ask.site.settings),
        bodies=ask.site.settings.mail_bodies,
        email=ask.signed.account.email,
        failing=await mail_wishes.find_failing(ask.store, ask.me.id),
        choices=await mail_wishes.list_choices(ask.store, ask.me.id, wish),
        often=((0, _("never")), (1, _("daily")), (2, _("weekly, on Mondays"))),
    )
