"""The whole text of an artifact, as one reads it anywhere: its abstract, its fields, its body.

Nothing in it moves: no status, no count, no date. What is shown of an artifact from elsewhere is
made of what its digest covers, so nothing can be slipped in beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.community.practice.canonical import Said
from fedcop.community.practice.kinds import KINDS, LICENSES, Field, Shape
from fedcop.community.practice.parts import FileFact, Origin
from fedcop.markup import markdown
from fedcop.uris import Uris
from fedcop.values import JSON

_RELATIONS: Final = {
    "adaptedFrom": "Adapted from",
    "supersedes": "Takes the place of",
    "warnsAbout": "Warns about",
    "cites": "Cites",
    "translationOf": "A translation of",
    "outcomeOf": "Came of",
}
LONGEST_SHOWN: Final = 60_000  # characters of Markdown that become the HTML of a post
_APART: Final = "\n\n"
_OPTIONAL: Final = " (optional)"
_UNITS: Final = (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000))


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an artifact under its heading; `name` is that of its field, or body."""

    name: str
    label: str
    markdown: str


def sections_of(said: Said) -> list[Section]:
    """Return the parts of an artifact in the order of its kind; what is empty is left out."""
    kind = KINDS.get(said.kind)
    known = kind.fields if kind else ()
    shown = [Section(one.name, one.label, text_of(one, said.fields.get(one.name))) for one in known]
    shown.append(Section("body", kind.body if kind else "", said.source.strip()))
    return [one for one in shown if one.markdown]


def markdown_of(said: Said, origins: Sequence[Origin] = (), files: Sequence[FileFact] = ()) -> str:
    """Return everything an artifact says as one Markdown text, what it owes to others included."""
    sections = sections_of(said)
    parts = [said.abstract.strip()]
    alone = len(sections) == 1 and sections[0].name == "body"
    parts += [one.markdown if alone else f"## {one.label}\n\n{one.markdown}" for one in sections]
    if files:  # under a heading, or they would go on with the list before them
        parts.append("## Files\n\n" + "\n".join(f"- {file_line(one)}" for one in files))
    parts += [credit for one in origins if (credit := credit_of(one))]
    return "\n\n".join(part for part in parts if part)


def html_of(
    uris: Uris, said: Said, origins: Sequence[Origin] = (), files: Sequence[FileFact] = ()
) -> str:
    """Return everything an artifact says as HTML; nobody is told of being named in it.

    Of a very long text only its beginning: no reader of posts shows more.
    """
    text = markdown_of(said, origins, files)
    if len(text) > LONGEST_SHOWN:
        text = f"{text[:LONGEST_SHOWN].rpartition(_APART)[0]}{_APART}…"
    return markdown.render(text, lambda _: None, uris.hashtag)


def credit_of(origin: Origin) -> str:
    """Say in words what an artifact owes to another, so that it is read on every platform."""
    lead = _RELATIONS.get(origin.relation)
    if lead is None:
        return ""
    title = _plain(origin.title) or origin.target.uri
    words = f"{lead} [{title}]({origin.target.uri})"
    words += f" by {_plain(origin.by)}" if origin.by else ""
    words += f", r{origin.target.number}" if origin.target.number else ""
    words += f", {license_label(origin.license)}" if origin.license else ""
    return f"*{words}*"


def license_label(license_: str) -> str:
    """Name a licence as people do."""
    return LICENSES.get(license_, license_)


def file_line(file: FileFact) -> str:
    """Name a file with what one wants to know before opening it."""
    size = next((f"{file.size / one:.1f} {unit}" for unit, one in _UNITS if file.size >= one), "")
    facts = ", ".join(fact for fact in (file.type, size) if fact)
    name = _plain(file.name) or file.url.rpartition("/")[2]
    return f"[{name}]({file.url})" + (f" ({facts})" if facts else "")


def text_of(field: Field, value: JSON) -> str:
    """Write one field as Markdown; what has not the shape of its field is left out."""
    return _WRITERS[field.shape](field, value)


def lines_of(value: JSON) -> list[str]:
    """Read a list of lines; what is none is left out."""
    return [one.strip() for one in _list(value) if isinstance(one, str) and one.strip()]


def dicts_of(value: JSON) -> list[Mapping[str, JSON]]:
    """Read a list of items, criteria or entries; what is none is left out."""
    return [one for one in _list(value) if isinstance(one, dict)]


def word(value: JSON) -> str:
    """Read a text out of an item."""
    return value.strip() if isinstance(value, str) else ""


def _choice(field: Field, value: JSON) -> str:
    return dict(field.choices).get(word(value), "")


def _link(_: Field, value: JSON) -> str:
    return f"<{value}>" if word(value) else ""


def _lines(field: Field, value: JSON) -> str:
    numbered = field.name == "steps"
    marks = [(f"{n}." if numbered else "-", one) for n, one in enumerate(lines_of(value), 1)]
    return "\n".join(f"{mark} {_indented(one, len(mark) + 1)}" for mark, one in marks)


def _items(_: Field, value: JSON) -> str:
    shown = []
    for number, item in enumerate(dicts_of(value), 1):
        text, why = word(item.get("text")), word(item.get("why"))
        if text:
            optional = _OPTIONAL if item.get("optional") is True else ""
            reason = f"  \n*{why}*" if why else ""
            shown.append(f"{number}. {_indented(text + optional + reason, len(str(number)) + 2)}")
    return "\n".join(shown)


def _criteria(_: Field, value: JSON) -> str:
    shown = []
    for criterion in dicts_of(value):
        name = word(criterion.get("name"))
        levels = [word(one) for one in _list(criterion.get("levels"))]
        lines = [f"{n}. {_indented(level, 3)}" for n, level in enumerate(levels, 1) if level]
        if name:
            shown.append("\n".join([f"**{_plain(name)}**", "", *lines]))
    return "\n\n".join(shown)


def _entries(field: Field, value: JSON) -> str:
    shown = []
    for number, entry in enumerate(dicts_of(value), 1):
        uri, name, why = (word(entry.get(key)) for key in ("id", "name", "why"))
        if uri:
            mark = f"{number}." if field.shape == "entries" else "-"
            revision = entry.get("revision")
            pinned = f", r{revision}" if isinstance(revision, int) and revision else ""
            reason = f": {why}" if why else ""
            line = f"[{_plain(name) or uri}]({uri}){pinned}{reason}"
            shown.append(f"{mark} {_indented(line, len(mark) + 1)}")
    return "\n".join(shown)


def _list(value: JSON) -> Sequence[JSON]:
    return value if isinstance(value, list) else ()


def _indented(text: str, width: int) -> str:
    """Keep the later lines of a list's entry within it."""
    return text.replace("\n", "\n" + " " * width)


def _plain(text: str) -> str:
    """Let a name be no Markdown."""
    shown = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in r"\[]()*_`<>!#~|" else letter for letter in shown)


_WRITERS: Final[dict[Shape, Callable[[Field, JSON], str]]] = {
    "text": lambda _, value: word(value),
    "long": lambda _, value: word(value),
    "choice": _choice,
    "link": _link,
    "lines": _lines,
    "items": _items,
    "criteria": _criteria,
    "pins": _entries,
    "entries": _entries,
    "files": lambda _, value: "",
}
