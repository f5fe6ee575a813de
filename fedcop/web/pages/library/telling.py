"""What changed, as pages tell it: folded to what matters, under the words of its fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.community.practice.changes import Changes, FileChange, Said
from fedcop.community.practice.differences import Block, Span
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.packing import fields_of, files_of
from fedcop.store.rows import ArtifactRevisionRow
from fedcop.tongues import _

_AROUND: Final = 2  # lines that stay are shown beside what changed
_MOST: Final = 400_000  # characters of one page


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a text with what changed in them; or how many that stayed are left out."""

    spans: tuple[Span, ...] = ()
    left_out: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything in it changed."""
        return any(span.kind != "same" for span in self.spans)


@dataclass(frozen=True, slots=True)
class Told:
    """One part of an artifact that changed, under its heading."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """All that changed between two revisions, ready to be shown."""

    parts: tuple[Told, ...]
    files: tuple[FileChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.parts or self.files)


def said_in(row: ArtifactRevisionRow) -> Said:
    """Return what a revision says, as far as it can be compared."""
    return Said(row.title, row.abstract, row.source, fields_of(row), files_of(row))


def tell(changes: Changes, kind: str) -> Telling:
    """Make what changed ready to be shown: title, abstract, fields, text by section, files."""
    known = KINDS.get(kind)
    labels = {one.name: _(one.label) for one in known.fields} if known else {}
    parts = [
        Told(_("Title"), _pieces(changes.title)),
        Told(_("In two sentences"), _pieces(changes.abstract)),
    ]
    parts += [Told(labels.get(one.name, one.name), _pieces(one.blocks)) for one in changes.fields]
    body = _(known.body) if known else ""
    parts += [
        Told(f"{body}: {one.heading}" if one.heading else body, _pieces(one.blocks))
        for one in changes.sections
        if one.changed
    ]
    return Telling(tuple(part for part in parts if part.pieces), changes.files)


def _pieces(blocks: Sequence[Block]) -> tuple[Piece, ...]:
    return tuple(_trimmed(piece) for piece in _folded(blocks))


def _trimmed(piece: Piece) -> Piece:
    """Leave out the empty lines around a piece, which stands apart anyway."""
    spans = list(piece.spans)
    for place, span in enumerate(spans):
        spans[place] = Span(span.kind, span.text.lstrip("\n"))
        if spans[place].text:
            break
    for place in range(len(spans) - 1, -1, -1):
        spans[place] = Span(spans[place].kind, spans[place].text.rstrip("\n"))
        if spans[place].text:
            break
    return Piece(tuple(span for span in spans if span.text), piece.left_out)


def _folded(blocks: Sequence[Block]) -> Iterator[Piece]:
    """Leave out what stayed, but for the lines beside what changed."""
    for place, block in enumerate(blocks):
        if block.changed:
            yield Piece(block.spans)
            continue
        lines = block.after.splitlines(keepends=True)
        head = _AROUND if place else 0
        tail = _AROUND if place + 1 < len(blocks) else 0
        if len(lines) <= head + tail + 1:
            yield Piece(block.spans)
            continue
        if head:
            yield _same(lines[:head])
        yield Piece(left_out=sum(bool(line.strip()) for line in lines[head : len(lines) - tail]))
        if tail:
            yield _same(lines[-tail:])


def _same(lines: Sequence[str]) -> Piece:
    return Piece((Span("same", "".join(lines)),))
