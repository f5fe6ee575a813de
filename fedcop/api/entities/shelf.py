"""What was rendered once and is kept: entities as bytes, by what they show and in which version."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from fedcop import clock
from fedcop.api.ask import Ask
from fedcop.api.entities.polls import Asked
from fedcop.community.filters import Filters, Text

V = TypeVar("V")

_STATUSES: Final = 8_000
_ACCOUNTS: Final = 8_000
_COUNTED_MS: Final = 30_000  # how long the counts of an account may be behind
_KEY: Final = "entities"
_FILTERS: Final = "filters"


class Kept(Generic[V]):
    """So many values by id, those used longest ago forgotten first; each of one version."""

    def __init__(self, most: int, lasts_ms: int = 0) -> None:
        self._most = most
        self._lasts = lasts_ms
        self._values: OrderedDict[int, tuple[int, int, V]] = OrderedDict()

    def some(self, wanted: Iterable[tuple[int, int]]) -> tuple[dict[int, V], list[int]]:
        """Find what is kept of many, each in its version; and say which are not."""
        values, now = self._values, clock.now_ms()
        found: dict[int, V] = {}
        missing: list[int] = []
        for number, version in wanted:
            known = values.get(number)
            if known is None or known[0] != version or 0 < known[1] < now:
                missing.append(number)
            else:
                values.move_to_end(number)
                found[number] = known[2]
        return found, missing

    def keep(self, number: int, version: int, value: V) -> None:
        """Keep a value in place of what was there."""
        until = clock.now_ms() + self._lasts if self._lasts else 0
        self._values[number] = version, until, value
        self._values.move_to_end(number)
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def forget(self, number: int) -> None:
        """Let go of what is known to be behind."""
        self._values.pop(number, None)


@dataclass(frozen=True, slots=True)
class Said:
    """A post rendered: what does not depend on who reads it, each piece up to its account."""

    plain: bytes  # the post itself
    relayed: bytes  # its community passing it on, up to the post itself; nothing without one
    body: bytes  # what anybody else who passes it on repeats of it
    text: Text  # what it says in plain words, for filters
    poll: Asked | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that one process keeps."""

    statuses: Kept[Said] = field(default_factory=lambda: Kept[Said](_STATUSES))
    accounts: Kept[bytes] = field(default_factory=lambda: Kept[bytes](_ACCOUNTS, _COUNTED_MS))


def shelf_of(ask: Ask) -> Shelf:
    """Return the shelf of this door."""
    kept = ask.desk.kept
    found = kept.get(_KEY)
    if found is None:
        found = kept[_KEY] = Shelf()
    assert isinstance(found, Shelf)  # noqa: S101 - nobody else uses this key
    return found


def filters_of(ask: Ask) -> Filters:
    """Return what keeps the filters of those who read through this door."""
    kept = ask.desk.kept
    found = kept.get(_FILTERS)
    if found is None:
        found = kept[_FILTERS] = Filters(ask.store)
    assert isinstance(found, Filters)  # noqa: S101 - nobody else uses this key
    return found
