"""The parts of an artifact as its page shows them: each kind in a form of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from markupsafe import Markup

from fedcop.community.practice.canonical import Said
from fedcop.community.practice.kinds import KINDS, LEVELS, Field
from fedcop.community.practice.wording import dicts_of, lines_of, sections_of, word
from fedcop.markup import markdown
from fedcop.tongues import _, retell
from fedcop.uris import Uris
from fedcop.values import JSON

Form = Literal["prose", "steps", "checks", "rubric", "entries", "quotes", "link"]

_FORMS: Final[dict[str, Form]] = {
    "items": "checks",
    "criteria": "rubric",
    "pins": "entries",
    "entries": "entries",
    "link": "link",
}
_BY_NAME: Final[dict[str, Form]] = {"steps": "steps", "quotes": "quotes"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to check."""

    text: Markup
    why: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric: what one sees at each level."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a path or a collection leads to."""

    uri: str
    name: str
    why: str
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an artifact under its heading."""

    name: str
    label: str
    form: Form
    html: Markup | None = None
    lines: tuple[Markup, ...] = ()
    checks: tuple[Check, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    entries: tuple[Entry, ...] = ()
    link: str = ""


def parts_of(said: Said, uris: Uris) -> tuple[Part, ...]:
    """Make what an artifact says ready to be shown, part by part."""
    kind = KINDS.get(said.kind)
    shown = []
    for section in sections_of(said):
        asked = kind.field(section.name) if kind else None
        if asked is None:
            label = retell(section.label) or _("In full")
            html = _html(section.markdown, uris)
            shown.append(Part(section.name, label, "prose", html))
        else:
            shown.append(_part(asked, said.fields.get(asked.name), section.markdown, uris))
    return tuple(shown)


def _part(asked: Field, value: JSON, text: str, uris: Uris) -> Part:
    form = _BY_NAME.get(asked.name) or _FORMS.get(asked.shape, "prose")
    part = Part(asked.name, _(asked.label), form)
    match form:
        case "steps" | "quotes":
            part = replace(part, lines=tuple(_html(line, uris) for line in lines_of(value)))
        case "checks":
            part = replace(part, checks=_checks(value, uris))
        case "rubric":
            part = replace(part, criteria=criteria_in(value))
        case "entries":
            part = replace(part, entries=_entries(value))
        case "link":
            part = replace(part, link=word(value))
        case _:
            part = replace(part, html=_html(text, uris))
    return part


def _checks(value: JSON, uris: Uris) -> tuple[Check, ...]:
    return tuple(
        Check(_html(word(one.get("text")), uris), word(one.get("why")), bool(one.get("optional")))
        for one in dicts_of(value)
        if word(one.get("text"))
    )


def criteria_in(value: JSON) -> tuple[Criterion, ...]:
    """Read the criteria of a standard, each with what one sees at its levels."""
    return tuple(
        Criterion(word(one.get("name")), _levels(one))
        for one in dicts_of(value)
        if word(one.get("name"))
    )


def _levels(one: Mapping[str, JSON]) -> tuple[str, ...]:
    given = one.get("levels")
    words: Sequence[JSON] = given if isinstance(given, list) else ()
    levels = [word(level) for level in words][:LEVELS]
    return tuple(levels + [""] * (LEVELS - len(levels)))


def _entries(value: JSON) -> tuple[Entry, ...]:
    return tuple(
        Entry(word(one.get("id")), word(one.get("name")), word(one.get("why")), _number(one))
        for one in dicts_of(value)
        if word(one.get("id"))
    )


def _number(one: Mapping[str, JSON]) -> int:
    revision = one.get("revision")
    return revision if isinstance(revision, int) and not isinstance(revision, bool) else 0


def _html(text: str, uris: Uris) -> Markup:
    html = markdown.render(text, lambda _: None, uris.hashtag)
    return Markup(html)  # noqa: S704 - sanitised by `render`
