"""Spans: windows with two bounds, walked down from the one or up from the other.

What `windows` says of how they are written holds here too. Both bounds are part of the walk, so
that one close to the other never makes it look at what lies beyond.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from fedcop.store.queries.windows import Source, Value


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between two numbers, neither included; `up` begins at the lower one."""

    below: int
    above: int = 0
    up: bool = False

    def beyond(self, number: int) -> "Span":
        """Go on from where a window ended."""
        return replace(self, above=number) if self.up else replace(self, below=number)

    def mapped(self, below: int, above: int) -> "Span":
        """Speak of the same in numbers of another kind."""
        return replace(self, below=below, above=above)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of one index: whose rows, and what is told of each."""

    source: Source
    whose: Value
    columns: str

    def text(self, size: int, *, up: bool) -> str:
        """Write its SELECT; the parameters are those of `params`."""
        return _text(self.source, self.columns, size, up)

    def params(self, span: Span) -> tuple[Value, ...]:
        """Give the SELECT its parameters."""
        if self.source.apart:
            return (self.whose, span.below, span.above)
        return (self.whose, span.below, self.whose, span.above)


@lru_cache(maxsize=1024)
def _text(source: Source, columns: str, size: int, up: bool) -> str:  # noqa: FBT001 - a cache key
    whose, order = source.whose, source.order
    if source.apart:
        walked, by = f"{whose} = ? AND {order} < ? AND {order} > ?", order
    else:
        pair = f"({whose}, {order})"
        walked, by = f"{pair} < (?, ?) AND {pair} > (?, ?)", f"{whose}, {order}"
    only = f" AND {source.only}" if source.only else ""
    ordered = ", ".join(name if up else f"{name} DESC" for name in by.split(", "))
    return (
        f"SELECT {columns} FROM {source.table} WHERE {walked}{only} ORDER BY {ordered} LIMIT {size}"
    )
