"""What an app asks a person for, looked at before the person is."""

import re
from dataclasses import dataclass
from typing import Final

from fedcop.community import apps, scopes
from fedcop.community.oauth import Leave
from fedcop.errors import Malformed, Ungranted
from fedcop.store.batch import Reader
from fedcop.store.rows import AppRow

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # SHA-256 in base64url
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Wish:
    """What an app asks for, as it stands in the address it opens."""

    client_id: str
    redirect_uri: str
    response_type: str = "code"
    scope: str = ""
    challenge: str = ""
    method: str = ""


async def app_of(reader: Reader, wish: Wish) -> AppRow:
    """Find the app that asks, sure that it may be led back where it says. Raises Malformed.

    Until that is sure nobody is led anywhere: who gets an answer would be somebody else's choice.
    """
    app = await apps.find(reader, wish.client_id[:_LONGEST])
    if app is None:
        raise Malformed(
            "This app is not known here (any more). Sign out of it, then sign in once more."
        )
    if not apps.leads_back(app, wish.redirect_uri):
        raise Malformed(
            "The app asks to be answered at an address that it did not name when it made itself"
            " known, so it gets no answer."
        )
    return app


def leave_for(app: AppRow, wish: Wish) -> Leave:
    """Say what a person would allow. Raises Ungranted."""
    if wish.response_type != "code":
        raise Ungranted("unsupported_response_type", "Only the code response type is known here.")
    wanted = scopes.split(wish.scope)
    if not scopes.within(wanted, app.scopes.split()):
        raise Ungranted("invalid_scope", "The app asks for more than it registered.")
    if wish.challenge or wish.method:
        _check_challenge(wish)
    return Leave(app, wish.redirect_uri, " ".join(wanted), wish.challenge)


def _check_challenge(wish: Wish) -> None:
    if wish.method != "S256":
        raise Ungranted("invalid_request", "The code challenge method must be S256.")
    if not _CHALLENGE.fullmatch(wish.challenge):
        raise Ungranted("invalid_request", "The code challenge cannot be read.")
