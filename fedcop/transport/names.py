"""Names to addresses: looked up once, every address checked, none looked up again."""

import asyncio
import errno
import socket  # noqa: TID251 - this is transport
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Final, Protocol

from aiohttp.abc import AbstractResolver, ResolveResult

from fedcop.errors import Refused
from fedcop.transport.guard import LOOPBACK, GuardPolicy, is_loopback_name

_LOOKUP_THREADS: Final = 16
_MOST_ADDRESSES: Final = 4
_IPV6: Final = 6


class Resolver(Protocol):
    """Who turns a name into addresses; a test brings its own."""

    async def addresses(self, host: str) -> list[str]:
        """Return the addresses of a name, the best first. Raises OSError."""
        ...


class SystemResolver:
    """Asks the operating system, on threads of its own.

    Neither those of the event loop nor the four of uvloop: dead names would hold them all.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKUP_THREADS, thread_name_prefix="names")

    async def addresses(self, host: str) -> list[str]:
        """Return the addresses of a name, the best first. Raises OSError."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host)
        return list(dict.fromkeys(found))


def _look_up(host: str) -> list[str]:
    infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(info[4][0]) for info in infos]


class VettingResolver(AbstractResolver):
    """Stands between aiohttp and the names: lets through only what the policy admits."""

    def __init__(self, resolver: Resolver, policy: GuardPolicy, patience: float) -> None:
        self._resolver = resolver
        self._policy = policy
        self._patience = patience

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> list[ResolveResult]:
        """Return the checked addresses of a name. Raises Refused when a single one is private."""
        if self._policy.development and is_loopback_name(host):
            return [_result(host, LOOPBACK, port)]
        async with asyncio.timeout(self._patience):
            found = await self._resolver.addresses(host)
        if not found:
            raise OSError(errno.ENOENT, "the name has no address")
        for address in found:
            if not self._policy.admits(address):
                raise Refused(f"{host}: not a public address")
        return [_result(host, address, port) for address in found[:_MOST_ADDRESSES]]

    async def close(self) -> None:
        """Leave nothing open; the names belong to whoever made us."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ip_address(address).version == _IPV6 else socket.AF_INET
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
