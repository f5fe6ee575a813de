"""What all rows have in common: a frozen dataclass whose fields are the columns of a table."""

from collections.abc import Callable, Sequence
from dataclasses import make_dataclass
from operator import attrgetter
from typing import Any, ClassVar, Self

from fedcop.store.backend import Row


class TableRow:
    """A row of one table: frozen, slotted; its fields are columns by name."""

    __slots__ = ()

    TABLE: ClassVar[str] = ""

    @classmethod
    def columns(cls, prefix: str = "") -> str:
        """List the columns for a SELECT, each with a prefix such as `p.`."""
        return ", ".join(prefix + name for name in _names(cls))

    @classmethod
    def width(cls) -> int:
        """Count the columns."""
        return len(_names(cls))

    @classmethod
    def of(cls, row: Row, start: int = 0) -> Self:
        """Make one from what a driver returned, from column `start` on."""
        made: Self = _twin(cls)(*row[start : start + len(_names(cls))])
        made.__class__ = cls
        return made

    @classmethod
    def first(cls, rows: Sequence[Row]) -> Self | None:
        """Make one of the only row that was found, if one was."""
        return cls.of(rows[0]) if rows else None

    @classmethod
    def all(cls, rows: Sequence[Row]) -> list[Self]:
        """Make one of each row."""
        return [cls.of(row) for row in rows]

    def values(self) -> tuple[Any, ...]:
        """Give the columns back in order, for an INSERT."""
        return _getter(type(self))(self)


# What follows from the fields, made once for each class: rows are made by the thousand.
_NAMES: dict[type[TableRow], tuple[str, ...]] = {}
_GETTERS: dict[type[TableRow], Callable[[TableRow], tuple[Any, ...]]] = {}
_TWINS: dict[type[TableRow], Callable[..., Any]] = {}
_INSERTS: dict[type[TableRow], str] = {}


def _names(kind: type[TableRow]) -> tuple[str, ...]:
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(kind.__slots__)
    return names


def _getter(kind: type[TableRow]) -> Callable[[TableRow], tuple[Any, ...]]:
    getter = _GETTERS.get(kind)
    if getter is None:
        getter = _GETTERS[kind] = attrgetter(*_names(kind))
    return getter


def _twin(kind: type[TableRow]) -> Callable[..., Any]:
    """Return a class with the same fields that is not frozen.

    A frozen dataclass is filled by a call for each field. What is made of its twin, and given its
    class afterwards, is the same in a fifth of the time.
    """
    twin = _TWINS.get(kind)
    if twin is None:
        twin = make_dataclass(kind.__name__, _names(kind), bases=kind.__bases__, slots=True)
        _TWINS[kind] = twin
    return twin


def insert_of(kind: type[TableRow]) -> str:
    """Write the INSERT of one class of rows, once."""
    text = _INSERTS.get(kind)
    if text is None:
        marks = ", ".join("?" for _ in _names(kind))
        text = f"INSERT INTO {kind.TABLE} ({kind.columns()}) VALUES ({marks})"  # noqa: S608 - our own names
        _INSERTS[kind] = text
    return text
