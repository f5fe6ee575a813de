"""Confirm that it is still you, before what only an admin may do."""

from typing import Final

from starlette.responses import Response

from fedcop.community import factors, passkeys, sessions, sign_on
from fedcop.settings import Issuer
from fedcop.tongues import _
from fedcop.web import ceremony, paths, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems
from fedcop.web.pages.signing import entering

_PURPOSE: Final = "passkey-confirm"


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
    problems = await _fault(ask)
    if problems:
        return await _ask_again(ask, there, problems)
    return await proved(ask, there)


async def _fault(ask: Ask) -> Problems:
    """Say what is wrong with the proof that was sent."""
    form, me = ask.form, ask.me.id
    if form.secret("answer"):
        row = await ceremony.read_one(ask, f"{_PURPOSE}:{me}", verified=False)
        right = row is not None and row.account_id == me
        return Problems() if right else Problems({"": _("Your device gave no passkey of yours.")})
    if "code" in form.fields:
        ask.site.limits.second.spend("", str(me))
        if await ask.do(factors.use_app, ask.site.seal, me, form.line("code")[:20]):
            return Problems()
        return Problems({"code": _("That is not right, or it was used before.")})
    stored = ask.signed.account.password
    if await ask.site.passwords.verify(stored, form.secret("password")):
        return Problems()
    return Problems({"password": _("This is not your password.")})


async def proved(ask: Ask, there: str) -> Response:
    """Go on under a new session of somebody who has just proved to be here."""
    begun = await ask.do(sessions.prove, ask.signed.session)
    response = ask.go(there)
    session.sign_in(response, begun.token, ask.site.settings)
    return response


async def _ask_again(ask: Ask, there: str, problems: Problems) -> Response:
    known = await passkeys.list_keys(ask.store, ask.me.id)
    has = await factors.factors_of(ask.store, ask.me.id)
    asked, made = ceremony.ask_for_one(ask, f"{_PURPOSE}:{ask.me.id}", known) if known else ("", "")
    page = await ask.page(
        "confirm_it_is_you.html",
        422 if problems else 200,
        problems=problems,
        there=there,
        by_password=bool(ask.signed.account.password),
        by_code=has.counted,
        asked=asked,
        made=made,
        issuers=await _linked(ask),
    )
    return entering.let_script_run(ask, page) if known else page


async def _linked(ask: Ask) -> list[Issuer]:
    """List the issuers at which somebody can prove anew that it is them."""
    links = await sign_on.list_links(ask.store, ask.me.id)
    known = {link.issuer for link in links}
    return [one for one in ask.site.settings.sign_on if one.issuer in known]
