"""Sign in and out."""

from starlette.responses import Response

from fedcop.community import accounts, passwords, sessions
from fedcop.community.joining import modes
from fedcop.errors import Held
from fedcop.store.rows import AccountRow
from fedcop.tongues import N_, _
from fedcop.web import ceremony, issuers, paths, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Problems
from fedcop.web.pages.signing import by_passkey, entering

# The same for a name that nobody has and for a wrong password.
_WRONG = N_("Name and password do not belong together.")
_HELD = (  # by how far a wish to join has come
    N_("Confirm your mail address first: the link is in the letter that we sent you."),
    N_("Your wish to join is noted; somebody has yet to agree. You can sign in then."),
    N_("Name and password do not belong together."),
    N_("Those who run this node did not agree to your account."),
)


async def show(ask: Ask) -> Response:
    """Show the form to sign in."""
    query = ask.request.query_params
    there = paths.own_path(query.get("next", ""))
    if ask.visitor is not None and "again" not in query:
        return ask.go(there)
    return await _form(ask, there)


async def act(ask: Ask) -> Response:
    """Take a name and a password, and go on."""
    there = paths.own_path(ask.form.line("next"))
    login, site = ask.form.line("login"), ask.site
    site.limits.sign_in.spend(address_of(ask.request, site.settings.trusted_proxies), login)
    password = ask.form.secret("password")
    try:
        found = await accounts.check_login(ask.store, site.passwords, login, password)
    except Held as held:
        return await _form(ask, there, login, f"{_(_HELD[held.state])} {held.words}".strip())
    if found is None:
        return await _form(ask, there, login, _(_WRONG))
    await _refresh(ask, found[0], password)
    if not issuers.may_sign_in_here(site.settings, found[0]):
        return ask.go(f"/signin?local=no&next={entering.quoted(there)}")
    return await entering.go_on(ask, found, there)


async def out(ask: Ask) -> Response:
    """Sign out here."""
    there = "/"
    if ask.visitor is not None:
        await ask.do(sessions.end, ask.visitor.session)
        issuer = issuers.issuer_at(ask.site.settings, ask.visitor.session.issuer)
        there = f"/oidc/{issuer.key}/bye" if issuer else "/"
    response = ask.go(there)
    session.sign_out(response, ask.site.settings)
    return response


async def _form(ask: Ask, there: str, login: str = "", wrong: str = "") -> Response:
    problems = Problems({"login": wrong} if wrong else {})
    asked, made = ceremony.ask_for_one(ask, by_passkey.PURPOSE)
    query = ask.request.query_params
    options = await ask.site.options.get(ask.store)
    facts: dict[str, object] = {
        "mode": modes.mode_of(ask.site.settings, options),
        "login": login,
        "asked": asked,
        "made": made,
        "failed": "passkey" in query,
        "elsewhere": "local" in query,
        "issuers": ask.site.settings.sign_on,
        "all_here": ask.site.settings.local_sign_in == "everybody",
        "again": "&again=1" if "again" in query else "",
    }
    page = await entering.show_to_guest(ask, "signin.html", there, problems, **facts)
    return entering.let_script_run(ask, page)


async def _refresh(ask: Ask, account: AccountRow, password: str) -> None:
    """Hash a password anew when its hash is weaker than those of today."""
    if passwords.is_outdated(account.password):
        fresh = await ask.site.passwords.hash(password)
        await ask.do(accounts.rehash, account.actor_id, fresh)
