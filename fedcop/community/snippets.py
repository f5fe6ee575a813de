"""The place in a text where it says what somebody looked for, its words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fedcop.community import wanted
from fedcop.markup.text import to_text
from fedcop.markup.words import Word, words_in

_LONGEST: Final = 20_000  # characters that are looked at
_SHOWN: Final = 240
_BEFORE: Final = 60
_BEGINNING: Final = 4  # letters by which a longer word is taken for one that was found


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked or not; plain text, to be escaped."""

    text: str
    marked: bool = False


class Marker:
    """Marks in texts what one query asks for."""

    def __init__(self, query: str) -> None:
        words = [word for term in wanted.read(query).all for word in term.words]
        self._whole = frozenset(words)
        self._begun = tuple(word for word in words if len(word) >= _BEGINNING)

    def whole(self, text: str) -> tuple[Piece, ...]:
        """Mark a title from its beginning to its end."""
        return tuple(_pieces(text, self._found(text), 0, len(text)))

    def snippet(self, html: str) -> tuple[Piece, ...]:
        """Mark a part of what HTML says, the first that says what is asked for."""
        text = " ".join(to_text(html[: 4 * _LONGEST]).split())[:_LONGEST]
        found = self._found(text)
        first = found[0].start if found else 0
        begin = 0 if first <= _BEFORE else text.rfind(" ", 0, first - _BEFORE // 2) + 1
        end = min(len(text), begin + _SHOWN)
        if end < len(text):
            end = max(text.rfind(" ", begin, end), found[0].end if found else 0) or end
        shown = tuple(_pieces(text, found, begin, end))
        before = (Piece("… "),) if begin else ()
        return before + shown + ((Piece(" …"),) if end < len(text) else ())

    def _found(self, text: str) -> list[Word]:
        return [word for word in words_in(text) if self._asks_for(word.folded)]

    def _asks_for(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._begun or ("\x00",))


def _pieces(text: str, found: list[Word], begin: int, end: int) -> Iterator[Piece]:
    at = begin
    for word in found:
        if word.start < at or word.end > end:
            continue
        if word.start > at:
            yield Piece(text[at : word.start])
        yield Piece(text[word.start : word.end], marked=True)
        at = word.end
    if at < end:
        yield Piece(text[at:end])
