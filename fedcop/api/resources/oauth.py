"""/oauth: tokens are fetched, looked at and given back. The page that asks people is elsewhere."""

from base64 import b64decode
from typing import Final
from urllib.parse import unquote

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Route
from fedcop.community import apps, oauth, scopes
from fedcop.community.oauth import Claim, Granted
from fedcop.errors import Ungranted, UnknownApp
from fedcop.store.rows import AppRow

_NO_STORE: Final = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))
_BAD_CODE: Final = (
    "The authorization code is invalid, expired, used before, or was issued for another redirect"
    " URI, verifier or app."
)
_LONGEST: Final = 300


async def token(ask: Ask) -> Answer:
    """Give an app a token: for the person whose code it has, or for itself."""
    kind = ask.params.text("grant_type")
    if kind == "authorization_code":
        return hand_over(await _redeem(ask))
    if kind == "client_credentials":
        return hand_over(await _for_app(ask))
    if not kind:
        raise Ungranted("invalid_request", "grant_type is missing.")
    raise Ungranted("unsupported_grant_type", "Only authorization_code and client_credentials.")


async def _redeem(ask: Ask) -> Granted:
    app = await _app(ask)
    code, uri = ask.params.text("code").strip(), ask.params.text("redirect_uri")
    if not code or not uri:
        raise Ungranted("invalid_request", "code and redirect_uri are needed.")
    claim = Claim(code, uri, ask.params.text("code_verifier"))
    granted = await ask.do(oauth.redeem, app, claim)
    if granted is None:
        raise Ungranted("invalid_grant", _BAD_CODE)
    return granted


async def _for_app(ask: Ask) -> Granted:
    app = await _app(ask)
    wanted = scopes.split(" ".join(ask.params.texts("scope")))
    if not scopes.within(wanted, app.scopes.split()):
        raise Ungranted("invalid_scope", "The app did not register these scopes.")
    return await ask.do(oauth.give_app, app, " ".join(wanted))


def hand_over(granted: Granted) -> Answer:
    """Hand an app its new token."""
    row = granted.token
    told = {
        "access_token": granted.secret,
        "token_type": "Bearer",
        "scope": row.scopes,
        "created_at": row.created // 1000,
    }
    return Answer.json(told, 200, _NO_STORE)


async def revoke(ask: Ask) -> Answer:
    """End a token that an app gives back; one nobody knows has ended already."""
    try:
        app = await _app(ask)
    except UnknownApp:
        return _not_theirs()
    done = await ask.do(oauth.revoke, app, ask.params.text("token"))
    return Answer.empty() if done else _not_theirs()


def _not_theirs() -> Answer:
    said = "You are not authorized to revoke this token"
    told = {"error": "unauthorized_client", "error_description": said}
    return Answer.json(told, 403, _NO_STORE)


async def introspect(ask: Ask) -> Answer:
    """Tell an app what a token of its own may do (RFC 7662)."""
    app = await _app(ask)
    caller = await oauth.recognise(ask.store, ask.params.text("token")[:_LONGEST])
    if caller is None or caller.app.id != app.id:
        return Answer.json({"active": False}, 200, _NO_STORE)
    told: dict[str, object] = {
        "active": True,
        "scope": caller.token.scopes,
        "client_id": app.client_id,
        "token_type": "Bearer",
        "iat": caller.token.created // 1000,
        "iss": ask.settings.origin,
    }
    if caller.actor is not None:
        told |= {"sub": caller.actor.uri, "username": caller.actor.name}
    return Answer.json(told, 200, _NO_STORE)


async def userinfo(ask: Ask) -> Answer:
    """Tell an app for whom it acts, as OpenID Connect does."""
    me = ask.me()
    told = {
        "iss": f"{ask.settings.origin}/",
        "sub": me.uri,
        "name": me.display or me.name,
        "preferred_username": me.name,
        "profile": me.url or me.uri,
        "picture": me.icon or f"{ask.settings.origin}/pictures/avatar.png",
    }
    return Answer.json(told, 200, _NO_STORE)


async def _app(ask: Ask) -> AppRow:
    """Say which app asks: by Basic, by the body, or by both alike. Raises Ungranted."""
    name, secret = ask.params.text("client_id"), ask.params.text("client_secret")
    basic = _basic(ask.header("authorization"))
    if basic is not None:
        if (name and name != basic[0]) or (secret and secret != basic[1]):
            raise Ungranted("invalid_request", "Two different ways say who the app is.")
        name, secret = basic
    return await apps.authenticate(ask.store, name[:_LONGEST], secret)


def _basic(header: str) -> tuple[str, str] | None:
    kind, _, rest = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(rest.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise UnknownApp from None
    return unquote(name), unquote(secret)


ROUTES: Final = (
    Route("POST", "/oauth/token", token, "", Auth.OPEN),
    Route("POST", "/oauth/revoke", revoke, "", Auth.OPEN),
    Route("POST", "/oauth/introspect", introspect, "", Auth.OPEN),
    Route("GET", "/oauth/userinfo", userinfo, "profile read:accounts"),
    Route("POST", "/oauth/userinfo", userinfo, "profile read:accounts"),
)
