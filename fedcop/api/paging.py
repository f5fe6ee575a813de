"""Which part of a list is asked for, and how a client finds the parts beside it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from fedcop.api.params import Params

TOP: Final = (1 << 63) - 1
_CURSORS: Final = frozenset({"max_id", "since_id", "min_id", "offset"})


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list whose items have ids; what was not said is 0."""

    max_id: int = 0
    since_id: int = 0
    min_id: int = 0
    asked: int = 0
    offset: int = 0

    @classmethod
    def of(cls, params: Params) -> "Page":
        """Read it from the parameters of a request; what is no number was not said."""
        return cls(
            _cursor(params, "max_id"),
            _cursor(params, "since_id"),
            _cursor(params, "min_id"),
            abs(params.number("limit", 0)),
            abs(params.number("offset", 0)),
        )

    def limit(self, usual: int = 20, most: int = 40) -> int:
        """How many are wanted, within bounds."""
        return min(self.asked or usual, most)

    @property
    def upward(self) -> bool:
        """Whether the page directly above a place is wanted, not the newest one."""
        return bool(self.min_id)

    @property
    def below(self) -> int:
        """All ids of the page are smaller than this."""
        return self.max_id or TOP

    @property
    def above(self) -> int:
        """All ids of the page are greater than this."""
        return self.min_id or self.since_id


def link(origin: str, path: str, query: str, ends: tuple[int, int], *, more: bool) -> str:
    """Write the Link header of a page from the cursors of its first and its last item."""
    first, last = ends
    url = f"<{origin}{quote(path)}?{_kept(query)}"  # a hashtag may be of any script
    parts = []
    if more and last:
        parts.append(f'{url}max_id={last}>; rel="next"')
    if first:
        parts.append(f'{url}min_id={first}>; rel="prev"')
    return ", ".join(parts)


@lru_cache(maxsize=256)
def _kept(query: str) -> str:
    """Write again what a query says beside its cursors, ready for one."""
    pairs = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name not in _CURSORS
    ]
    return f"{urlencode(pairs, safe='[]:')}&" if pairs else ""


def _cursor(params: Params, name: str) -> int:
    return min(max(params.number(name, 0), 0), TOP)
