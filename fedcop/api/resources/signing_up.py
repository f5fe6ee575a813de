"""POST /api/v1/accounts: somebody asks for an account from an app, where the node lets them."""

from dataclasses import replace
from typing import Final

from fedcop import tongues
from fedcop.api.ask import Answer, Ask
from fedcop.api.resources.oauth import hand_over
from fedcop.api.routes import Auth, Route
from fedcop.community import signing_up
from fedcop.community.joining import modes, newcomers
from fedcop.community.joining.newcomers import Terms, Wish
from fedcop.community.options import Options
from fedcop.community.signing_up import Asking
from fedcop.errors import Malformed, Refused, Unauthenticated
from fedcop.federation.keyring import make_keys

_WORDS: Final = {
    signing_up.BLANK: "can't be blank",
    signing_up.INVALID: "is invalid",
    signing_up.RESERVED: "is reserved",
    signing_up.TAKEN: "has already been taken",
    signing_up.BLOCKED: "is of a kind that is not taken here",
    signing_up.TOO_LONG: "is too long",
    signing_up.TOO_YOUNG: "is below the age limit",
    "ERR_ACCEPTED": "must be accepted",
}
_CLOSED: Final = "Nobody can sign up here; those who run this node make the accounts."
_CONFIRMED: Final = "This method is only available while the e-mail is awaiting confirmation"


async def sign_up(ask: Ask) -> Answer:
    """Take somebody's wish to join; their app acts for them as soon as they are let in."""
    if ask.caller is None:
        raise Unauthenticated("The access token is invalid")
    options = await ask.desk.options.get(ask.store)
    wish = _wish(ask)
    if modes.mode_of(ask.settings, options) == modes.CLOSED:
        raise Refused(_CLOSED)
    terms = await newcomers.terms_for(ask.store, ask.settings, options, wish)
    faults = await _faults(ask, wish, terms, options)
    if faults:
        return _refused(faults)
    try:
        password = await ask.desk.passwords.hash(ask.params.text("password"))
    except Malformed as error:
        return _refused({"password": (signing_up.INVALID, error.safe.partition(": ")[2])})
    uri = ask.store.uris.person(wish.name)
    keys = await make_keys(uri, ask.parts.seal) if terms.at_once else ()
    asking = Asking(replace(wish, password_hash=password), terms, options, keys)
    try:
        granted = await ask.do(signing_up.sign_up, ask.caller.app, asking)
    except Refused:
        return _refused({"username": (signing_up.TAKEN, _WORDS[signing_up.TAKEN])})
    return hand_over(granted)


async def confirm(ask: Ask) -> Answer:
    """Send the link that proves a mail address again, or to another address."""
    if ask.caller is None or not ask.caller.token.account_id:
        raise Refused(_CONFIRMED)
    waiting = await newcomers.find_newcomer(ask.store, ask.caller.token.account_id)
    if waiting is None or waiting.state != newcomers.State.UNCONFIRMED:
        raise Refused(_CONFIRMED)
    options = await ask.desk.options.get(ask.store)
    await ask.do(
        newcomers.another_address,
        waiting.id,
        ask.params.line("email"),
        options,
        mails=ask.settings.mails,
    )
    return Answer.empty()


def _wish(ask: Ask) -> Wish:
    params = ask.params
    return Wish(
        name=params.line("username").lower(),
        email=params.line("email"),
        locale=tongues.choose((params.line("locale")[:35],)),
        reason=params.text("reason"),
        code=params.line("invite_code")[:100],
    )


async def _faults(
    ask: Ask, wish: Wish, terms: Terms, options: Options
) -> dict[str, tuple[str, str]]:
    """Say what is wrong with a wish, field by field."""
    born = ask.params.line("date_of_birth")[:10]
    found = {
        "username": await signing_up.name_fault(ask.store, wish.name),
        "email": signing_up.email_fault(wish.email, terms, options),
        "password": "" if ask.params.text("password") else signing_up.BLANK,
        "agreement": "" if ask.params.flag("agreement") else "ERR_ACCEPTED",
        "reason": signing_up.reason_fault(wish.reason, terms),
        "date_of_birth": signing_up.age_fault(born, options.least_age),
    }
    return {field: (code, _WORDS[code]) for field, code in found.items() if code}


def _refused(faults: dict[str, tuple[str, str]]) -> Answer:
    said = ", ".join(f"{field.capitalize()} {why}" for field, (_, why) in faults.items())
    details = {
        field: [{"error": code, "description": why}] for field, (code, why) in faults.items()
    }
    return Answer.json({"error": f"Validation failed: {said}", "details": details}, 422)


ROUTES: Final = (
    Route("POST", "/api/v1/accounts", sign_up, "write:accounts", Auth.APP, "signup"),
    Route(
        "POST",
        "/api/v1/emails/confirmations",
        confirm,
        "write:accounts",
        limit="signup",
        held=True,
    ),
)
