"""How often something may be tried, counted in the memory of one process."""

from collections import OrderedDict
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from typing import Final

from fedcop import clock
from fedcop.errors import TooMany
from fedcop.settings import Networks

_KEPT = 20_000
_HOUR = 3600
_V6: Final = 6
_MOST_HOPS: Final = 20


class Limit:
    """At most so many tries per key in so many seconds, given back evenly as time goes by."""

    def __init__(self, most: int, seconds: int) -> None:
        self._seconds = seconds
        self._each = seconds / most
        self._spent_until: OrderedDict[str, float] = OrderedDict()

    def spend(self, key: str) -> None:
        """Count a try. Raises TooMany, which says when the next one is free."""
        now = clock.now()
        until = max(self._spent_until.get(key, now), now) + self._each
        if until > now + self._seconds:
            after = int(until - now - self._seconds) + 1
            raise TooMany("Too many tries; please wait a little.", after)
        self._spent_until[key] = until
        self._spent_until.move_to_end(key)
        if len(self._spent_until) > _KEPT:
            self._spent_until.popitem(last=False)


class SignInLimits:
    """Tries to sign in: so many in five minutes from one address, in an hour for one login."""

    def __init__(self, most: int = 25, for_one: int = 25) -> None:
        self._by_address = Limit(most, 300)
        self._by_login = Limit(for_one, _HOUR)

    def spend(self, address: str, login: str) -> None:
        """Count a try before the password is looked at. Raises TooMany."""
        self.spend_address(address)
        self._by_login.spend(login.strip().lower())

    def spend_address(self, address: str) -> None:
        """Count a try of which nobody knows yet for whom it is. Raises TooMany."""
        self._by_address.spend(neighbourhood(address))


def chosen(kind: str, written: Sequence[str], usual: int) -> int:
    """Read what the operator wrote of a kind, as `login=50`, in the setting `client_limits`."""
    for text in written:
        name, _, number = text.partition("=")
        if name.strip() == kind and number.strip().isdecimal():
            return int(number)
    return usual


def neighbourhood(address: str) -> str:
    """Name whoever is behind an address: in IPv6 one customer has at least a /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    if parsed.version == _V6:
        return str(ip_network((int(parsed), 64), strict=False))
    return str(parsed)


def address_behind(peer: str, forwarded: Sequence[str], trusted: Networks) -> str:
    """Return the address of whoever asks, as the last proxy saw it that is not ours.

    What a proxy says, in `X-Forwarded-For`, is believed of our own proxies alone.
    """
    address = peer
    hops = ",".join(forwarded).split(",")
    for hop in reversed(hops[-_MOST_HOPS:]):
        if not hop.strip() or not is_trusted(address, trusted):
            break
        address = hop.strip()
    return address


def is_trusted(address: str, networks: Networks) -> bool:
    """Whether an address is that of a proxy of ours."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks if network.version == parsed.version)
