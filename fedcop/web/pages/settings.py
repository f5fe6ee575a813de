"""One's own profile, password, sessions and blocks."""

from starlette.responses import Response

from fedcop.community import accounts, factors, letters, moderation, passkeys, sessions, sign_on
from fedcop.community.joining import resets
from fedcop.community.sessions import Means
from fedcop.errors import Malformed, NotFound
from fedcop.store.rows import LinkRow
from fedcop.tongues import N_, _
from fedcop.web import session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.composing import describe
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.signing.words import means_in_words

_LONGEST_BIO = 5_000
_DONE = {
    "password": N_("Your password is changed, and every other browser is signed out."),
    "session": N_("That browser is signed out."),
    "others": N_("Every other browser is signed out."),
    "linked": N_("You can sign in through your organization from now on."),
    "unlinked": N_("You no longer sign in that way, and every other browser is signed out."),
    "app-end": N_("No app is asked for codes any more."),
    "passkey": N_("You can sign in with your new passkey."),
    "passkey-end": N_("That passkey opens nothing any more."),
}
_MARK = 16  # as much of a token's hash as names a session in a page


async def profile(ask: Ask) -> Response:
    """Show the form of one's own profile."""
    fields = {"display": ask.me.display, "bio": ask.me.source}
    return await _show_profile(ask, Form(fields), Problems())


async def change_profile(ask: Ask) -> Response:
    """Say something else of oneself."""
    problems, form = Problems(), ask.form
    bio = form.text("bio")
    if len(bio) > _LONGEST_BIO:
        problems.add("bio", f"Write {_LONGEST_BIO:,} characters at most.")
        return await _show_profile(ask, form, problems)
    said = form.line("display"), bio, describe(ask, bio)
    try:
        await ask.do(accounts.change_profile, ask.me, *said)
    except Malformed as error:
        problems.take(error, {"display": "display"})
        return await _show_profile(ask, form, problems)
    return ask.go(f"/u/{ask.me.name}")


async def security(ask: Ask) -> Response:
    """Show the form for another password, and where one is signed in."""
    return await _show_security(ask, Problems())


async def change_password(ask: Ask) -> Response:
    """Take another password; whoever knew the old one is out, and a new session begins here."""
    problems, form, site = Problems(), ask.form, ask.site
    account = ask.signed.account
    address = address_of(ask.request, site.settings.trusted_proxies)
    site.limits.sign_in.spend(address, ask.me.name)
    if form.secret("new") != form.secret("again"):
        problems.add("again", "The two new passwords differ.")
    elif not await site.passwords.verify(account.password, form.secret("old")):
        problems.add("old", "This is not your password.")
    if problems:
        return await _show_security(ask, problems)
    try:
        fresh = await site.passwords.hash(form.secret("new"))
    except Malformed as error:
        problems.take(error, {"password": "new"})
        return await _show_security(ask, problems)
    mails = letters.possible(site.settings)
    await ask.do(resets.change, (account, ask.me), fresh, mails=mails)
    agent = ask.request.headers.get("user-agent", "")
    means = Means(ask.signed.session.means or "password")
    begun = await ask.do(sessions.begin, account.actor_id, agent, means=means)
    response = ask.go("/settings/security?done=password")
    session.sign_in(response, begun.token, site.settings)
    return response


async def end_session(ask: Ask) -> Response:
    """Sign out one of one's browsers."""
    mark = ask.form.line("session")
    known = await sessions.list_sessions(ask.store, ask.me.id)
    found = next((row for row in known if row.token_hash[:_MARK] == mark), None)
    if found is None:
        raise NotFound("There is no such session any more.")
    await ask.do(sessions.end_one, ask.me.id, found.token_hash)
    return ask.go("/settings/security?done=session")


async def end_others(ask: Ask) -> Response:
    """Sign out everywhere but here."""
    await ask.do(sessions.end_all, ask.me.id, ask.signed.session.token_hash)
    return ask.go("/settings/security?done=others")


async def blocked(ask: Ask) -> Response:
    """Show whom one blocks."""
    people = await moderation.list_blocked(ask.store, ask.me.id, ask.before())
    return await ask.page("blocked.html", people=people)


async def _show_profile(ask: Ask, form: Form, problems: Problems) -> Response:
    status = 422 if problems else 200
    return await ask.page("settings_profile.html", status, form=form, problems=problems)


async def _show_security(ask: Ask, problems: Problems) -> Response:
    me = ask.me.id
    known = await sessions.list_sessions(ask.store, me)
    has = await factors.factors_of(ask.store, me)
    said = _DONE.get(ask.request.query_params.get("done", ""), "")
    return await ask.page(
        "settings_security.html",
        422 if problems else 200,
        problems=problems,
        me_account=ask.signed.account,
        sessions=[(row, row.token_hash[:_MARK], means_in_words(row)) for row in known],
        current=ask.signed.session.token_hash,
        has=has,
        keys=await passkeys.list_keys(ask.store, me) if has.passkeys else [],
        advised=ask.admin and not has,
        owed=ask.admin and not has and ask.site.settings.admins_need_second_factor,
        told=_(said),
        links=await _links(ask),
        issuers=ask.site.settings.sign_on,
    )


async def _links(ask: Ask) -> list[tuple[LinkRow, str]]:
    """Read who one is to issuers, with what each is called."""
    names = {one.issuer: one.shown for one in ask.site.settings.sign_on}
    known = await sign_on.list_links(ask.store, ask.me.id)
    return [(link, names.get(link.issuer, link.issuer)) for link in known]
