"""One's mail address: another one, proved by a link; the old one can take it back."""

from starlette.responses import Response

from fedcop.community import accounts
from fedcop.community.joining import addresses
from fedcop.errors import Malformed, Unauthenticated
from fedcop.tongues import _
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems
from fedcop.web.guests import form_for_guest


async def show(ask: Ask) -> Response:
    """Show the address, and the form for another one."""
    return await _page(ask, Problems())


async def take(ask: Ask) -> Response:
    """Send a link to the new address."""
    problems, form, site = Problems(), ask.form, ask.site
    account = ask.signed.account
    address = address_of(ask.request, site.settings.trusted_proxies)
    site.limits.sign_in.spend(address, ask.me.name)
    if not site.settings.mails:
        return await _page(ask, problems)
    if account.password and not await site.passwords.verify(
        account.password, form.secret("password")
    ):
        problems.add("password", _("This is not your password."))
        return await _page(ask, problems)
    login = await accounts.find_login_of(ask.store, account.actor_id)
    if login is None:
        raise Unauthenticated("Sign in first.")
    try:
        await ask.do(addresses.ask_address, login, form.line("email"))
    except Malformed as error:
        problems.take(error, {"email": "email"})
        return await _page(ask, problems)
    return ask.go("/settings/mail-address?sent")


async def show_confirmation(ask: Ask) -> Response:
    """Ask for one press of a button before an address is changed."""
    link = await addresses.changing(ask.store, ask.word("token"))
    return await form_for_guest(ask, "joining/confirm_address.html", email=link.address, undo=False)


async def confirm(ask: Ask) -> Response:
    """Keep the new address."""
    await ask.do(addresses.change, ask.word("token"))
    return ask.go("/mail-address/done")


async def show_undoing(ask: Ask) -> Response:
    """Ask for one press of a button before an address is put back."""
    link = await addresses.undoing(ask.store, ask.word("token"))
    return await form_for_guest(ask, "joining/confirm_address.html", email=link.address, undo=True)


async def undo(ask: Ask) -> Response:
    """Put the old address back."""
    await ask.do(addresses.undo, ask.word("token"))
    return ask.go("/mail-address/done?undone")


async def done(ask: Ask) -> Response:
    """Say that the address is changed, or put back."""
    undone = "undone" in ask.request.query_params
    return await ask.page("joining/address_done.html", undone=undone)


async def _page(ask: Ask, problems: Problems) -> Response:
    return await ask.page(
        "joining/address.html",
        422 if problems else 200,
        problems=problems,
        account=ask.signed.account,
        given=ask.form.line("email"),
        mails=ask.site.settings.mails,
        sent="sent" in ask.request.query_params,
    )
