"""What changed between two revisions: title, abstract, text by section, fields, files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.community.practice.differences import Block, Span, compare
from fedcop.community.practice.parts import FileFact
from fedcop.values import JSON

_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a revision says, as far as it can be compared."""

    title: str = ""
    abstract: str = ""
    source: str = ""
    fields: Mapping[str, JSON] | None = None
    files: Sequence[FileFact] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading stands over; before the first, the heading is empty."""

    heading: str
    blocks: tuple[Block, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it changed."""
        return any(block.changed for block in self.blocks)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a kind that says something else now."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that came, went or is another one now: new, gone, changed."""

    kind: str
    file: FileFact
    before: FileFact | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed between two revisions; what did not is empty."""

    title: tuple[Block, ...]
    abstract: tuple[Block, ...]
    sections: tuple[Section, ...]
    fields: tuple[FieldChange, ...]
    files: tuple[FileChange, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        found = self.title or self.abstract or self.fields or self.files
        return bool(found) or any(section.changed for section in self.sections)


def compare_revisions(before: Said, after: Said) -> Changes:
    """Tell all that changed between two revisions."""
    return Changes(
        title=_changed(before.title, after.title),
        abstract=_changed(before.abstract, after.abstract),
        sections=by_section(compare(before.source, after.source)),
        fields=tuple(compare_fields(before.fields or {}, after.fields or {})),
        files=tuple(compare_files(before.files, after.files)),
    )


def compare_fields(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> Iterator[FieldChange]:
    """Tell which fields say something else, in the order in which they stand."""
    for name in dict.fromkeys((*after, *before)):
        blocks = _changed(plain(before.get(name)), plain(after.get(name)))
        if blocks:
            yield FieldChange(name, blocks)


def compare_files(before: Sequence[FileFact], after: Sequence[FileFact]) -> Iterator[FileChange]:
    """Tell which files came, went, or have the name of another that was there."""
    kept = {one.digest for one in before} & {one.digest for one in after}
    old = {one.name: one for one in before if one.digest not in kept}
    for file in after:
        if file.digest not in kept:
            was = old.pop(file.name, None)
            yield FileChange("changed" if was else "new", file, was)
    yield from (FileChange("gone", file) for file in old.values())


def by_section(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Put blocks under the headings they stand under in the newer text."""
    heading, held = "", list[Block]()
    sections: list[Section] = []
    for block in blocks:
        for piece, title in _cut(block):
            if title is not None:
                sections.append(Section(heading, tuple(held)))
                heading, held = title, []
            held.append(piece)
    sections.append(Section(heading, tuple(held)))
    return tuple(section for section in sections if section.blocks)


def plain(value: JSON) -> str:
    """Write the value of a field as text, so that it can be compared."""
    if isinstance(value, list):
        return "\n".join(plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(text for one in value.values() if (text := plain(one)))
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def _changed(before: str, after: str) -> tuple[Block, ...]:
    return compare(before, after) if before != after else ()


def _cut(block: Block) -> Iterator[tuple[Block, str | None]]:
    """Cut a block that stayed before each heading; one that changed counts for its first."""
    if block.changed:
        found = _HEADING.match(block.after.lstrip("\n"))
        yield block, found[1] if found else None
        return
    text, start, title = block.after, 0, None
    for found in _HEADING.finditer(text):
        if found.start() > start:
            yield Block((Span("same", text[start : found.start()]),)), title
        start, title = found.start(), found[1]
    if start < len(text):
        yield Block((Span("same", text[start:]),)), title
