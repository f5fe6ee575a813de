"""The second step of signing in: a code, or a passkey."""

from typing import Final

from starlette.responses import Response

from fedcop.community import accounts, factors, passkeys, steps
from fedcop.community.sessions import Means
from fedcop.community.steps import Step
from fedcop.errors import Conflict
from fedcop.tongues import _
from fedcop.web import ceremony, paths
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems
from fedcop.web.pages.signing import entering

_PURPOSE: Final = "passkey-second"


async def ask_for_second(ask: Ask) -> Response:
    """Ask for the second factor of whoever gave the right password."""
    found = await entering.step_under_way(ask)
    if found is None:
        return ask.go("/signin")
    return await _form(ask, found, Problems())


async def take_second(ask: Ask) -> Response:
    """Take a second factor, and sign in; after five tries the password is asked for again."""
    found = await entering.step_under_way(ask)
    if found is None:
        return ask.go("/signin")
    step, there = found
    address = address_of(ask.request, ask.site.settings.trusted_proxies)
    ask.site.limits.second.spend(address, str(step.account_id))
    try:
        await ask.do(steps.try_step, step)
    except Conflict:
        return ask.go("/signin")
    words = await _proof(ask, step)
    login = await accounts.find_login_of(ask.store, step.account_id)
    if not words:
        wrong = _("That is not right, or it was used before. Take the newest code.")
        return await _form(ask, found, Problems({"code": wrong}))
    if login is None or not accounts.may_enter(login):
        return ask.go("/signin")
    await ask.do(steps.close_step, step)
    return await entering.enter(ask, login, Means(f"password+{words}"), paths.own_path(there))


async def _proof(ask: Ask, step: Step) -> str:
    """Say by what somebody proved to be who they are; nothing when they did not."""
    account, seal = step.account_id, ask.site.seal
    if ask.form.secret("answer"):
        row = await ceremony.read_one(ask, f"{_PURPOSE}:{account}", verified=False)
        return "passkey" if row is not None and row.account_id == account else ""
    return await ask.do(factors.use_either, seal, account, ask.form.line("code")[:20])


async def _form(ask: Ask, found: tuple[Step, str], problems: Problems) -> Response:
    step, there = found
    known = await passkeys.list_keys(ask.store, step.account_id)
    has = await factors.factors_of(ask.store, step.account_id)
    asked, made = "", ""
    if known:
        asked, made = ceremony.ask_for_one(ask, f"{_PURPOSE}:{step.account_id}", known)
    facts = {"has": has, "asked": asked, "made": made}
    page = await entering.show_to_guest(ask, "signin_second.html", there, problems, **facts)
    return entering.let_script_run(ask, page) if known else page
