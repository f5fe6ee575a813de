"""The rows of a form: items to check, criteria, entries; added, moved and left out by buttons."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from fedcop.community.practice.kinds import LEVELS, Field
from fedcop.community.practice.wishes import MOST_ENTRIES
from fedcop.community.practice.wording import dicts_of, lines_of, word
from fedcop.values import JSON
from fedcop.web.forms import Form

Row = Mapping[str, JSON]
Find = Callable[[str], Awaitable[tuple[str, str] | None]]  # an address to a uri and a title

_FEWEST: Final = {"items": 3, "criteria": 2, "pins": 1, "entries": 2}  # rows of an empty form
ROWS: Final = frozenset(_FEWEST)
BUTTON: Final = "row"


def read_field(form: Form, asked: Field) -> JSON:
    """Read one field of a kind from a form, in its shape, with what is empty in it."""
    if asked.shape == "lines":
        return lines_from(form.text(asked.name))
    if asked.shape in ROWS:
        return list(_moved(form, asked, _read_rows(form, asked)))
    if asked.shape == "files":
        return None
    return form.text(asked.name) if asked.shape == "long" else form.line(asked.name)


def rows_of(asked: Field, value: JSON) -> Sequence[Row]:
    """Return the rows that a form shows: what there is, and some that are empty."""
    rows = dicts_of(value)
    return [*rows, *({} for _ in range(_FEWEST[asked.shape] - len(rows)))]


def lines_from(text: str) -> list[JSON]:
    """Read a list, one a line; what is indented goes on with the line before it."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines and line[:2].isspace() and line.strip():
            lines[-1] += f"\n{line.strip()}"
        elif line.strip():
            lines.append(line.strip())
    return list(lines)


def text_from(value: JSON) -> str:
    """Write a list so that `lines_from` reads it again."""
    return "\n".join(line.replace("\n", "\n  ") for line in lines_of(value))


async def with_addresses(rows: JSON, find: Find) -> list[JSON]:
    """Give entries that name a page of ours its lasting address, and its title if need be."""
    made: list[JSON] = []
    for row in dicts_of(rows):
        address = word(row.get("id"))
        found = await find(address) if address else None
        made.append({**row, **({"id": found[0]} if found else {}), **_named(row, found)})
    return made


def _named(row: Row, found: tuple[str, str] | None) -> dict[str, JSON]:
    return {"name": found[1]} if found and not word(row.get("name")) else {}


def _read_rows(form: Form, asked: Field) -> list[Row]:
    name, rows = asked.name, list[Row]()
    for number in range(1, MOST_ENTRIES + 2):
        if not any(key.startswith(f"{name}-{number}-") for key in form.fields):
            break
        rows.append(_READERS[asked.shape](form, f"{name}-{number}-"))
    return rows


def _item(form: Form, start: str) -> Row:
    said: dict[str, JSON] = {"text": form.text(f"{start}text"), "why": form.line(f"{start}why")}
    if form.ticked(f"{start}optional"):
        said["optional"] = True
    return said


def _criterion(form: Form, start: str) -> Row:
    levels: list[JSON] = [form.line(f"{start}level-{number}") for number in range(1, LEVELS + 1)]
    return {"name": form.line(f"{start}name"), "levels": levels}


def _entry(form: Form, start: str) -> Row:
    said: dict[str, JSON] = {key: form.line(f"{start}{key}") for key in ("id", "name", "why")}
    if number := form.number(f"{start}revision"):
        said["revision"] = number
    if digest := form.line(f"{start}digest"):
        said["digest"] = digest
    return said


_READERS: Final[dict[str, Callable[[Form, str], Row]]] = {
    "items": _item,
    "criteria": _criterion,
    "pins": _entry,
    "entries": _entry,
}


def _moved(form: Form, asked: Field, rows: list[Row]) -> list[JSON]:
    """Do what a button asks of the rows of its field: add, up, down, drop."""
    name, _, rest = form.line(BUTTON).partition(":")
    what, _, at = rest.partition(":")
    place = int(at) - 1 if at.isdigit() else 0
    changed = list(rows)
    if name == asked.name and what == "add" and len(rows) < MOST_ENTRIES:
        changed.append({})
    elif name == asked.name and what == "drop" and place < len(rows):
        del changed[place]
    elif name == asked.name and what in {"up", "down"}:
        other = place - 1 if what == "up" else place + 1
        if min(place, other) >= 0 and max(place, other) < len(rows):
            changed[place], changed[other] = changed[other], changed[place]
    return [dict(row) for row in changed]


def is_filled(row: Row) -> bool:
    """Whether anything was written into a row."""
    return any(_is_said(value) for value in row.values())


def _is_said(value: JSON) -> bool:
    if isinstance(value, list):
        return any(_is_said(one) for one in value)
    return bool(value)
