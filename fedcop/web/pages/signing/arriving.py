"""Somebody comes through an issuer for the first time: they choose their handle."""

from dataclasses import asdict
from typing import Any, Final

from starlette.responses import Response

from fedcop.community import accounts, communities, sign_on, steps
from fedcop.community.accounts import NewPerson
from fedcop.community.sign_on import Vouched
from fedcop.community.steps import Step
from fedcop.errors import FedcopError, Malformed, Refused
from fedcop.federation.keyring import make_keys
from fedcop.settings import Issuer
from fedcop.web import issuers, paths, sealed, session
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.signing import entering

PLACE: Final = "/signin/handle"
SUGGESTED: Final = "/signin/suggested"
_KIND: Final = "arrive"
_OF: Final = "suggested"


async def begin(ask: Ask, issuer: Issuer, who: Vouched, there: str) -> Response:
    """Keep what an issuer says while its person chooses a handle."""
    facts = {"who": asdict(who), "issuer": issuer.key, "there": there}
    body = sealed.close(ask.site.seal, _KIND, facts).encode()
    token = await ask.do(steps.open_step, _KIND, 0, body)
    response = ask.go(PLACE)
    session.keep_step(response, token, ask.site.settings)
    session.keep_away(response, "", ask.site.settings)
    return entering.unwatched(response, there)


async def ask_for_handle(ask: Ask) -> Response:
    """Ask somebody who comes for the first time what they want to be called."""
    found = await _arriving(ask)
    if found is None:
        return ask.go("/signin")
    who = found[1]
    return await _form(ask, found, who.handle, who.name, Problems())


async def take_handle(ask: Ask) -> Response:
    """Make the account of somebody who comes for the first time, and let them in."""
    found = await _arriving(ask)
    if found is None:
        return ask.go("/signin")
    step, who, issuer, there = found
    name, display = ask.form.line("handle").lower().lstrip("@"), ask.form.line("display")
    taken = await accounts.find_login(ask.store, who.email) if who.email else None
    person = NewPerson(name, display, "" if taken else who.email, locale=ask.tongue)
    role = sign_on.role_of(issuer, who)
    try:
        keys = await make_keys(ask.store.uris.person(name), ask.site.seal)
        made = await ask.do(sign_on.come_first, person, keys, who, role)
    except (Malformed, Refused) as error:
        problems = Problems()
        problems.take(error, {"name": "handle", "display": "display"})
        return await _form(ask, found, name, display, problems)
    await ask.do(steps.close_step, step)
    login = await accounts.find_login_of(ask.store, made.id)
    if login is None:
        return ask.go("/signin")
    wanted = sign_on.suggested(issuer, who)
    if wanted:
        noted = sealed.close(ask.site.seal, _OF, {"named": wanted, "there": there})
        there = f"{SUGGESTED}?of={noted}"
    return await entering.enter(ask, login, entering.means_of(who), there)


async def suggest(ask: Ask) -> Response:
    """Show which communities their organization suggests to somebody; they join none by it."""
    noted = sealed.unseal(ask.site.seal, _OF, ask.request.query_params.get("of", ""))
    found = []
    for name in noted.get("named", []):
        actor = await accounts.find_by_name(ask.store, name)
        group = await communities.find(ask.store, actor.id) if actor else None
        if group is not None:
            found.append(group)
    there = paths.own_path(noted.get("there", ""))
    if not found:
        return ask.go(there)
    return await ask.page("sign_on_suggested.html", groups=found, there=there)


Arriving = tuple[Step, Vouched, Issuer, str]


async def _arriving(ask: Ask) -> Arriving | None:
    step = await steps.find_step(ask.store, _KIND, session.step_of(ask))
    noted: dict[str, Any] = (  # as it was sealed
        sealed.unseal(ask.site.seal, _KIND, step.body.decode()) if step else {}
    )
    if step is None or not noted:
        return None
    try:
        issuer = issuers.issuer_called(ask.site.settings, noted["issuer"])
    except FedcopError:
        return None
    said = {**noted["who"], "groups": tuple(noted["who"]["groups"])}
    return step, Vouched(**said), issuer, paths.own_path(noted["there"])


async def _form(
    ask: Ask, found: Arriving, handle: str, display: str, problems: Problems
) -> Response:
    _step, who, issuer, there = found
    known = await accounts.find_login(ask.store, who.email) if who.email else None
    facts = {"handle_wish": handle, "display": display, "issuer": issuer, "known": bool(known)}
    return await entering.show_to_guest(ask, "sign_on_handle.html", there, problems, **facts)
