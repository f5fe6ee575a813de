"""Warm connections, and never more of them than we have memory for."""

import errno
import socket  # noqa: TID251 - this is transport
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from fedcop.transport.names import Resolver, VettingResolver

if TYPE_CHECKING:
    import asyncio
    from ssl import SSLContext

    from aiohttp.client_proto import ResponseHandler
    from aiohttp.tracing import Trace

    from fedcop.transport.guard import GuardPolicy

_NAMES_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how large, how many: seconds, bytes, connections."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 30.0
    body: int = 1_000_000
    connections: int = 2000
    per_host: int = 32
    keep_alive: float = 45.0
    names: int = 60


class BlockedAddressError(OSError):
    """A socket to an address that the policy does not admit; aiohttp only understands OSError."""


class Pool(aiohttp.TCPConnector):
    """aiohttp's pool with a cap on all its connections.

    Its own `limit` counts those at work and not those at rest: ten thousand peers met within a
    minute would rest there with 120 KiB each. The pool makes room by closing the one that has
    rested longest.
    """

    def __init__(
        self,
        policy: "GuardPolicy",
        resolver: Resolver,
        limits: Limits,
        tls: "SSLContext | None",
    ) -> None:
        super().__init__(
            resolver=VettingResolver(resolver, policy, limits.connect),
            ttl_dns_cache=limits.names,
            dns_cache_max_size=_NAMES_KEPT,
            keepalive_timeout=limits.keep_alive,
            limit=limits.connections,
            limit_per_host=limits.per_host,
            socket_factory=self._open_socket,
            ssl=tls or True,
        )
        self._policy = policy
        self._most = limits.connections
        self.open = 0

    def _open_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Open a socket to a vetted address; a literal address never met the resolver."""
        family, kind, proto, _, address = info
        if not self._policy.admits_socket(str(address[0])):
            raise BlockedAddressError(errno.EACCES, "not a public address")
        return socket.socket(family=family, type=kind, proto=proto)

    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: "list[Trace]",
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> "ResponseHandler":
        if self.open >= self._most:
            self._close_oldest()
        self.open += 1
        try:
            protocol = await super()._create_connection(req, traces, timeout)
        except BaseException:
            self.open -= 1
            raise
        closed = protocol.closed
        if closed is None:
            self.open -= 1
        else:
            closed.add_done_callback(self._closed_one)
        return protocol

    def _closed_one(self, closed: "asyncio.Future[None]") -> None:
        self.open -= 1
        if not closed.cancelled():
            closed.exception()  # read, so that asyncio does not report it as forgotten

    def _close_oldest(self) -> None:
        # A host leaves this table with its last resting connection and comes back at its end,
        # so the first is the one that has been quiet longest.
        key = next(iter(self._conns), None)
        if key is None:
            return
        protocol, _ = self._conns[key].popleft()
        if not self._conns[key]:
            del self._conns[key]
        protocol.abort()
