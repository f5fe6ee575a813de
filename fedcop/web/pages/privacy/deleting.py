"""End one's account: what would go, and the last word."""

from starlette.responses import Response

from fedcop.community.erasing import asking
from fedcop.errors import Refused
from fedcop.federation.keyring import make_keys
from fedcop.store.rows import ActorRow, KeyRow
from fedcop.tongues import _
from fedcop.web import session
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems


async def show(ask: Ask) -> Response:
    """Show what would go, what stays and who is told."""
    return await _show(ask, Problems())


async def delete(ask: Ask) -> Response:
    """Delete one's account, once its handle was typed."""
    problems = misspelt(ask, ask.me)
    if problems:
        return await _show(ask, problems)
    seen = await asking.preview(ask.store, ask.me)
    try:
        await ask.do(asking.erase_oneself, ask.me, seen.counts, await former_keys(ask))
    except Refused as error:
        problems.add("", _(error.safe))
        return await _show(ask, problems)
    response = ask.go("/farewell")
    session.sign_out(response, ask.site.settings)
    return response


async def farewell(ask: Ask) -> Response:
    """Say goodbye."""
    return await ask.page("farewell.html")


def misspelt(ask: Ask, actor: ActorRow) -> Problems:
    """Say what is wrong when somebody did not type whom they mean."""
    problems = Problems()
    typed = ask.form.line("handle").strip().lstrip("@").partition("@")[0]
    if typed.lower() != actor.name:
        problems.add("handle", _("This is not the handle."))
    return problems


async def former_keys(ask: Ask) -> tuple[KeyRow, ...] | None:
    """Make the keys of whom works stand under that stay, where they are to stay."""
    if ask.form.line("works") != "stay":
        return None
    return await make_keys(ask.store.uris.person(asking.FORMER), ask.site.seal)


async def _show(ask: Ask, problems: Problems) -> Response:
    seen = await asking.preview(ask.store, ask.me)
    status = 422 if problems else 200
    return await ask.page("settings_delete.html", status, problems=problems, seen=seen)
