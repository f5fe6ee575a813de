"""An endpoint for pushes on a real socket, with apps behind it that open what they are sent.

    async with pushes.opened() as endpoint:          # the receiver's side, written anew
        app = endpoint.app()                         # keys of its own; `app.draft()` for older ones
        await phone.post(PATH, subscription=app.subscription, data={"alerts": {"mention": True}})
        push = await app.get("mention", server_key)  # waits; decrypted, its sender verified
        assert push.message["title"] == "Ben named you"

An app answers 201; `app.answers` may hold other answers, the next first: a status, a status with
headers, or None, which is never to answer.
"""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fedcop import clock
from tests.nodes import until

PATH = "/api/v1/push/subscription"
DAY = 86_400
CURVE = ec.SECP256R1()

Said = int | tuple[int, dict[str, str]] | None


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def derive(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(frozen=True)
class Push:
    """One message as it came: what the endpoint sees, and what only the app reads."""

    headers: dict[str, str]
    body: bytes
    message: dict[str, Any]


@dataclass
class App:
    """An app that wants to be told at once."""

    endpoint: str
    standard: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = bytes(range(16))
    answers: list[Said] = field(default_factory=list)
    got: list[Push] = field(default_factory=list)  # what it took, the first first
    tried: list[float] = field(default_factory=list)  # when it was knocked at
    wrong: list[str] = field(default_factory=list)

    @property
    def point(self) -> bytes:
        return point_of(self.key.public_key())

    @property
    def subscription(self) -> dict[str, Any]:
        """What it tells its server of itself."""
        keys = {"p256dh": b64(self.point), "auth": b64(self.secret)}
        return {"endpoint": self.endpoint, "standard": self.standard, "keys": keys}

    @property
    def types(self) -> list[str]:
        return [push.message["notification_type"] for push in self.got]

    async def get(self, type_: str, server_key: str = "", seconds: float = 40) -> Push:
        """Wait for a push of a type; the latest, if there are several."""
        await until(lambda: type_ in self.types or self.wrong, seconds, why=self.told)
        assert not self.wrong, self.wrong
        push = next(push for push in reversed(self.got) if type_ in push.message.values())
        if server_key:
            assert sender(push.headers) == server_key
        return push

    def told(self) -> str:
        return f"{self.types}, knocked at {len(self.tried)} times, {self.wrong}"

    def open(self, headers: dict[str, str], body: bytes) -> bytes:
        """Decrypt a message."""
        coding = headers["content-encoding"]
        assert coding == ("aes128gcm" if self.standard else "aesgcm"), coding
        return self._open(body) if self.standard else self._open_draft(headers, body)

    def _open(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert 17 <= len(sealed) <= size
        assert len(body) <= 4096
        info = b"WebPush: info\0" + self.point + theirs
        material = derive(self.secret, self._shared(theirs), info, 32)
        key = derive(salt, material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(salt, material, b"Content-Encoding: nonce\0", 12)
        message = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert message[-1:] == b"\2"
        return message[:-1]

    def _open_draft(self, headers: dict[str, str], body: bytes) -> bytes:
        salt = unb64(fields(headers["encryption"])["salt"])
        theirs = unb64(fields(headers["crypto-key"])["dh"])
        material = derive(self.secret, self._shared(theirs), b"Content-Encoding: auth\0", 32)
        both = b"P-256\0\0\x41" + self.point + b"\0\x41" + theirs
        key = derive(salt, material, b"Content-Encoding: aesgcm\0" + both, 16)
        nonce = derive(salt, material, b"Content-Encoding: nonce\0" + both, 12)
        padded = AESGCM(key).decrypt(nonce, body, None)
        return padded[2 + int.from_bytes(padded[:2], "big") :]

    def _shared(self, theirs: bytes) -> bytes:
        return self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        )


def fields(text: str) -> dict[str, str]:
    """Read `a=b;c=d`, or the same with commas."""
    pairs = (part.strip().partition("=") for part in text.replace(",", ";").split(";"))
    return {name: value for name, _, value in pairs}


def sender(headers: dict[str, str]) -> str:
    """Return the key of who pushes, after what it signed was verified with it."""
    scheme, _, rest = headers["authorization"].partition(" ")
    if scheme == "vapid":
        told = fields(rest)
        token, key = told["t"], told["k"]
    else:
        assert scheme == "WebPush"
        token, key = rest, fields(headers["crypto-key"])["p256ecdsa"]
    signed, _, signature = token.rpartition(".")
    raw = unb64(signature)
    assert len(raw) == 64
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unb64(key))
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    head, claims = (json.loads(unb64(part)) for part in signed.split("."))
    assert (head["alg"], head["typ"]) == ("ES256", "JWT")
    assert claims["aud"] == f"http://{headers['host']}"
    assert 0 < claims["exp"] - clock.now() < DAY
    assert claims["sub"].startswith(("mailto:", "https://", "http://"))
    return key


class Endpoint:
    """The server that apps are told through."""

    def __init__(self) -> None:
        self.port = 0
        self.apps: dict[str, App] = {}
        self._numbers = count(1)
        self._ended = asyncio.Event()

    def app(self, *, standard: bool = True, host: str = "push") -> App:
        """Let an app be told here; hosts may differ, they are all this one."""
        name = f"app{next(self._numbers)}"
        made = self.apps[name] = App(f"http://{host}.localhost:{self.port}/to/{name}", standard)
        return made

    def draft(self) -> App:
        """An app that reads the older form."""
        return self.app(standard=False)

    async def take(self, request: web.Request) -> web.Response:
        """Take one message, or do what the app behind it wants."""
        app = self.apps[request.match_info["name"]]
        app.tried.append(time.monotonic())
        body = await request.read()
        said = app.answers.pop(0) if app.answers else 201
        if said is None:
            await self._ended.wait()
        status, more = said if isinstance(said, tuple) else (said or 201, {})
        if status == 201:
            headers = {name.lower(): value for name, value in request.headers.items()}
            try:
                sender(headers)
                assert 0 < int(headers["ttl"]) <= 2 * DAY
                app.got.append(Push(headers, body, json.loads(app.open(headers, body))))
            except Exception as error:  # noqa: BLE001 - it fails the test that waits
                app.wrong.append(f"{type(error).__name__}: {error}")
        return web.Response(status=status, headers=more)

    async def open(self) -> None:
        """Listen."""
        server = web.Application()
        server.router.add_post("/to/{name}", self.take)
        self._runner = web.AppRunner(server, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Listen no more; whoever waits for an answer gets one."""
        self._ended.set()
        await self._runner.cleanup()


@asynccontextmanager
async def opened() -> AsyncIterator[Endpoint]:
    """An endpoint for as long as it is needed."""
    endpoint = Endpoint()
    await endpoint.open()
    try:
        yield endpoint
    finally:
        await endpoint.close()
