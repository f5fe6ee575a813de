"""Streams over WebSockets: who comes in, what they subscribe to, and what is sent to them."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import orjson
from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from fedcop.api import problem
from fedcop.api.ask import Answer
from fedcop.api.bearer import stream_token
from fedcop.api.limits import refuse
from fedcop.api.streaming import channels
from fedcop.api.streaming.channels import Channel
from fedcop.api.streaming.hub import Hub
from fedcop.api.streaming.outlet import Ending, Outlet
from fedcop.community import lists
from fedcop.errors import FedcopError, Invalid, NotFound, TooMany

PATH: Final = "/api/v1/streaming"
_MOST_CHANNELS: Final = 50
_ENDED: Final = 1008  # policy: the token has ended, or nothing is read
_LAST_WORD_SECONDS: Final = 1.0


class Sockets:
    """The door of those who listen over a WebSocket."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send, address: str) -> None:
        """Let somebody listen until they leave or may not any more."""
        await receive()
        try:
            outlet, protocol, said = await self._admit(scope, address)
        except FedcopError as error:
            await _refuse(problem.of(error), scope, send)
            return
        try:
            await self._hub.open(outlet)
            await send({"type": "websocket.accept", "subprotocol": protocol})
            if said.get("stream"):
                await self._subscribe(outlet, said)
            await outlet.serve(self._listen(outlet, receive), _write(outlet, send))
        finally:
            self._hub.close(outlet)
        if outlet.ended is not Ending.LEFT:
            await _say_why(outlet, send)

    async def _admit(self, scope: Scope, address: str) -> tuple[Outlet, str | None, dict[str, str]]:
        """Look at who comes. Raises NotFound, Unauthenticated and TooMany."""
        if scope["path"].rstrip("/") != PATH:
            raise NotFound("There is no such stream.")
        said = dict(QueryParams(scope["query_string"]))
        protocols = scope.get("subprotocols") or [None]
        query = scope["query_string"].decode("latin-1")
        token = stream_token(Headers(scope=scope), query) or protocols[0] or ""
        caller = await self._hub.admit(token)
        account = caller.token.account_id
        refuse(self._hub.desk.limits.spend("api", caller.token.id, account, address))
        # A browser ends a connection whose protocol is not echoed, wherever the token stood.
        return Outlet(caller, token), protocols[0], said

    async def _listen(self, outlet: Outlet, receive: Receive) -> None:
        """Hear what a client says until it leaves."""
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                said = _read(message.get("text"))
                if said.get("type") == "subscribe":
                    await self._subscribe(outlet, said)
                elif said.get("type") == "unsubscribe":
                    outlet.channels.pop(channels.named(str(said.get("stream")), said), None)
            except FedcopError as error:
                _complain(outlet, error)

    async def _subscribe(self, outlet: Outlet, said: Mapping[str, object]) -> None:
        """Add a stream; what is wrong with it is said on the connection, which stays open."""
        try:
            channel = channels.named(str(said.get("stream")), said)
            await self.check(outlet, channel)
        except FedcopError as error:
            _complain(outlet, error)
        else:
            outlet.channels[channel] = None

    async def check(self, outlet: Outlet, channel: Channel) -> None:
        """Refuse what may not be listened to. Raises Refused, NotFound and TooMany."""
        channel.check(outlet.caller.scopes)
        if len(outlet.channels) >= _MOST_CHANNELS:
            raise TooMany("Too many streams on one connection.", 1)
        if channel.kind == channels.LIST and outlet.caller.actor is not None:
            store = self._hub.desk.node.store
            await lists.get(store, outlet.caller.actor, int(channel.word))


async def _write(outlet: Outlet, send: Send) -> None:
    while True:
        for frame in await outlet.take():
            await send({"type": "websocket.send", "text": frame})


async def _say_why(outlet: Outlet, send: Send) -> None:
    """Close; one who reads nothing does not keep us waiting."""
    reason = outlet.ended.value if outlet.ended else ""
    with suppress(TimeoutError, OSError):
        async with asyncio.timeout(_LAST_WORD_SECONDS):
            await send({"type": "websocket.close", "code": _ENDED, "reason": reason})


def _read(text: object) -> Mapping[str, object]:
    """Read what a client says. Raises Invalid."""
    try:
        said = orjson.loads(text) if isinstance(text, str) else None
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise Invalid("This is not a JSON object")
    return said


def _complain(outlet: Outlet, error: FedcopError) -> None:
    status = 400 if isinstance(error, Invalid) else error.status
    outlet.put(orjson.dumps({"error": error.safe, "status": status}).decode())


async def _refuse(answer: Answer, scope: Scope, send: Send) -> None:
    """Refuse the handshake, with the status where the server can say it."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": _ENDED})
        return
    headers = [(b"content-type", b"application/json; charset=utf-8")]
    start = {"status": answer.status, "headers": headers}
    await send({"type": "websocket.http.response.start", **start})
    await send({"type": "websocket.http.response.body", "body": answer.body})
