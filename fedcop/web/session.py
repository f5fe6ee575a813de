"""The session cookie: read, set, and taken away."""

from typing import Final

from starlette.responses import Response

from fedcop.community import sessions
from fedcop.community.sessions import Visitor
from fedcop.settings import Settings
from fedcop.web import csrf
from fedcop.web.ask import Ask

_LONGEST_TOKEN: Final = 100
_GUEST_SECONDS: Final = 24 * 60 * 60
_TONGUE_SECONDS: Final = 365 * 24 * 60 * 60
_STEP_SECONDS: Final = 10 * 60


async def visitor_of(ask: Ask) -> Visitor | None:
    """Say who is signed in with this browser."""
    token = token_of(ask)
    return await sessions.recognise(ask.store, token) if token else None


def token_of(ask: Ask) -> str:
    """Return the token that a browser sent, if it can be one."""
    token = ask.request.cookies.get(ask.site.settings.cookie, "")
    return token if len(token) <= _LONGEST_TOKEN else ""


def sign_in(response: Response, token: str, settings: Settings) -> None:
    """Let a browser keep a new session."""
    _set(response, settings.cookie, token, sessions.LONGEST // 1000, settings)
    _set(response, f"{settings.cookie}-guest", "", 0, settings)
    _set(response, f"{settings.cookie}-step", "", 0, settings)


def keep_step(response: Response, token: str, settings: Settings) -> None:
    """Let a browser keep what it is in the middle of."""
    _set(response, f"{settings.cookie}-step", token, _STEP_SECONDS, settings)


def keep_away(response: Response, note: str, settings: Settings) -> None:
    """Let a browser keep what it asks an issuer; an empty note: forget it."""
    _set(response, f"{settings.cookie}-away", note, _STEP_SECONDS if note else 0, settings)


def away_of(ask: Ask) -> str:
    """Return what a browser asked an issuer."""
    return ask.request.cookies.get(f"{ask.site.settings.cookie}-away", "")


def step_of(ask: Ask) -> str:
    """Return the token of what a browser is in the middle of, if it can be one."""
    token = ask.request.cookies.get(f"{ask.site.settings.cookie}-step", "")
    return token if len(token) <= _LONGEST_TOKEN else ""


def sign_out(response: Response, settings: Settings) -> None:
    """Let a browser forget its session."""
    _set(response, settings.cookie, "", 0, settings)


def mark_guest(ask: Ask) -> str:
    """Return the mark of a browser that nobody is signed in with, a new one when it has none."""
    return ask.guest if 0 < len(ask.guest) <= _LONGEST_TOKEN else csrf.new_guest()


def keep_guest(response: Response, guest: str, settings: Settings) -> None:
    """Let a browser keep its mark while it signs in."""
    _set(response, f"{settings.cookie}-guest", guest, _GUEST_SECONDS, settings)


def seat_of(ask: Ask) -> str:
    """Return what a browser holds that sets up the node."""
    return ask.request.cookies.get(f"{ask.site.settings.cookie}-setup", "")


def keep_seat(response: Response, token: str, seconds: int, settings: Settings) -> None:
    """Let a browser keep what it sets up the node by; no seconds: let it forget."""
    _set(response, f"{settings.cookie}-setup", token, seconds, settings)


def keep_tongue(response: Response, tag: str, settings: Settings) -> None:
    """Let a browser keep the language that somebody chose before signing in."""
    _set(response, f"{settings.cookie}-tongue", tag, _TONGUE_SECONDS, settings)


def _set(response: Response, name: str, value: str, seconds: int, settings: Settings) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=not settings.development,
        httponly=True,
        samesite="lax",
    )
