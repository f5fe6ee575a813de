"""Speak with the issuers of sign-on: where to lead people, and what a token says, if it is true."""

import hmac
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from fedcop import clock
from fedcop.errors import Refused, Unreachable
from fedcop.settings import Issuer
from fedcop.transport.client import Client, OutRequest

Claims = Mapping[str, Any]  # as JSON reads them

_KEPT_SECONDS: Final = 3600.0
_RENEWED_SECONDS: Final = 60.0  # how often at most keys are had again for one that is not known
_LEEWAY: Final = 120  # seconds by which the clock of an issuer may be off
_LONGEST_LOGOUT: Final = 600  # seconds that a logout token may be old
_LARGEST: Final = 1 << 18
_OK: Final = 200
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
_ACCEPT: Final = ("Accept", "application/json")


@dataclass(slots=True)
class _Known:
    """What is known of an issuer, and since when."""

    about: Claims = field(default_factory=dict)
    asked: float = 0.0
    keys: KeySet | None = None
    keys_asked: float = 0.0


class SignOn:
    """The issuers that this node trusts."""

    def __init__(self, client: Client, issuers: tuple[Issuer, ...], origin: str) -> None:
        self._client = client
        self._issuers = {one.key: one for one in issuers}
        self._origin = origin
        self._known = {one.key: _Known() for one in issuers}

    def back(self, key: str) -> str:
        """Say where an issuer leads people back to."""
        return f"{self._origin}/oidc/{key}/back"

    async def lead(self, key: str, once: Mapping[str, str], *, anew: bool = False) -> str:
        """Say where somebody proves to an issuer who they are. Raises Unreachable and Refused."""
        about, one = await self._about(key), self._issuers[key]
        asked = {
            "response_type": "code",
            "client_id": one.client_id,
            "redirect_uri": self.back(key),
            "scope": " ".join(one.scopes),
            "code_challenge_method": "S256",
            **once,
        }
        if anew:
            asked |= {"prompt": "login", "max_age": "0"}
        where = _text(about, "authorization_endpoint")
        self._client.vet(where)
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"

    async def names_itself(self, key: str) -> bool:
        """Whether an issuer says with each answer that it is from it."""
        about = await self._about(key)
        return about.get("authorization_response_iss_parameter_supported") is True

    async def redeem(self, key: str, code: str, verifier: str, nonce: str) -> Claims:
        """Say what an issuer knows of whoever brought a code. Raises Unreachable and Refused."""
        about, one = await self._about(key), self._issuers[key]
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back(key),
            "code_verifier": verifier,
        }
        headers = _own_name(one, about, fields)
        body = urlencode(fields).encode()
        request = OutRequest("POST", _text(about, "token_endpoint"), headers, body, _LARGEST)
        given = await self._json(request, "it does not take the code")
        claims = await self._verified(key, _text(given, "id_token"))
        _check_audience(claims, one)
        if not claims.get("sub"):
            raise Refused("sign-on: the token names nobody")
        if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
            raise Refused("sign-on: the token was made for somebody else")
        return await self._with_more(claims, about, one, given)

    async def read_logout(self, key: str, token: str) -> Claims:
        """Read by which token an issuer says that somebody has left. Raises Refused."""
        claims = await self._verified(key, token, expires=False)
        _check_audience(claims, self._issuers[key])
        events = claims.get("events")
        now = clock.now()
        issued = claims.get("iat")
        if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT_EVENT), dict):
            raise Refused("logout_token: it is about something else")
        if "nonce" in claims:
            raise Refused("logout_token: this is a token to sign in")
        if not isinstance(issued, int | float) or issued < now - _LONGEST_LOGOUT:
            raise Refused("logout_token: it is too old")
        if not (claims.get("sub") or claims.get("sid")) or not isinstance(claims.get("jti"), str):
            raise Refused("logout_token: it names nobody, or not itself")
        return claims

    async def leave(self, key: str) -> str:
        """Say where somebody leaves an issuer too; nothing where that cannot be."""
        about, one = await self._about(key), self._issuers[key]
        where = about.get("end_session_endpoint")
        if not isinstance(where, str):
            return ""
        self._client.vet(where)
        said = {"client_id": one.client_id, "post_logout_redirect_uri": f"{self._origin}/"}
        return f"{where}{'&' if '?' in where else '?'}{urlencode(said)}"

    async def look(self, key: str) -> str:
        """Say how an issuer stands, for whoever checks a node. Raises what is wrong."""
        self._known[key] = _Known()
        await self._about(key)
        keys = await self._keys(key)
        return f"{self._issuers[key].issuer} answers, with {len(keys.keys)} keys"

    async def _about(self, key: str) -> Claims:
        one, known = self._issuers[key], self._known[key]
        now = time.monotonic()
        if known.about and now - known.asked < _KEPT_SECONDS:
            return known.about
        url = one.issuer.rstrip("/") + _WELL_KNOWN
        about = await self._json(OutRequest("GET", url, (_ACCEPT,), b"", _LARGEST), "it says no")
        if about.get("issuer") != one.issuer:
            raise Refused(f"sign-on: {one.issuer} calls itself {str(about.get('issuer'))[:200]}")
        known.about, known.asked = about, now
        return about

    async def _keys(self, key: str) -> KeySet:
        known, now = self._known[key], time.monotonic()
        url = _text(await self._about(key), "jwks_uri")
        said = await self._json(OutRequest("GET", url, (_ACCEPT,), b"", _LARGEST), "no keys")
        try:
            known.keys = KeySet.import_key_set(said)  # type: ignore[arg-type]  # it checks
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Refused("sign-on: the keys of the issuer cannot be read") from error
        known.keys_asked = now
        return known.keys

    async def _verified(self, key: str, token: str, *, expires: bool = True) -> Claims:
        """Return what a token says, sure that its issuer signed it. Raises Refused."""
        one, known = self._issuers[key], self._known[key]
        keys = known.keys
        if keys is None or time.monotonic() - known.keys_asked > _KEPT_SECONDS:
            keys = await self._keys(key)
        try:
            claims = _opened(token, keys, one)
        except JoseError as error:
            if time.monotonic() - known.keys_asked < _RENEWED_SECONDS:
                raise Refused("sign-on: the token is not signed by the issuer") from error
            try:
                claims = _opened(token, await self._keys(key), one)  # it may have new keys
            except JoseError as again:
                raise Refused("sign-on: the token is not signed by the issuer") from again
        _check_times(claims, expires=expires)
        if claims.get("iss") != one.issuer:
            raise Refused("sign-on: the token is from another issuer")
        return claims

    async def _with_more(self, claims: Claims, about: Claims, one: Issuer, given: Claims) -> Claims:
        """Add what an issuer says only when it is asked, where the token leaves it out."""
        wanted = {one.name_claim, one.mail_claim, one.handle_claim, one.groups_claim}
        where = about.get("userinfo_endpoint")
        if wanted <= claims.keys() or not isinstance(where, str):
            return claims
        headers = (_ACCEPT, ("Authorization", f"Bearer {_text(given, 'access_token')}"))
        more = await self._json(OutRequest("GET", where, headers, b"", _LARGEST), "it says no")
        if more.get("sub") != claims.get("sub"):
            raise Refused("sign-on: the issuer speaks of somebody else")
        return {**more, **claims}

    async def _json(self, request: OutRequest, wrong: str) -> Claims:
        answer = await self._client.send(request)
        if answer.status >= 500:  # noqa: PLR2004 - it is the issuer that is broken
            raise Unreachable(f"sign-on: the issuer answered {answer.status}")
        try:
            said = orjson.loads(answer.body)
        except orjson.JSONDecodeError as error:
            raise Refused("sign-on: the issuer gave no JSON") from error
        if answer.status != _OK or not isinstance(said, dict):
            why = said.get("error", "") if isinstance(said, dict) else ""
            raise Refused(f"sign-on: {wrong} ({answer.status} {str(why)[:60]})")
        return said


def _opened(token: str, keys: KeySet, one: Issuer) -> Claims:
    """Open a token by one of the ways of signing that are allowed, never by another."""
    asymmetric = [name for name in one.algorithms if not name.startswith("HS")]
    shared = [name for name in one.algorithms if name.startswith("HS")]
    try:
        return jwt.decode(token, keys, algorithms=asymmetric).claims if asymmetric else {}
    except (JoseError, ValueError, TypeError, KeyError) as error:
        if not shared:
            raise JoseError(str(error)) from error
    try:
        secret = OctKey.import_key(one.client_secret)
        return jwt.decode(token, secret, algorithms=shared).claims
    except (ValueError, TypeError, KeyError) as error:
        raise JoseError(str(error)) from error


def _check_audience(claims: Claims, one: Issuer) -> None:
    said = claims.get("aud")
    audience = said if isinstance(said, list) else [said]
    if one.client_id not in audience:
        raise Refused("sign-on: the token is for another program")
    party = claims.get("azp")
    if party not in {None, one.client_id} or (len(audience) > 1 and party is None):
        raise Refused("sign-on: the token is for another program")
    subject = claims.get("sub", "")
    if not isinstance(subject, str) or len(subject) > 255:  # noqa: PLR2004 - as OIDC has it
        raise Refused("sign-on: the token names nobody")


def _check_times(claims: Claims, *, expires: bool) -> None:
    now = clock.now()
    until, since, begun = (claims.get(name) for name in ("exp", "nbf", "iat"))
    if isinstance(until, int | float):
        if until + _LEEWAY < now:
            raise Refused("sign-on: the token is too old; is a clock wrong?")
    elif expires:
        raise Refused("sign-on: the token has no end")
    for moment in (since, begun):
        if isinstance(moment, int | float) and moment - _LEEWAY > now:
            raise Refused("sign-on: the token is from the future; is a clock wrong?")


def _own_name(one: Issuer, about: Claims, fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Say who we are, by the way that an issuer knows."""
    if not one.client_secret:
        fields["client_id"] = one.client_id
        return (_FORM, _ACCEPT)
    known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" not in known and "client_secret_post" in known:
        fields |= {"client_id": one.client_id, "client_secret": one.client_secret}
        return (_FORM, _ACCEPT)
    pair = f"{quote(one.client_id, safe='')}:{quote(one.client_secret, safe='')}"
    return (_FORM, _ACCEPT, ("Authorization", f"Basic {b64encode(pair.encode()).decode()}"))


def _text(said: Claims, name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise Refused(f"sign-on: the issuer does not say its {name}")
    return value
