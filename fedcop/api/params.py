"""What a client sent along, however it sent it: one reader for address, JSON, form and parts."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.datastructures import UploadFile

from fedcop.api.nesting import Tree
from fedcop.errors import Invalid

File = UploadFile

_FALSE: Final = frozenset({"0", "f", "false", "off", "no", "none"})
_MOST_ITEMS: Final = 1000
_LONGEST_NUMBER: Final = 19


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of a request, or a table among them.

    Everything may be missing, and null and missing are the same. What is of another kind than
    asked raises Invalid, where nothing sensible can be made of it.
    """

    tree: Tree = field(default_factory=dict)
    inside: str = ""  # what table this is, for what is said of it

    def given(self, name: str) -> bool:
        """Whether something was said, be it an empty text."""
        return self.tree.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Read a text as it was written."""
        value = self.tree.get(name)
        return default if value is None else self._as_text(name, value)

    def line(self, name: str, default: str = "") -> str:
        """Read a text of one line, blanks around it left out; an empty one is the default."""
        return " ".join(self.text(name).split()) or default

    def number(self, name: str, default: int = 0) -> int:
        """Read a whole number; what is none is the default."""
        value = self.tree.get(name)
        if isinstance(value, bool):
            return default
        if isinstance(value, int | float):
            return int(value) if abs(value) < 1 << 63 else default
        return _whole(value, default) if isinstance(value, str) else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read a yes or no as Rails does: an empty text says nothing."""
        value = self.tree.get(name)
        if isinstance(value, bool):
            return value
        if value is None or isinstance(value, list | dict | UploadFile):
            return default
        word = str(value).strip().lower()
        return word not in _FALSE if word else default

    def choice(self, name: str, words: "frozenset[str] | tuple[str, ...]", default: str) -> str:
        """Read one of some words; nothing, or an empty text, is the default. Raises Invalid."""
        word = self.line(name, default)
        if word != default and word not in words:
            raise Invalid(f"{self._name(name)}: write one of {', '.join(sorted(words))}")
        return word

    def texts(self, name: str) -> list[str]:
        """Read a list of texts, also when only one was sent without brackets."""
        return [self._as_text(name, item) for item in self._items(name)]

    def ids(self, name: str) -> list[int]:
        """Read a list of ids, each once; what is no id is left out."""
        found = (_whole(str(item), 0) for item in self._items(name) if _is_plain(item))
        return list(dict.fromkeys(number for number in found if number > 0))

    def id(self, name: str) -> int:
        """Read an id; 0 when there is none."""
        return max(self.number(name, 0), 0)

    def table(self, name: str) -> "Params":
        """Read what stands in brackets behind a name, as `poll[expires_in]`. Raises Invalid."""
        value = self.tree.get(name)
        if value is None or value == "":
            return Params({}, self._name(name))
        if not isinstance(value, dict):
            raise Invalid(f"{self._name(name)}: this should be a table of values")
        return Params(value, self._name(name))

    def tables(self, name: str) -> "list[Params]":
        """Read a list of tables, as `fields[][name]`, `fields[0][name]` or JSON. Raises Invalid."""
        value = self.tree.get(name)
        rows = list(value.values()) if isinstance(value, dict) else self._items(name)
        if not all(isinstance(row, dict) for row in rows[:_MOST_ITEMS]):
            raise Invalid(f"{self._name(name)}: this should be a list of tables")
        return [Params(row, self._name(name)) for row in rows[:_MOST_ITEMS]]

    def file(self, name: str) -> File | None:
        """Read an uploaded file; anything else is none."""
        value = self.tree.get(name)
        return value if isinstance(value, UploadFile) else None

    def _items(self, name: str) -> list[Any]:  # of any JSON; each reader looks at the items
        value = self.tree.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, dict):
            value = list(value.values())  # with numbers in the brackets
        items = value if isinstance(value, list) else [value]
        if len(items) > _MOST_ITEMS:
            raise Invalid(f"{self._name(name)}: {_MOST_ITEMS} at most")
        return [item for item in items if item is not None]

    def _as_text(self, name: str, value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        raise Invalid(f"{self._name(name)}: this should be a text")

    def _name(self, name: str) -> str:
        return f"{self.inside}[{name}]" if self.inside else name


async def close_files(tree: Tree) -> None:
    """Let go of uploaded files."""
    async for file in _files(tree):
        await file.close()


async def _files(value: object) -> AsyncIterator[UploadFile]:
    for found in _walk(value):
        yield found


def _walk(value: object) -> Iterator[UploadFile]:
    if isinstance(value, UploadFile):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _walk(inner)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _whole(text: str, default: int) -> int:
    bare = text.strip()
    digits = bare.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        return default
    number = int(bare)
    return number if abs(number) < 1 << 63 else default
