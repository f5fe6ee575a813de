"""Where we may go: the rules for URLs and addresses, as pure functions.

The addresses are an allow view: what is not known to be public is refused. A list of forbidden
ranges has failed others three times in a row (Fedify CVE-2026-50131, Mastodon
GHSA-vwhj-3g83-v276, Lemmy CVE-2026-33693), and Python's `is_global` says yes to NAT64, 6to4 and
multicast.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import quote, urlsplit

from yarl import URL

from fedcop.errors import Malformed, Refused
from fedcop.values import normalise_host

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LOOPBACK: Final = "127.0.0.1"
DEFAULT_PORTS: Final = {"https": 443, "http": 80}

_MAX_URL = 4096
_MAX_HOST = 253
_FIRST_OPEN_PORT = 1024
_LAST_PORT = 65535
_WELL_KNOWN_PORTS = frozenset(DEFAULT_PORTS.values())
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@%/?#]+)(?::([0-9]{0,5}))?")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ASCII_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))

# The special-purpose registries of IANA, with multicast and what is reserved.
_CLOSED_IPV4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_OPEN_IPV6 = IPv6Network("2000::/3")
_CLOSED_IPV6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_LOW_32_BITS = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads, once it has been vetted: what we connect to and what we sign."""

    url: URL
    host: str
    authority: str
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what decides whether two URLs belong together."""
        return f"{self.url.scheme}://{self.authority}"

    def __str__(self) -> str:
        return str(self.url)


def carried(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address really leads to, or the address itself.

    The other disguises (compatible, 6to4, Teredo) lie in blocks that are closed as a whole.
    """
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & _LOW_32_BITS)
    return address.ipv4_mapped or address


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet."""
    real = carried(address)
    if isinstance(real, IPv4Address):
        return not any(real in block for block in _CLOSED_IPV4)
    return real in _OPEN_IPV6 and not any(real in block for block in _CLOSED_IPV6)


def is_loopback_name(host: str) -> bool:
    """Whether a name belongs to this machine by RFC 6761."""
    return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """What this node may visit: the public web, what an admin allows, never itself."""

    own_hosts: frozenset[str] = frozenset()
    allowed_networks: tuple[Network, ...] = ()
    development: bool = False

    def admits(self, address: str) -> bool:
        """Whether a name may lead to this address."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        real = carried(found)
        if any(found in network or real in network for network in self.allowed_networks):
            return True
        return is_public(found)

    def admits_socket(self, address: str) -> bool:
        """Whether a socket may be opened to this address: the last check before the connection."""
        return (self.development and address == LOOPBACK) or self.admits(address)

    def is_ours(self, url: str) -> bool:
        """Whether a URL names this node, so that the store answers and not the network."""
        try:
            return self._owns(*_split(url)[1:])
        except Refused:
            return False

    def vet(self, url: str) -> Target:
        """Return where a URL leads. Raises Refused when we do not go there."""
        scheme, host, authority = _split(url)
        if scheme == "http" and not (self.development and is_loopback_name(host)):
            raise Refused(f"{host}: we only speak https")
        if self._owns(host, authority):
            raise Refused(f"{host}: this is our own address")
        if _is_literal(host) and not self.admits(host.strip("[]")):
            raise Refused(f"{host}: not a public address")
        bare = url.partition("#")[0]
        rest = bare.partition("://")[2]
        tail = rest[len(urlsplit(bare).netloc) :]
        if not tail.isascii():
            tail = quote(tail, safe=_ASCII_PRINTABLE)
        target = URL(f"{scheme}://{authority}{tail}", encoded=True)
        return Target(target, host, authority, target.raw_path_qs)

    def _owns(self, host: str, authority: str) -> bool:
        return authority in self.own_hosts or host in self.own_hosts


def _split(url: str) -> tuple[str, str, str]:
    """Return scheme, host and Host header value. Raises Refused."""
    if len(url) > _MAX_URL or _FORBIDDEN.search(url):
        raise Refused("url: too long, or blanks or backslashes in it")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Refused(f"url: {url[:80]} cannot be read") from error
    scheme = parts.scheme
    if scheme not in DEFAULT_PORTS:
        raise Refused(f"url: {url[:80]} is not a web address")
    found = _AUTHORITY.fullmatch(parts.netloc.lower())
    if found is None:
        raise Refused(f"url: {url[:80]} has no plain host")
    host = _host(found[1])
    port = int(found[2] or DEFAULT_PORTS[scheme])
    if port not in _WELL_KNOWN_PORTS and not _FIRST_OPEN_PORT <= port <= _LAST_PORT:
        raise Refused(f"{host}: port {port} is not for the web")
    return scheme, host, host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _host(text: str) -> str:
    """Return a host in the one form we compare: a plain name or a plain address."""
    try:
        if text.startswith("["):
            return f"[{IPv6Address(text[1:-1])}]"
        host = normalise_host(text)
    except (ValueError, Malformed) as error:
        raise Refused(f"url: {text[:80]} is not a host") from error
    if len(host) > _MAX_HOST or not _NAME.fullmatch(host):
        raise Refused(f"url: {text[:80]} is not a host")
    return host


def _is_literal(host: str) -> bool:
    """Whether a host is an address or wants to be read as one: `127.1`, `0x7f000001`."""
    return host.startswith("[") or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
