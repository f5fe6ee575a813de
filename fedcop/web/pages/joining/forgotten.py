"""A password that was lost: ask for a link, choose another one."""

from starlette.responses import Response

from fedcop.community.joining import resets
from fedcop.errors import Malformed
from fedcop.tongues import _
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems
from fedcop.web.guests import form_for_guest


async def show(ask: Ask) -> Response:
    """Show the form that asks for a link."""
    return await _forgotten(ask, Problems())


async def take(ask: Ask) -> Response:
    """Send the link; what is said is the same for a name that nobody has."""
    if not ask.site.settings.mails:
        return await _forgotten(ask, Problems())
    problems, text = Problems(), ask.form.line("login")
    if not text.strip():
        problems.add("login", _("Write your name here, or your mail address."))
        return await _forgotten(ask, problems)
    ask.site.limits.spend_forgotten(address_of(ask.request, ask.site.settings.trusted_proxies))
    await ask.do(resets.ask_reset, text)
    return ask.go("/password/sent")


async def sent(ask: Ask) -> Response:
    """Say that a letter is on its way, if there is somebody to get it."""
    return await ask.page("joining/forgotten_sent.html")


async def show_reset(ask: Ask) -> Response:
    """Show the form for another password."""
    actor = (await resets.resetting(ask.store, ask.word("token")))[1]
    return await form_for_guest(ask, "joining/reset.html", name=actor.name)


async def reset(ask: Ask) -> Response:
    """Take another password; whoever was signed in is out."""
    problems, form, token = Problems(), ask.form, ask.word("token")
    actor = (await resets.resetting(ask.store, token))[1]
    if form.secret("new") != form.secret("again"):
        problems.add("again", _("The two passwords differ."))
        return await form_for_guest(ask, "joining/reset.html", problems, name=actor.name)
    try:
        fresh = await ask.site.passwords.hash(form.secret("new"))
    except Malformed as error:
        problems.take(error, {"password": "new"})
        return await form_for_guest(ask, "joining/reset.html", problems, name=actor.name)
    await ask.do(resets.reset, token, fresh, mails=ask.site.settings.mails)
    return ask.go("/password/changed")


async def changed(ask: Ask) -> Response:
    """Say that the password is another one."""
    return await ask.page("joining/changed.html")


async def _forgotten(ask: Ask, problems: Problems) -> Response:
    return await form_for_guest(
        ask, "joining/forgotten.html", problems, mails=ask.site.settings.mails
    )
