"""What two people made of one text, put together: paragraph by paragraph, then by sentences.

What only one of them changed is taken as they changed it; where both did, and differently, it is a
conflict, which somebody decides. Nothing is lost: the pieces hold each of the three texts whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from fedcop.community.practice.alignment import Budget, align

# mine: only the original changed; offered: only the offer; both: alike, by each of them.
Kind = Literal["same", "mine", "offered", "both", "conflict"]
Choice = Literal["mine", "offered", "both"]

_PARAGRAPH: Final = re.compile(r"[^\n]+\n*|\n+")
_STOPS: Final = ".!?\u2026"  # followed by room; those of Chinese and Japanese need none
_CLOSE: Final = "\u3002\uff01\uff1f"
_QUOTES: Final = "\"'\u201d\u2019)\\]"
_SENTENCE: Final = re.compile(
    rf"[^{_STOPS}{_CLOSE}\n]*"
    rf"(?:[{_STOPS}]+[{_QUOTES}]*(?:\s+|$)|[{_CLOSE}]+|\n+|[{_STOPS}]+|$)"
)
_UNITS: Final = (_PARAGRAPH, _SENTENCE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it was, as it is in the original now, and as it is offered."""

    kind: Kind
    base: str
    mine: str
    offered: str

    def text(self, choice: Choice = "mine") -> str:
        """Say what it becomes; the choice counts where there is a conflict."""
        if self.kind == "conflict" and choice == "both":
            apart = "" if self.mine.endswith("\n") else "\n\n"
            return f"{self.mine}{apart}{self.offered}"
        taken = choice if self.kind == "conflict" else self.kind
        return self.mine if taken == "mine" else self.offered


@dataclass(frozen=True, slots=True)
class Merged:
    """Two versions of a text put together."""

    pieces: tuple[Piece, ...]

    @classmethod
    def whole(cls, kind: Kind, base: str, mine: str, offered: str) -> "Merged":
        """Take something as one piece, which is not to be cut."""
        return cls((Piece(kind, base, mine, offered),))

    @property
    def conflicts(self) -> int:
        """How many places somebody must decide."""
        return sum(piece.kind == "conflict" for piece in self.pieces)

    @property
    def changes(self) -> bool:
        """Whether what is offered would change the original as it is now."""
        return any(piece.kind in {"offered", "conflict"} for piece in self.pieces)

    def text(self, choices: Mapping[int, Choice] | None = None) -> str:
        """Say what it becomes; a conflict, by its number from 0, stays as it is if not chosen."""
        chosen = choices or {}
        parts, number = [], 0
        for piece in self.pieces:
            parts.append(piece.text(chosen.get(number, "mine")))
            number += piece.kind == "conflict"
        return "".join(parts)


def merge(base: str, mine: str, offered: str) -> Merged:
    """Put together what became of `base` in the original, and in what is offered."""
    budget = Budget()
    return Merged(tuple(_joined(_pieces(base, mine, offered, budget, _UNITS))))


def choose(base: object, mine: object, offered: object) -> tuple[Kind, object]:
    """Put together what is no text: it is as whoever changed it says; else a conflict."""
    if mine == offered:
        return ("same" if mine == base else "both"), mine
    if mine == base:
        return "offered", offered
    return ("mine" if offered == base else "conflict"), mine


def _pieces(
    base: str, mine: str, offered: str, budget: Budget, units: "Sequence[re.Pattern[str]]"
) -> Iterator[Piece]:
    texts = [_cut(units[0], text) for text in (base, mine, offered)]
    for parts in _chunks(texts, budget):
        piece = _piece(*("".join(part) for part in parts))
        if piece.kind == "conflict" and len(units) > 1:
            yield from _pieces(piece.base, piece.mine, piece.offered, budget, units[1:])
        else:
            yield piece


def _cut(unit: "re.Pattern[str]", text: str) -> list[str]:
    """Cut a text into units; together they are the text."""
    return [one for one in unit.findall(text) if one]


def _chunks(texts: Sequence[list[str]], budget: Budget) -> Iterator[list[list[str]]]:
    """Cut three texts at what all of them have in common, in order."""
    base, mine, offered = texts
    ours = {
        run.start + n: run.new_start + n
        for run in align(base, mine, budget)
        for n in range(run.size)
    }
    theirs = {
        run.start + n: run.new_start + n
        for run in align(base, offered, budget)
        for n in range(run.size)
    }
    at = [0, 0, 0]
    for index in sorted(ours.keys() & theirs.keys()):
        here = [index, ours[index], theirs[index]]
        if here != at:
            yield [text[begin:end] for text, begin, end in zip(texts, at, here, strict=True)]
        yield [[base[index]]] * 3
        at = [one + 1 for one in here]
    if any(begin < len(text) for text, begin in zip(texts, at, strict=True)):
        yield [text[begin:] for text, begin in zip(texts, at, strict=True)]


def _piece(base: str, mine: str, offered: str) -> Piece:
    kind, _ = choose(base, mine, offered)
    return Piece(kind, base, mine, offered)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Put neighbours of one kind into one; each conflict stays for itself."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind == piece.kind != "conflict":
            joined = (last.base + piece.base, last.mine + piece.mine, last.offered + piece.offered)
            last = Piece(last.kind, *joined)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
