"""Sign in through an issuer: there, back, and in; or to link it, or to confirm that it is you."""

import hmac
import secrets
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from fedcop import clock
from fedcop.community import accounts, oauth, sign_on, steps
from fedcop.community.sign_on import Vouched
from fedcop.errors import FedcopError, Refused, Unproved, Unreachable
from fedcop.settings import Issuer
from fedcop.tongues import _, refusal
from fedcop.web import csrf, issuers, paths, sealed, session
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.pages.signing import arriving, confirming, entering
from fedcop.web.pages.signing.own_factors import PLACE

AWAY: Final = "away"
_BYTES: Final = 32
_DAY_MS: Final = 86_400_000
_JUST_NOW: Final = 300  # seconds since somebody proved anew to an issuer who they are
_LONGEST: Final = 4_000
_AIMS: Final = frozenset({"in", "link", "confirm"})

Note = dict[str, Any]  # as it was sealed


async def go_to_issuer(ask: Ask) -> Response:
    """Lead somebody to an issuer, to come back with a code that only this browser can use."""
    issuer = issuers.issuer_called(ask.site.settings, ask.word("issuer"))
    given = ask.request.query_params
    aim = given.get("for", "in")
    _require_aim(ask, aim)
    address = address_of(ask.request, ask.site.settings.trusted_proxies)
    ask.site.limits.sign_in.spend_address(address)
    state, nonce, verifier = (secrets.token_urlsafe(_BYTES) for _each in range(3))
    note: Note = {"issuer": issuer.key, "state": state, "nonce": nonce, "verifier": verifier}
    note |= {"aim": aim, "there": paths.own_path(given.get("next", "")), "me": _who(ask)}
    once = {"state": state, "nonce": nonce, "code_challenge": oauth.challenge_of(verifier)}
    try:
        anew = aim == "confirm" or "again" in given
        where = await ask.site.sign_on.lead(issuer.key, once, anew=anew)
    except FedcopError as error:
        return await _failed_at(ask, issuer, error)
    response = RedirectResponse(where, 303)
    session.keep_away(response, sealed.close(ask.site.seal, AWAY, note), ask.site.settings)
    return response


async def come_back(ask: Ask) -> Response:
    """Take what an issuer says, once, in the browser that was led there."""
    issuer = issuers.issuer_called(ask.site.settings, ask.word("issuer"))
    note = sealed.unseal(ask.site.seal, AWAY, session.away_of(ask))
    try:
        who, said = await _vouched(ask, issuer, note)
    except FedcopError as error:
        return await _failed_at(ask, issuer, error)
    there = paths.own_path(note["there"])
    if note["aim"] == "link":
        return await _link(ask, who, note)
    if note["aim"] == "confirm":
        return await _confirm(ask, who, note, said)
    return await _let_in(ask, issuer, who, there)


async def _vouched(ask: Ask, issuer: Issuer, note: Note) -> tuple[Vouched, issuers.Claims]:
    """Say for whom an issuer vouches in answer to what this browser asked. Raises Refused."""
    given = {name: value[:_LONGEST] for name, value in ask.request.query_params.items()}
    state = given.get("state", "")
    if note.get("issuer") != issuer.key or not hmac.compare_digest(
        note["state"].encode(), state.encode()
    ):
        raise Refused(_("This answer is not to a question from this browser, or it came too late."))
    if not await ask.do(steps.do_once, f"state:{state}", clock.now_ms() + _DAY_MS):
        raise Refused(_("This answer was used before."))
    if "error" in given:
        raise Refused(_("You were not signed in there."))
    site = ask.site.sign_on
    from_whom = given.get("iss", "")
    if from_whom != issuer.issuer and (from_whom or await site.names_itself(issuer.key)):
        raise Refused(_("This answer is from somebody else."))
    code, verifier = given.get("code", ""), note["verifier"]
    said = await site.redeem(issuer.key, code, verifier, note["nonce"])
    who = sign_on.read_claims(issuer, said)
    sign_on.require_welcome(issuer, who)
    return who, said


async def _let_in(ask: Ask, issuer: Issuer, who: Vouched, there: str) -> Response:
    """Sign in whom an issuer vouches for, or let them choose a handle the first time."""
    login = await sign_on.find_known(ask.store, who)
    if login is None and issuer.link_by_mail and who.email:
        login = await accounts.find_login(ask.store, who.email)
        if login is not None and accounts.may_enter(login):
            await ask.do(sign_on.link_to, login[0].actor_id, who)
    if login is None:
        return await arriving.begin(ask, issuer, who, there)
    if not accounts.may_enter(login):
        closed = _("Your account here is closed. Whoever runs this node can tell you more.")
        return await _failed_at(ask, issuer, Refused(closed))
    await ask.do(sign_on.come_again, login, who, sign_on.role_of(issuer, who))
    return away_no_more(ask, await entering.enter(ask, login, entering.means_of(who), there))


async def _link(ask: Ask, who: Vouched, note: Note) -> Response:
    if not ask.signed.fresh or note["me"] != ask.me.id:
        raise Unproved("Confirm first that it is you.")
    await ask.do(sign_on.link_to, ask.me.id, who)
    return away_no_more(ask, ask.go(f"{PLACE}?done=linked"))


async def _confirm(ask: Ask, who: Vouched, note: Note, said: issuers.Claims) -> Response:
    login = await sign_on.find_known(ask.store, who)
    when = said.get("auth_time")
    recent = isinstance(when, int | float) and when > clock.now() - _JUST_NOW
    mine = login is not None and note["me"] == ask.me.id == login[0].actor_id
    if not (mine and recent):
        raise Refused(_("That does not show that it is you."))
    return away_no_more(ask, await confirming.proved(ask, paths.own_path(note["there"])))


def away_no_more(ask: Ask, response: Response) -> Response:
    """Let a browser forget what it asked an issuer."""
    session.keep_away(response, "", ask.site.settings)
    return response


async def _failed_at(ask: Ask, issuer: Issuer, error: FedcopError) -> Response:
    """Say that an issuer let nobody in, and which ways are left."""
    down = isinstance(error, Unreachable)
    status = 503 if down else 403
    page = await ask.page(
        "sign_on_failed.html", status, issuer=issuer, down=down, why=refusal(error.safe)
    )
    return away_no_more(ask, page)


def _require_aim(ask: Ask, aim: str) -> None:
    """Let other sites begin nothing but a way in. Raises Refused and Unproved."""
    if aim not in _AIMS:
        raise Refused("There is no such way.")
    if aim == "in":
        return
    csrf.check_sender(ask.request, ask.site.settings.origin)
    if aim == "link" and not ask.signed.fresh:
        raise Unproved("Confirm first that it is you.")


def _who(ask: Ask) -> int:
    return ask.visitor.actor.id if ask.visitor else 0
