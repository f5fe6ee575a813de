"""POST /api/v1/accounts: somebody joins this node from an app, if it is open to everybody."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.resources.oauth import hand_over
from fedcop.api.routes import Auth, Route
from fedcop.community import signing_up
from fedcop.community.accounts import NewPerson
from fedcop.errors import Malformed, Refused, Unauthenticated
from fedcop.federation.keyring import make_keys

_WORDS: Final = {
    signing_up.BLANK: "can't be blank",
    signing_up.INVALID: "is invalid",
    signing_up.RESERVED: "is reserved",
    signing_up.TAKEN: "has already been taken",
    "ERR_ACCEPTED": "must be accepted",
}
_CLOSED: Final = "Nobody signs up here through an app; ask those who run this node."
_CONFIRMED: Final = "This method is only available while the e-mail is awaiting confirmation"


async def sign_up(ask: Ask) -> Answer:
    """Let somebody in; their app acts for them at once, since no mail is there to be confirmed."""
    if ask.caller is None:
        raise Unauthenticated("The access token is invalid")
    if ask.settings.registrations != "open":
        raise Refused(_CLOSED)
    name = ask.params.line("username").lower()
    faults = await _faults(ask, name)
    if faults:
        return _refused(faults)
    try:
        password = await ask.desk.passwords.hash(ask.params.text("password"))
    except Malformed as error:
        return _refused({"password": (signing_up.INVALID, error.safe.partition(": ")[2])})
    keys = await make_keys(ask.store.uris.person(name), ask.parts.seal)
    person = NewPerson(name, email=ask.params.line("email"), password_hash=password)
    try:
        granted = await ask.do(signing_up.sign_up, ask.caller.app, person, keys)
    except Refused:
        return _refused({"username": (signing_up.TAKEN, _WORDS[signing_up.TAKEN])})
    return hand_over(granted)


async def confirm(ask: Ask) -> Answer:
    """Answer that no mail address waits to be confirmed."""
    raise Refused(_CONFIRMED)


async def _faults(ask: Ask, name: str) -> dict[str, tuple[str, str]]:
    """Say what is wrong with a wish, field by field."""
    email = ask.params.line("email")
    found = {
        "username": await signing_up.name_fault(ask.store, name),
        "email": await signing_up.email_fault(ask.store, email),
        "password": "" if ask.params.text("password") else signing_up.BLANK,
        "agreement": "" if ask.params.flag("agreement") else "ERR_ACCEPTED",
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
        stub="always 403: no mail is sent yet",
    ),
)
