"""What one incoming activity may make us fetch: so many documents, so deep, so long.

Without it a page that names another for ever, or a wildcard domain of invented people, keeps a
node busy with one message (Mastodon CVE-2022-46405).
"""

import asyncio
from collections import defaultdict
from ipaddress import ip_address
from typing import Final

from fedcop.errors import Refused

_FETCHES: Final = 100
_DEPTH: Final = 100
_SECONDS: Final = 120.0
_SUBDOMAINS: Final = 10
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"})
_COUNTRY = 2


class Budget:
    """Counts down; the time runs from the first fetch on."""

    def __init__(
        self,
        *,
        fetches: int = _FETCHES,
        depth: int = _DEPTH,
        seconds: float = _SECONDS,
        subdomains: int = _SUBDOMAINS,
    ) -> None:
        self._purse = _Purse(fetches, seconds, subdomains)
        self._depth = depth

    @property
    def fetches(self) -> int:
        """How many fetches are left."""
        return self._purse.fetches

    def deeper(self) -> "Budget":
        """Return the same budget one step further from where it began. Raises Refused."""
        if self._depth <= 0:
            raise Refused("budget: too many steps from where this began")
        below = Budget.__new__(Budget)
        below._purse, below._depth = self._purse, self._depth - 1
        return below

    def spend(self, host: str) -> float:
        """Pay for one fetch from a host; return the seconds it may take. Raises Refused."""
        return self._purse.spend(host)


class _Purse:
    def __init__(self, fetches: int, seconds: float, subdomains: int) -> None:
        self.fetches = fetches
        self._seconds = seconds
        self._subdomains = subdomains
        self._end: float | None = None
        self._hosts: defaultdict[str, set[str]] = defaultdict(set)

    def spend(self, host: str) -> float:
        now = asyncio.get_running_loop().time()
        if self._end is None:
            self._end = now + self._seconds
        if self.fetches <= 0:
            raise Refused(f"{host}: too many fetches for one message")
        if now >= self._end:
            raise Refused(f"{host}: too much time for one message")
        hosts = self._hosts[domain_of(host)]
        if host not in hosts and len(hosts) >= self._subdomains:
            raise Refused(f"{host}: too many subdomains for one message")
        hosts.add(host)
        self.fetches -= 1
        return self._end - now


def domain_of(host: str) -> str:
    """Return what one owner probably registered: two labels, three where countries sell thirds."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        labels = host.split(".")
    if len(labels[-1]) == _COUNTRY and labels[-2:-1] and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])
