"""An issuer of our own making, that tells the truth or lies as a test wishes."""

import asyncio
import hmac
import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, Router

from fedcop import clock
from fedcop.settings import Issuer

SECRET = "a secret of thirty-two characters"
CLIENT = "fedcop"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


def _part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def unsigned(claims: dict[str, Any], _: object) -> str:
    """A token that nobody signed."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def signed(claims: dict[str, Any], key: Any, alg: str = "RS256") -> str:
    """A token signed as it should be."""
    return jwt.encode({"alg": alg, "kid": key.kid or "none"}, claims, key, algorithms=[alg])


def by_public_key(claims: dict[str, Any], key: Any) -> str:
    """A token signed with the public key as if it were a shared secret."""
    said = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
    proof = hmac.new(key.as_pem(private=False), said.encode(), sha256).digest()
    return f"{said}.{urlsafe_b64encode(proof).decode().rstrip('=')}"


@dataclass
class Lab:
    """What the issuer knows, and how it lies."""

    origin: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    down: bool = False
    sign: Callable[[dict[str, Any], Any], str] = signed
    lie: dict[str, Any] = field(default_factory=dict)  # of claims
    about: dict[str, Any] = field(default_factory=dict)  # of itself
    asked: list[str] = field(default_factory=list)

    def settings(self, **more: Any) -> Issuer:
        """It, as an operator writes it down."""
        facts = {"key": "lab", "issuer": self.origin, "client_id": CLIENT, "client_secret": SECRET}
        return Issuer(**{**facts, "title": "The Lab", **more})

    def allow(self, where: str, **claims: Any) -> str:
        """Let somebody in who was led here; returns what they bring back, as a query."""
        asked = dict(parse_qsl(urlsplit(where).query))
        code = secrets.token_urlsafe(8)
        self.codes[code] = {"asked": asked, "claims": {"sub": "u1", **claims}}
        return f"code={code}&state={asked['state']}&iss={self.origin}"

    def logout(self, **changed: Any) -> str:
        """A logout token."""
        now = int(clock.now())
        claims = {
            "iss": self.origin,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_hex(8),
            "events": {LOGOUT: {}},
            "sub": "u1",
            **changed,
        }
        return self.sign({name: one for name, one in claims.items() if one is not None}, self.key)

    async def discovery(self, _: Request) -> JSONResponse:
        """What it says of itself."""
        self.asked.append("discovery")
        if self.down:
            return JSONResponse({}, 503)
        return JSONResponse(
            {
                "issuer": self.origin,
                "authorization_endpoint": f"{self.origin}/authorize",
                "token_endpoint": f"{self.origin}/token",
                "jwks_uri": f"{self.origin}/keys",
                "end_session_endpoint": f"{self.origin}/leave",
                "authorization_response_iss_parameter_supported": True,
                **self.about,
            }
        )

    async def keys(self, _: Request) -> JSONResponse:
        """Its keys."""
        self.asked.append("keys")
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def token(self, request: Request) -> JSONResponse:
        """Give a token for a code, once."""
        form = {name: one[0] for name, one in parse_qs((await request.body()).decode()).items()}
        self.asked.append("token")
        found = self.codes.pop(form.get("code", ""), None)
        hashed = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(hashed).rstrip(b"=").decode()
        basic = request.headers.get("authorization", "").removeprefix("Basic ")
        given = [unquote(one) for one in b64decode(basic).decode().split(":")]
        if found is None or found["asked"]["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if given != [CLIENT, SECRET] or form["redirect_uri"] != found["asked"]["redirect_uri"]:
            return JSONResponse({"error": "invalid_client"}, 401)
        now = int(clock.now())
        claims = {
            "iss": self.origin,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": found["asked"]["nonce"],
            **found["claims"],
            **self.lie,
        }
        claims = {name: one for name, one in claims.items() if one is not None}
        return JSONResponse({"access_token": "t", "id_token": self.sign(claims, self.key)})


@asynccontextmanager
async def open_lab() -> AsyncIterator[Lab]:
    """An issuer that runs on a port of its own."""
    lab = Lab()
    app = Router(
        routes=[
            Route("/.well-known/openid-configuration", lab.discovery),
            Route("/keys", lab.keys),
            Route("/token", lab.token, methods=["POST"]),
        ]
    )
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    lab.origin = f"http://login.localhost:{socket.getsockname()[1]}"
    running = asyncio.create_task(server.serve(sockets=[socket]))
    try:
        yield lab
    finally:
        server.should_exit = True
        await running


def other_key(kind: str = "rsa") -> Any:
    """A key that is not the issuer's, under the same name."""
    if kind == "rsa":
        return RSAKey.generate_key(2048, {"kid": "one"})
    return ECKey.generate_key("P-256", {"kid": "one"})
