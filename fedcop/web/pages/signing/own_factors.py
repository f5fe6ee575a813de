"""What one signs in with besides a password: an app that counts codes, and codes on paper."""

from typing import Final

import segno
from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import factors, sessions
from fedcop.errors import Conflict, NotFound
from fedcop.tongues import _
from fedcop.web import sealed, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems

PLACE: Final = "/settings/security"
_PURPOSE: Final = "totp-new"


async def new_app(ask: Ask) -> Response:
    """Show the picture that an app reads, and ask for its first code."""
    if (await factors.factors_of(ask.store, ask.me.id)).counted:
        return ask.go(PLACE)
    return await _show_key(ask, factors.new_secret_key(), Problems())


async def keep_new_app(ask: Ask) -> Response:
    """Take codes of an app from now on, once its first one is right."""
    address = address_of(ask.request, ask.site.settings.trusted_proxies)
    ask.site.limits.second.spend(address, str(ask.me.id))
    noted = sealed.unseal(ask.site.seal, f"{_PURPOSE}:{ask.me.id}", ask.form.secret("made"))
    secret = noted.get("secret", "")
    if not secret:
        return ask.go(f"{PLACE}/app")
    step = factors.step_of(secret, ask.form.line("code"))
    if not step:
        wrong = _("This code does not fit. Take the newest one; is the clock of your device right?")
        return await _show_key(ask, secret, Problems({"code": wrong}))
    try:
        papers = await ask.do(factors.keep_app, ask.site.seal, ask.me.id, secret, step)
    except Conflict:
        return ask.go(PLACE)
    return await show_papers(ask, papers)


async def forget_app(ask: Ask) -> Response:
    """Take codes of an app no more."""
    await ask.do(factors.end_app, ask.me.id)
    return await alone_here(ask, ask.go(f"{PLACE}?done=app-end"))


async def renew_papers(ask: Ask) -> Response:
    """Make new codes on paper in place of the old ones."""
    if not await factors.factors_of(ask.store, ask.me.id):
        raise NotFound(_("Codes on paper stand in for an app or a passkey; add one of them first."))
    return await show_papers(ask, await ask.do(factors.new_papers, ask.site.seal, ask.me.id))


async def show_papers(ask: Ask, papers: list[str]) -> Response:
    """Show new codes on paper this once."""
    page = await ask.page("recovery_codes.html", papers=papers)
    page.headers["Cache-Control"] = "no-store"
    return await alone_here(ask, page)


async def alone_here(ask: Ask, response: Response) -> Response:
    """Go on under a new session, and sign out everywhere else: another way in begins."""
    begun = await ask.do(sessions.prove, ask.signed.session)
    await ask.do(sessions.end_all, ask.me.id, begun.session.token_hash)
    session.sign_in(response, begun.token, ask.site.settings)
    return response


async def _show_key(ask: Ask, secret: str, problems: Problems) -> Response:
    uri = factors.key_uri(secret, ask.me.name, ask.site.settings.name)
    drawn = segno.make(uri, error="m").svg_inline(scale=4, border=4, light="#fff")
    page = await ask.page(
        "second_factor_app.html",
        422 if problems else 200,
        problems=problems,
        picture=Markup(drawn),  # noqa: S704 - drawn here, of squares
        key=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        made=sealed.close(ask.site.seal, f"{_PURPOSE}:{ask.me.id}", {"secret": secret}),
    )
    page.headers["Cache-Control"] = "no-store"
    return page
