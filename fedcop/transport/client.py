"""The one HTTP client: time limits, size limits, the address guard, and no redirects.

Every request that leaves the house is one hop of `Client.send` or `Client.tell`.
"""

import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from fedcop import clock
from fedcop.errors import FedcopError, Refused, TooLarge, Unreachable, UnsupportedMedia
from fedcop.transport.names import Resolver, SystemResolver
from fedcop.transport.pool import BlockedAddressError, Limits, Pool
from fedcop.transport.untrusted import why_untrusted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from ssl import SSLContext

    from multidict import CIMultiDictProxy

    from fedcop.transport.guard import GuardPolicy, Target

__all__ = ["Answer", "Client", "Limits", "OutRequest", "Resolver"]

Headers = tuple[tuple[str, str], ...]

_URLS_KEPT = 4096
_GLANCE: Final = 4096
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class OutRequest:
    """One request to make; Host, User-Agent and Accept-Encoding are the client's."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""
    largest: int = 0  # of the answer, where more of it is read than usual


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are read in any case."""

    status: int
    headers: "CIMultiDictProxy[str]"
    body: bytes
    url: str

    def header(self, name: str) -> str | None:
        """Return the first value of a header."""
        return self.headers.get(name)

    def header_values(self, name: str) -> list[str]:
        """Return every value of a header."""
        return self.headers.getall(name, [])

    def retry_after(self) -> int | None:
        """Return in how many seconds the peer wants to hear from us again."""
        text = (self.header("Retry-After") or "").strip()
        if text.isascii() and text.isdigit():
            return int(text[:9])
        try:
            return max(0, int(parsedate_to_datetime(text).timestamp() - clock.now()))
        except (ValueError, OverflowError):
            return None


class Client:
    """Makes requests from values given once; opened by its first request, closed with `close`."""

    def __init__(
        self,
        policy: "GuardPolicy",
        user_agent: str,
        *,
        resolver: Resolver | None = None,
        limits: Limits | None = None,
        tls: "SSLContext | None" = None,
    ) -> None:
        self.policy = policy
        self.limits = limits or Limits()
        self.vet: Callable[[str], Target] = lru_cache(_URLS_KEPT)(policy.vet)
        self._resolver = resolver or SystemResolver()
        self._tls = tls
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}
        self._session: aiohttp.ClientSession | None = None
        self._pool: Pool | None = None

    @property
    def connections(self) -> int:
        """How many connections are open, at work and at rest."""
        return self._pool.open if self._pool else 0

    async def send(self, request: OutRequest) -> Answer:
        """Make one hop and return the whole answer.

        Raises Unreachable, Refused, TooLarge and UnsupportedMedia.
        """
        return await self._exchange(request, _read_whole)

    async def tell(self, request: OutRequest) -> Answer:
        """Make one hop of which only status and headers matter; the body is cut at 4 kB.

        Raises Unreachable and Refused.
        """
        return await self._exchange(request, _read_glance)

    async def close(self) -> None:
        """Close every connection; a later request would open the client again."""
        session, self._session, self._pool = self._session, None, None
        if session is not None:
            await session.close()

    async def _exchange(
        self,
        request: OutRequest,
        read: "Callable[[aiohttp.ClientResponse, int], Awaitable[bytes]]",
    ) -> Answer:
        target = self.vet(request.url)
        session = self._session or self._open()
        try:
            response = await session.request(
                request.method,
                target.url,
                headers=request.headers,
                data=request.body or None,
                allow_redirects=False,
            )
            try:
                body = await read(response, request.largest or self.limits.body)
            except BaseException:
                response.close()
                raise
        except (aiohttp.ClientError, HttpProcessingError, zlib.error, OSError) as error:
            raise _named(target.host, error) from error
        return Answer(response.status, response.headers, body, request.url)

    def _open(self) -> aiohttp.ClientSession:
        self._pool = Pool(self.policy, self._resolver, self.limits, self._tls)
        self._session = aiohttp.ClientSession(
            connector=self._pool,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(
                total=self.limits.total,
                sock_connect=self.limits.connect,
                sock_read=self.limits.read,
            ),
            auto_decompress=False,
            trust_env=False,
        )
        return self._session


async def _read_whole(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read a body up to a size that counts after unpacking."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in {"identity", ""}:
        return await _read_plain(response, limit)
    if coding not in {"gzip", "x-gzip"}:
        raise UnsupportedMedia(f"{response.url.host}: content encoding {coding[:40]}")
    return await _read_gzip(response, limit)


async def _read_plain(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if (response.content_length or 0) > limit:
        raise _too_large(response)
    content = response.content
    body = await content.readany()
    if content.at_eof():
        return _within(response, body, limit)
    parts, size = [body], len(body)
    while size <= limit and (part := await content.readany()):
        parts.append(part)
        size += len(part)
    return _within(response, b"".join(parts), limit)


async def _read_gzip(response: aiohttp.ClientResponse, limit: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    body, packed = bytearray(), 0
    while part := await response.content.readany():
        packed += len(part)
        if not unpacker.eof:
            body += unpacker.decompress(part, limit + 1 - len(body))
        if max(packed, len(body)) > limit:
            raise _too_large(response)
    if packed and not unpacker.eof:
        raise zlib.error("the packed answer broke off")
    return bytes(body)


async def _read_glance(response: aiohttp.ClientResponse, _limit: int) -> bytes:
    content = response.content
    body = await content.readany()
    while not content.at_eof() and len(body) < _GLANCE:
        body += await content.readany()
    if not content.at_eof():
        response.close()
    return body[:_GLANCE]


def _within(response: aiohttp.ClientResponse, body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise _too_large(response)
    return body


def _too_large(response: aiohttp.ClientResponse) -> TooLarge:
    return TooLarge(f"{response.url.host}: the answer is larger than we read")


_CAUSES: "tuple[tuple[type[Exception], str], ...]" = (
    (aiohttp.ClientConnectorDNSError, "the name does not resolve"),
    (aiohttp.ClientConnectorSSLError, "TLS failed"),
    (aiohttp.ClientConnectorError, "no connection"),
    (TimeoutError, "did not answer in time"),
    (aiohttp.ServerDisconnectedError, "closed the connection"),
    (aiohttp.ClientPayloadError, "the answer broke off"),
    (aiohttp.ClientResponseError, "the answer is not HTTP"),
    (HttpProcessingError, "the answer is not HTTP"),
    (zlib.error, "the answer cannot be unpacked"),
)


def _named(host: str, error: Exception) -> FedcopError:
    """Turn what the library raised into an error of ours that names host and cause."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(
        error.os_error, BlockedAddressError
    ):
        return Refused(f"{host}: not a public address")
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return Unreachable(f"{host}: {why_untrusted(error.certificate_error)}")
    for kind, cause in _CAUSES:
        if isinstance(error, kind):
            return Unreachable(f"{host}: {cause}")
    return Unreachable(f"{host}: the connection failed")
