"""Sign in and out."""

from starlette.responses import Response

from fedcop import clock
from fedcop.community import accounts, passwords, sessions, spreading
from fedcop.store.rows import AccountRow
from fedcop.web import consent, csrf, paths, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems

# The same for a name that nobody has and for a wrong password.
_WRONG = "Name and password do not belong together."


async def show(ask: Ask) -> Response:
    """Show the form to sign in."""
    query = ask.request.query_params
    there = paths.own_path(query.get("next", ""))
    if ask.visitor is not None and "again" not in query:
        return ask.go(there)
    return await _form(ask, there)


async def act(ask: Ask) -> Response:
    """Sign somebody in under a new session."""
    there = paths.own_path(ask.form.line("next"))
    login, site = ask.form.line("login"), ask.site
    site.limits.sign_in.spend(address_of(ask.request, site.settings.trusted_proxies), login)
    password = ask.form.secret("password")
    found = await accounts.check_login(ask.store, site.passwords, login, password)
    if found is None:
        return await _form(ask, there, login)
    account = found[0]
    await _refresh(ask, account, password)
    agent = ask.request.headers.get("user-agent", "")
    begun = await ask.do(sessions.begin, account.actor_id, agent, session.token_of(ask))
    if spreading.is_idle(account, clock.now_ms()):
        await spreading.rebuild(ask.store, found[1])
    response = ask.go(there)
    session.sign_in(response, begun.token, site.settings)
    return _unwatched(response, there)


async def out(ask: Ask) -> Response:
    """Sign out here."""
    if ask.visitor is not None:
        await ask.do(sessions.end, ask.visitor.session)
    response = ask.go("/")
    session.sign_out(response, ask.site.settings)
    return response


async def _form(ask: Ask, there: str, login: str | None = None) -> Response:
    problems = Problems()
    if login is not None:
        problems.add("login", _WRONG)
    guest = session.mark_guest(ask)
    token = csrf.guest_token(guest, ask.site.settings.secret)
    if ask.visitor is not None:
        token = ask.visitor.session.csrf  # somebody else is about to sign in here
    facts = {"there": there, "login": login or "", "form_token": token}
    response = await ask.page("signin.html", 422 if problems else 200, problems=problems, **facts)
    session.keep_guest(response, guest, ask.site.settings)
    return _unwatched(response, there)


def _unwatched(response: Response, there: str) -> Response:
    """Let a window stay known to the app that opened it and waits for it to come back."""
    if there.startswith(consent.PLACE):
        response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


async def _refresh(ask: Ask, account: AccountRow, password: str) -> None:
    """Hash a password anew when its hash is weaker than those of today."""
    if passwords.is_outdated(account.password):
        fresh = await ask.site.passwords.hash(password)
        await ask.do(accounts.rehash, account.actor_id, fresh)
