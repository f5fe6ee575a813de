"""A change that is offered to an artifact, part by part, against what it began from.

Each part is put together by itself: title, abstract, each field of its kind, the body. What is no
text is taken whole from whoever changed it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from fedcop.community.practice.canonical import Said, empty
from fedcop.community.practice.kinds import KINDS, Field
from fedcop.community.practice.three_way import Choice, Kind, Merged, choose, merge
from fedcop.community.practice.wording import lines_of, text_of, word
from fedcop.values import JSON

BODY: Final = "body"
_TEXTS: Final = frozenset({"text", "long", "link", "choice"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an artifact: three texts put together, or three values of which one is taken."""

    name: str
    label: str
    merged: Merged
    values: tuple[JSON, JSON, JSON] | None = None  # base, mine, offered: where it is no text
    first: int = 0  # the number of its first conflict among all

    @property
    def kind(self) -> Kind:
        """How its two versions stand to each other as a whole."""
        if self.merged.conflicts:
            return "conflict"
        kinds = {piece.kind for piece in self.merged.pieces} - {"same"}
        if "offered" in kinds:
            return "offered"
        return "mine" if "mine" in kinds else "same"


def parts_of(base: Said, mine: Said, offered: Said) -> tuple[Part, ...]:
    """Put together what became of an artifact, and what is offered; in the order of its kind."""
    found, at = [], 0
    for part in _parts(base, mine, offered):
        found.append(replace(part, first=at))
        at += part.merged.conflicts
    return tuple(found)


def changes(parts: tuple[Part, ...]) -> bool:
    """Whether anything of the offer would change the artifact as it is now."""
    return any(part.merged.changes for part in parts)


def conflicts(parts: tuple[Part, ...]) -> int:
    """Count what somebody must decide."""
    return sum(part.merged.conflicts for part in parts)


def taken(mine: Said, parts: tuple[Part, ...], choices: Mapping[int, Choice]) -> Said:
    """Say what an artifact becomes when an offer is taken in."""
    fields = dict(mine.fields)
    plain: dict[str, str] = {}
    for part in parts:
        picked = {at - part.first: choice for at, choice in choices.items()}
        if part.values is not None:
            fields[part.name] = _value(part, picked)
        elif part.name in {"title", "abstract", BODY}:
            plain[part.name] = part.merged.text(picked)
        else:
            fields[part.name] = _as_field(mine.kind, part.name, part.merged.text(picked))
    kept = {name: value for name, value in fields.items() if not empty(value)}
    return replace(
        mine, title=plain["title"], abstract=plain["abstract"], source=plain[BODY], fields=kept
    )


def with_texts(said: Said, texts: Mapping[str, str]) -> Said:
    """Change what an artifact says where it is text; `texts` by the names of its parts."""
    fields = dict(said.fields)
    for one in editable(said.kind):
        if one.name in texts:
            fields[one.name] = _as_field(said.kind, one.name, texts[one.name])
    kept = {name: value for name, value in fields.items() if not empty(value)}
    return replace(
        said,
        title=texts.get("title", said.title),
        abstract=texts.get("abstract", said.abstract),
        source=texts.get(BODY, said.source),
        fields=kept,
    )


def editable(kind: str) -> tuple[Field, ...]:
    """List the fields of a kind that are texts."""
    known = KINDS.get(kind)
    return tuple(one for one in known.fields if _is_text(one)) if known else ()


def text_in(said: Said, field: Field) -> str:
    """Read a field as a text that can be changed."""
    value = said.fields.get(field.name)
    return "\n".join(lines_of(value)) if field.shape == "lines" else word(value)


def _parts(base: Said, mine: Said, offered: Said) -> Iterator[Part]:
    kind = KINDS.get(mine.kind)
    yield Part("title", "Title", merge(base.title, mine.title, offered.title))
    yield Part(
        "abstract", "In two sentences", merge(base.abstract, mine.abstract, offered.abstract)
    )
    for one in kind.fields if kind else ():
        if one.shape == "files":
            continue
        if _is_text(one):
            texts = (text_in(said, one) for said in (base, mine, offered))
            yield Part(one.name, one.label, merge(*texts))
        else:
            yield _whole(one, tuple(said.fields.get(one.name) for said in (base, mine, offered)))
    yield Part(BODY, kind.body if kind else "Text", merge(base.source, mine.source, offered.source))


def _whole(field: Field, values: tuple[JSON, ...]) -> Part:
    """Show what is no text as one, and take it whole."""
    base, mine, offered = values
    kind, _ = choose(base, mine, offered)
    shown = merge(*(text_of(field, value) for value in values))
    if shown.conflicts or kind in {"conflict", "offered"}:
        shown = Merged.whole(kind, *(text_of(field, value) for value in values))
    return Part(field.name, field.label, shown, (base, mine, offered))


def _value(part: Part, picked: Mapping[int, Choice]) -> JSON:
    base, mine, offered = part.values or (None, None, None)
    kind = choose(base, mine, offered)[0]
    if kind == "conflict":
        return offered if picked.get(0, "mine") != "mine" else mine
    return offered if kind == "offered" else mine


def _is_text(field: Field) -> bool:
    return field.shape in _TEXTS or field.shape == "lines"


def _as_field(kind: str, name: str, text: str) -> JSON:
    known = KINDS.get(kind)
    field = known.field(name) if known else None
    if field is not None and field.shape == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    return text.strip()
