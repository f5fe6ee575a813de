"""How much clients may ask in a while, and what each answer tells them of it."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from fedcop import clock
from fedcop.community.limits import neighbourhood
from fedcop.errors import Misconfigured, TooMany

Kind = Literal["api", "media", "delete", "apps", "login", "signup", "search"]

KINDS: Final = frozenset(get_args(Kind))
_TOO_MANY: Final = "Too many requests"
_KEPT: Final = 20_000
_FIVE: Final = 300
_HALF_HOUR: Final = 1800
_MOST: Final = 1_000_000
# Most requests, in how many seconds. "person" counts all tokens of somebody together.
USUAL: Final = {
    "api": (300, _FIVE),
    "person": (1500, _FIVE),
    "media": (30, _HALF_HOUR),
    "delete": (30, _HALF_HOUR),
    "apps": (5, 600),
    "login": (25, _FIVE),
    "signup": (5, _HALF_HOUR),
    "search": (60, _FIVE),
}


@dataclass(frozen=True, slots=True)
class Spent:
    """What is left in this while."""

    most: int
    left: int
    reset: int  # seconds since 1970

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Say it in headers."""
        return (
            ("X-RateLimit-Limit", str(self.most)),
            ("X-RateLimit-Remaining", str(max(self.left, 0))),
            ("X-RateLimit-Reset", _moment(self.reset)),
        )


class Window:
    """Counts by key in whiles of the same length; a new while forgets the last."""

    def __init__(self, most: int, seconds: int) -> None:
        self._most = most
        self._seconds = seconds
        self._turn = 0
        self._counts: OrderedDict[str, int] = OrderedDict()

    def spend(self, key: str) -> Spent:
        """Count a request; nothing is left below 0."""
        turn = int(clock.now()) // self._seconds
        if turn != self._turn:
            self._turn, self._counts = turn, OrderedDict()
        count = self._counts.pop(key, 0) + 1
        self._counts[key] = count
        if len(self._counts) > _KEPT:
            self._counts.popitem(last=False)
        return Spent(self._most, self._most - count, (turn + 1) * self._seconds)


class Limits:
    """The counts of one process."""

    def __init__(self, chosen: Iterable[str] = ()) -> None:
        figures = USUAL | dict(map(_read, chosen))
        self._windows = {kind: Window(*figure) for kind, figure in figures.items()}

    def spend(self, kind: Kind, token: int, person: int, address: str) -> Spent:
        """Count a request of a token, of its person, or of an address when there is no token.

        What is refused says so by having less than nothing left.
        """
        key = f"t{token}" if token else neighbourhood(address)
        spent = self._windows["api"].spend(key)
        if person:
            spent = _scarcer(spent, self._windows["person"].spend(str(person)))
        if kind != "api":
            who = str(person) if person else neighbourhood(address)
            spent = _scarcer(spent, self._windows[kind].spend(who))
        return spent


def refuse(spent: Spent) -> None:
    """Let nobody through who has nothing left. Raises TooMany."""
    if spent.left < 0:
        raise TooMany(_TOO_MANY, max(spent.reset - int(clock.now()), 1))


@lru_cache(maxsize=16)
def _moment(seconds: int) -> str:
    return clock.iso(seconds * 1000).removesuffix("Z") + ".000000Z"


def _scarcer(one: Spent, other: Spent) -> Spent:
    return one if one.left <= other.left else other


def _read(text: str) -> tuple[str, tuple[int, int]]:
    """Read what the operator wrote: `apps=50`, for the usual while of its kind."""
    name, _, number = text.partition("=")
    kind = name.strip()
    if kind not in USUAL or not number.strip().isdecimal() or not 1 <= int(number) <= _MOST:
        kinds = ", ".join(USUAL)
        raise Misconfigured(f"client_limits: write `apps=50`, of one of {kinds}; not {text[:60]!r}")
    return kind, (int(number), USUAL[kind][1])
