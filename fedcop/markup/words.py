"""Words as search compares them: in small letters, without accents, of any script.

Both databases are handed the same words, so that the same query finds the same on either. Scripts
that put no spaces between words are taken letter by letter: what is asked for is then a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST: Final = 60  # letters of a word; what is longer is no word
_word = re.compile(r"[^\W_]+")
# Thai, Lao, Myanmar, Khmer, kana, Han.
_unspaced = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0002ffff]"
)


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return [word for word in _word.findall(fold(text)) if len(word) <= LONGEST]


def fold(text: str) -> str:
    """Return a text in small letters without accents; letters of unspaced scripts apart."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if unicodedata.category(c)[0] != "M")
    return _unspaced.sub(r" \g<0> ", unicodedata.normalize("NFC", bare.casefold()))


def words_in(text: str) -> Iterator[Word]:
    """Find the words of a text with their places, to mark them."""
    for found in re.finditer(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*", text):
        pieces = words_of(found[0])
        if len(pieces) == 1:
            yield Word(pieces[0], found.start(), found.end())
        elif len(pieces) == found.end() - found.start():
            for n, piece in enumerate(pieces):
                yield Word(piece, found.start() + n, found.start() + n + 1)
