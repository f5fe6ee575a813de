"""Ask for an account: the form, the link that proves a mail address, and what comes then."""

from dataclasses import replace
from typing import Final

from starlette.responses import Response

from fedcop.community import accounts, house_rules, sessions, signing_up
from fedcop.community.joining import invites, modes, newcomers
from fedcop.community.joining.newcomers import Terms, Wish
from fedcop.community.options import Options
from fedcop.community.signing_up import Asking
from fedcop.errors import Malformed, Refused
from fedcop.federation.keyring import make_keys
from fedcop.store.rows import NewcomerRow
from fedcop.tongues import N_, _
from fedcop.web import paths, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.forms import Form, Problems
from fedcop.web.guests import form_for_guest

_FAULTS: Final = {
    ("name", signing_up.BLANK): N_("Choose a name."),
    ("name", signing_up.INVALID): N_("Write 1 to 30 small letters, digits or underscores."),
    ("name", signing_up.RESERVED): N_("This name is kept for the node itself."),
    ("name", signing_up.TAKEN): N_("Somebody has this name already; choose another one."),
    ("email", signing_up.BLANK): N_("Write your mail address: we send a link there."),
    ("email", signing_up.INVALID): N_("This is no mail address."),
    ("email", signing_up.BLOCKED): N_(
        "Addresses of this kind are not taken here. Use the one of your organization."
    ),
    ("reason", signing_up.BLANK): N_("Say in a sentence who you are and why you want to join."),
    ("reason", signing_up.TOO_LONG): N_("Write 2,000 characters at most."),
}
_FIELDS: Final = {"name": "name", "email": "email", "password": "password", "display": "display"}


async def show(ask: Ask) -> Response:
    """Show the form, or what to do where there is none."""
    if ask.visitor is not None:
        return ask.go(paths.HOME)
    return await _page(ask, Form(), "")


async def show_invited(ask: Ask) -> Response:
    """Show the form to somebody with an invitation."""
    if ask.visitor is not None:
        return ask.go(paths.HOME)
    code = ask.word("code")
    found = await invites.find_invitation(ask.store, code)
    return await _page(ask, Form({"email": found.email}), code)


async def take(ask: Ask) -> Response:
    """Take what somebody wrote, and let them in or say what is still missing."""
    if ask.visitor is not None:
        return ask.go(paths.HOME)
    form, options = ask.form, await ask.site.options.get(ask.store)
    wish = _wish(ask)
    terms = await newcomers.terms_for(ask.store, ask.site.settings, options, wish)
    problems = await _problems(ask, wish, terms, options)
    if problems:
        return await _page(ask, form, wish.code, problems)
    ask.site.limits.spend_sign_up(address_of(ask.request, ask.site.settings.trusted_proxies))
    try:
        fresh = await ask.site.passwords.hash(form.secret("password"))
        uri = ask.store.uris.person(wish.name)
        keys = await make_keys(uri, ask.site.seal) if terms.at_once else ()
        asking = Asking(replace(wish, password_hash=fresh), terms, options, keys)
        row = await ask.do(signing_up.ask, asking)
    except (Malformed, Refused) as error:
        problems.take(error, _FIELDS)
        return await _page(ask, form, wish.code, problems)
    return await _go_on(ask, row, terms)


async def sent(ask: Ask) -> Response:
    """Say what comes next."""
    how = "mail" if "mail" in ask.request.query_params else "waiting"
    return await ask.page("joining/sent.html", how=how, mails=ask.site.settings.mails)


async def show_confirmation(ask: Ask) -> Response:
    """Ask for one press of a button: what only looks at links must not use them up."""
    row = await newcomers.asking_by(ask.store, ask.word("token"))
    return await form_for_guest(ask, "joining/confirm.html", name=row.name, email=row.email)


async def confirm(ask: Ask) -> Response:
    """Take the link for the proof of an address."""
    token, site = ask.word("token"), ask.site
    waiting = await newcomers.asking_by(ask.store, token)
    uri = ask.store.uris.person(waiting.name)
    keys = () if waiting.approval else await make_keys(uri, site.seal)
    row, made = await ask.do(newcomers.confirm, token, keys, mails=site.settings.mails)
    if made is None:
        return ask.go("/signup/sent?waiting")
    there = await _first_page(ask, row)
    return ask.go(f"/signin?next={there}")


def _wish(ask: Ask) -> Wish:
    form = ask.form
    return Wish(
        name=form.line("name").lower(),
        display=form.line("display"),
        email=form.line("email"),
        locale=ask.tongue,
        reason=form.text("reason"),
        code=form.line("code")[:100],
    )


async def _problems(ask: Ask, wish: Wish, terms: Terms, options: Options) -> Problems:
    form, problems = ask.form, Problems()
    faults = {
        "name": await signing_up.name_fault(ask.store, wish.name),
        "email": signing_up.email_fault(wish.email, terms, options),
        "reason": signing_up.reason_fault(wish.reason, terms),
    }
    for name, code in faults.items():
        if code:
            problems.add(name, _(_FAULTS[name, code]))
    if form.secret("password") != form.secret("again"):
        problems.add("again", _("The two passwords differ."))
    if options.least_age and not form.ticked("age"):
        problems.add("age", _("People younger than that cannot join here."))
    if not form.ticked("agree"):
        problems.add("agree", _("To join, you have to agree."))
    return problems


async def _page(ask: Ask, form: Form, code: str, problems: Problems | None = None) -> Response:
    options, settings = await ask.site.options.get(ask.store), ask.site.settings
    mode = modes.mode_of(settings, options)
    terms = None
    if mode != modes.CLOSED and (code or mode != modes.INVITATION):
        wish = Wish("", email=form.line("email"), code=code)
        terms = await newcomers.terms_for(ask.store, settings, options, wish)
    place = inviter = None
    if terms is not None and terms.invite is not None:
        place = await accounts.find(ask.store, terms.invite.community_id)
        inviter = await accounts.find(ask.store, terms.invite.creator_id)
    return await form_for_guest(
        ask,
        "joining/signup.html",
        problems,
        form=form,
        code=code,
        mode=mode,
        terms=terms,
        options=options,
        rules=await house_rules.list_rules(ask.store),
        place=place,
        inviter=inviter,
        # Where nothing proves it, and nobody looks at it, an address would be of no use.
        wants_email=terms is not None and (not terms.at_once or bool(form.line("email"))),
    )


async def _go_on(ask: Ask, row: NewcomerRow, terms: Terms) -> Response:
    """Sign somebody in who was let in, or say what is missing."""
    if not terms.at_once:
        return ask.go("/signup/sent?mail" if terms.confirm else "/signup/sent?waiting")
    agent = ask.request.headers.get("user-agent", "")
    begun = await ask.do(sessions.begin, row.id, agent, session.token_of(ask))
    response = ask.go(await _first_page(ask, row))
    session.sign_in(response, begun.token, ask.site.settings)
    return response


async def _first_page(ask: Ask, row: NewcomerRow) -> str:
    """Say where somebody begins: in the community that they were invited to, or at home."""
    place = await invites.place_of(ask.store, row.invite_id)
    return paths.of_actor(place) if place else paths.HOME
