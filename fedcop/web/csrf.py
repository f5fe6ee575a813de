"""Forms are ours: made here for this browser, and sent from a page of ours."""

import hmac
import secrets
from hashlib import sha256
from typing import Final

from starlette.requests import Request

from fedcop.errors import Refused

_OUTSIDE: Final = "This form was sent from another site, so nothing was done."
_STALE: Final = "This form is too old or was made for somebody else; open its page again."
_BYTES = 32
_OURS: Final = frozenset({"same-origin", "none"})


def check_sender(request: Request, origin: str) -> None:
    """Take forms only from pages of ours, as far as a browser says. Raises Refused."""
    said = request.headers.get("origin")
    if said is not None and said != origin:
        raise Refused(_OUTSIDE)
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in _OURS:
        raise Refused(_OUTSIDE)


def check_token(right: str, given: str) -> None:
    """Take only forms that were made for this browser. Raises Refused."""
    if not right or not hmac.compare_digest(right.encode(), given.encode()):
        raise Refused(_STALE)


def new_guest() -> str:
    """Make a mark for a browser that nobody is signed in with."""
    return secrets.token_urlsafe(_BYTES)


def guest_token(guest: str, secret: str) -> str:
    """Make the token of forms for a browser that nobody is signed in with."""
    return hmac.new(secret.encode(), b"form:" + guest.encode(), sha256).hexdigest() if guest else ""
