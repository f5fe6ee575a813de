"""Windows: a fixed number of rows that one index gives next, whatever a planner believes.

With old statistics a planner walks the primary key and leaves out what does not fit, or sorts what
another index gives. So each walk is written such that no other index serves it: its first column
begins no other index and stands in the order, or it is an expression that only its index has.
The LIMIT stands in the text, since for a parameter PostgreSQL expects a tenth of the table.
"""

from dataclasses import dataclass
from functools import lru_cache

Key = tuple[int, ...]
Value = int | str


@dataclass(frozen=True, slots=True)
class Source:
    """An index to walk: whose rows, in which order, and under which condition it holds them."""

    table: str
    whose: str  # the first column; `0 + column` where the column begins other indexes too
    order: str  # what comes after it, the last of it unique; `0 + id` where only that is apart
    only: str = ""
    down: bool = True  # from the latest

    @property
    def keys(self) -> str:
        """Name the columns by which a walk goes on."""
        return self.order.replace("0 + ", "")

    @property
    def apart(self) -> bool:
        """Whether the first is an expression, which only this index has."""
        return " + " in self.whose or " || " in self.whose

    def window(self, columns: str, size: int) -> str:
        """Write the SELECT of one window; its parameters are those of a walk."""
        return _window(self, columns, size)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a window begins: whose rows, after which key."""

    source: Source
    whose: Value
    after: Key

    @property
    def params(self) -> tuple[Value, ...]:
        """Give the window its parameters."""
        if self.source.apart:
            return (self.whose, *self.after)
        return (self.whose, *self.after, self.whose)


@lru_cache(maxsize=1024)
def _window(source: Source, columns: str, size: int) -> str:
    over, within, way = ("<", ">=", " DESC") if source.down else (">", "<=", "")
    whose, order = source.whose, source.order
    if source.apart:
        walked = f"{whose} = ? AND ({order}) {over} ({_marks(order)})"
    else:
        order = f"{whose}, {order}"
        walked = f"({order}) {over} ({_marks(order)}) AND {whose} {within} ?"
    only = f" AND {source.only}" if source.only else ""
    by = ", ".join(name + way for name in order.split(", "))
    return f"SELECT {columns} FROM {source.table} WHERE {walked}{only} ORDER BY {by} LIMIT {size}"


def _marks(names: str) -> str:
    return ", ".join("?" for _ in names.split(", "))
