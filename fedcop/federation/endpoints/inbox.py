"""The peers' letter box: POST /inbox and the inbox of each actor of ours, which are one."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import orjson
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from fedcop.activitypub.media_types import is_inbox_body
from fedcop.activitypub.signatures.claim import Profile
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.errors import (
    Conflict,
    FedcopError,
    Gone,
    Malformed,
    NotFound,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)
from fedcop.federation.inbox.authenticate import Authenticated, Authenticator, Heard, to_nobody
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.inbox.receive import Receiver
from fedcop.federation.remote.reach import Reach
from fedcop.figures import OTHER, Figures
from fedcop.store.batch import Store
from fedcop.store.queries import actors
from fedcop.store.queries.inbox import Turned
from fedcop.values import host_of

log = logging.getLogger(__name__)

_BODY_SECONDS: Final = 10.0
_AGAIN_SECONDS: Final = 30
_TIMED_OUT: Final = 408
_LONGEST_SAID: Final = 500
_LARGEST_LOOKED_AT: Final = 65_536

_ACCEPTED: Final[Message] = {
    "type": "http.response.start",
    "status": 202,
    "headers": [(b"content-length", b"0")],
}
# Reasons begin with what they are about; it is counted by these words alone.
_CAUSES: Final = frozenset(
    {
        *("signature", "signature-input", "digest", "content-digest", "date", "created", "keyid"),
        *("algorithm", "alg", "host", "headers", "content-type", "content-encoding"),
        *("content-length", "body", "inbox", "actor", "id", "object", "proof", "json"),
    }
)
_NOTHING: Final[Message] = {"type": "http.response.body", "body": b""}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a body may weigh, and how long it may take to arrive."""

    body: int
    seconds: float = _BODY_SECONDS


class _Gone(Exception):  # noqa: N818 - not an error
    """Whoever was sending went away."""


class Inbox:
    """Takes messages as plain ASGI: each layer of a framework would cost more than the work."""

    def __init__(
        self, store: Store, authenticator: Authenticator, receiver: Receiver, limits: Limits
    ) -> None:
        self._store = store
        self._authenticator = authenticator
        self._receiver = receiver
        self._limits = limits
        self._scheme = store.uris.origin.partition(":")[0]
        self.arrivals = Figures().arrivals

    @classmethod
    def of(cls, reach: Reach, largest: int, heard: Heard = to_nobody) -> "Inbox":
        """Put one together for a node; `heard` is told how an origin signs."""
        profile = Profile.of(host_of(reach.store.uris.origin))
        authenticator = Authenticator(reach, profile, KeyCache(reach), heard)
        return cls(reach.store, authenticator, Receiver(reach.store), Limits(largest))

    def routes(self) -> list[Route]:
        """Return where it is mounted; the shared inbox is hot and comes first."""
        paths = ("/inbox", "/u/{name}/inbox", "/c/{name}/inbox", "/o/inbox", "/actor/inbox")
        return [Route(path, self, methods=["POST"]) for path in paths]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one message: 202 once it is kept, else what is wrong with it."""
        message = self._message(scope, b"")
        try:
            await self._require_owner(scope)
            _check_media(message)
            message = self._message(scope, await _read(scope, receive, self._limits))
            sent = await self._authenticator.authenticate(message)
            if isinstance(sent, Authenticated):
                await self._receiver.receive(sent)
                log.debug("kept %s", sent.activity.id)
        except (Unavailable, Conflict) as error:
            self.arrivals.add("503", "unavailable")
            await _say(send, Unavailable.status, error.safe, _AGAIN_SECONDS)
        except FedcopError as error:
            await self._turn_away(send, message, error.status, error.safe)
        except TimeoutError:
            await self._turn_away(send, message, _TIMED_OUT, "body: it took too long to arrive")
        except _Gone:
            return
        else:
            self.arrivals.add("202", "")
            await send(_ACCEPTED)
            await send(_NOTHING)

    def _message(self, scope: Scope, body: bytes) -> RequestMessage:
        query: bytes = scope.get("query_string", b"")
        target: bytes = scope.get("raw_path") or scope["path"].encode()
        if query:
            target = target + b"?" + query
        return RequestMessage(scope["method"], target, scope["headers"], body, self._scheme)

    async def _require_owner(self, scope: Scope) -> None:
        """Whoever has an inbox of their own must still be there. Raises NotFound, Gone."""
        name = scope.get("path_params", {}).get("name")
        if name is None:
            return
        actor = await actors.find_local_actor(self._store, name)
        if actor is None:
            raise NotFound("inbox: nobody of this name is here")
        if actor.deleted:
            raise Gone("inbox: this account is gone")

    async def _turn_away(
        self, send: Send, message: RequestMessage, status: int, reason: str
    ) -> None:
        cause = reason.partition(":")[0].lower()
        self.arrivals.add(str(status), cause if cause in _CAUSES else OTHER)
        turned = _turned(message, status, reason)
        log.debug("turned away %s: %s", turned.activity_id, reason)
        await self._receiver.turn_away(turned)
        await _say(send, status, reason)


def _check_media(message: RequestMessage) -> None:
    """Refuse what is no activity by its type, or comes packed. Raises UnsupportedMedia."""
    fields = dict(message.headers)
    if not is_inbox_body(fields.get(b"content-type", b"").decode("latin-1")):
        raise UnsupportedMedia("content-type: write application/activity+json")
    if fields.get(b"content-encoding", b"identity") != b"identity":
        raise UnsupportedMedia("content-encoding: bodies are read as they are")


async def _read(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """Read a body within its limits. Raises TooLarge, Malformed, TimeoutError."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            if not value.isdigit():
                raise Malformed("content-length: it is no number")
            if len(value) > 12 or int(value) > limits.body:  # noqa: PLR2004 - digits of a terabyte
                raise _too_large(limits)
    async with asyncio.timeout(limits.seconds):
        message = await receive()
        body: bytes = message.get("body", b"")
        if message.get("more_body"):
            body = await _read_on(receive, body, limits)
    if message["type"] == "http.disconnect":
        raise _Gone
    if len(body) > limits.body:
        raise _too_large(limits)
    return body


async def _read_on(receive: Receive, first: bytes, limits: Limits) -> bytes:
    parts, size = [first], len(first)
    while size <= limits.body:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body"):
            return b"".join(parts)
    raise _too_large(limits)


def _too_large(limits: Limits) -> TooLarge:
    return TooLarge(f"body: it is larger than {limits.body} bytes")


def _turned(message: RequestMessage, status: int, reason: str) -> Turned:
    """Note what an admin may want to know of somebody turned away, as far as it can be read."""
    document: object = None
    if len(message.body) <= _LARGEST_LOOKED_AT:
        with suppress(orjson.JSONDecodeError):
            document = orjson.loads(message.body)
    told = document if isinstance(document, dict) else {}
    actor, activity, kind = (_text(told.get(name)) for name in ("actor", "id", "type"))
    host = ""
    with suppress(FedcopError):
        host = host_of(actor)
    return Turned(host, actor, activity, kind, status, reason)


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    return value[:_LONGEST_SAID].replace("\0", "") if isinstance(value, str) else ""


async def _say(send: Send, status: int, reason: str, again: int = 0) -> None:
    """Answer with a short reason."""
    body = orjson.dumps({"error": reason[:_LONGEST_SAID]})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if again:
        headers.append((b"retry-after", str(again).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
