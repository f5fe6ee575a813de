"""Confirm that it is still you, before what only an admin may do."""

from starlette.responses import Response

from fedcop.community import sessions
from fedcop.web import paths, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems


async def ask_to_confirm(ask: Ask) -> Response:
    """Ask somebody who is signed in for a proof that it is them."""
    there = paths.own_path(ask.request.query_params.get("next", ""))
    if ask.signed.fresh:
        return ask.go(there)
    return await _ask_again(ask, there, Problems())


async def confirm_it(ask: Ask) -> Response:
    """Take a proof, and lead back to what somebody was about to do."""
    there, site = paths.own_path(ask.form.line("next")), ask.site
    site.limits.sign_in.spend(address_of(ask.request, site.settings.trusted_proxies), ask.me.name)
    stored = ask.signed.account.password
    if not await site.passwords.verify(stored, ask.form.secret("password")):
        return await _ask_again(ask, there, Problems({"password": "This is not your password."}))
    return await proved(ask, there)


async def proved(ask: Ask, there: str) -> Response:
    """Go on under a new session of somebody who has just proved to be here."""
    begun = await ask.do(sessions.prove, ask.signed.session)
    response = ask.go(there)
    session.sign_in(response, begun.token, ask.site.settings)
    return response


async def _ask_again(ask: Ask, there: str, problems: Problems) -> Response:
    return await ask.page(
        "confirm_it_is_you.html",
        422 if problems else 200,
        problems=problems,
        there=there,
        by_password=bool(ask.signed.account.password),
    )
