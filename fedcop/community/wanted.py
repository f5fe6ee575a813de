"""What somebody typed into a search field, read within bounds: words, phrases, what must not be.

Whatever is typed means something or nothing, and never more than a few words: no query is an error.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from fedcop.markup.words import words_of
from fedcop.store.queries.search import Term

LONGEST: Final = 400  # characters that are read
_MOST: Final = 8  # terms
_PHRASE: Final = 8  # words
_LEAST_PREFIX: Final = 3  # letters that a beginning needs
_MOST_PREFIXES: Final = 2
_piece = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be there, and what must not."""

    all: tuple[Term, ...] = ()
    none: tuple[Term, ...] = ()

    @property
    def wider(self) -> tuple[Term, ...]:
        """Say the same of words that only begin so, the last of them; phrases stay.

        What begins so is put together from the lists of many words, so there are never many.
        """
        first = self.all[:-_MOST_PREFIXES]
        return first + tuple(_wider(term) for term in self.all[len(first) :])


def read(text: str) -> Wanted:
    """Read what was typed."""
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for minus, phrase, word in _piece.findall(text[:LONGEST]):
        chosen = unwanted if minus else wanted
        chosen |= dict.fromkeys(_terms(phrase, word))
    return Wanted(_few_prefixes(tuple(wanted)[:_MOST]), tuple(unwanted)[:_MOST])


def _few_prefixes(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    first = len(terms) - _MOST_PREFIXES
    return tuple(replace(one, prefix=one.prefix and n >= first) for n, one in enumerate(terms))


def gist(text: str, most: int) -> list[str]:
    """Choose the words of a text by which others like it are found, the longest first."""
    words = dict.fromkeys(words_of(text[:LONGEST]))
    telling = [word for word in words if len(word) > _LEAST_PREFIX or not word.isascii()]
    return sorted(telling or words, key=len, reverse=True)[:most]


def _terms(phrase: str, word: str) -> Iterable[Term]:
    if phrase:
        words = words_of(phrase)[:_PHRASE]
        return [Term(tuple(words))] if words else []
    words = words_of(word)[:_PHRASE]
    if not words:
        return []
    prefix = word.endswith("*") and len(words[-1]) >= _LEAST_PREFIX
    return [Term(tuple(words), prefix)]  # `hand-over` is two words that stand together


def _wider(term: Term) -> Term:
    short = len(term.words[0]) <= _LEAST_PREFIX
    return term if short or len(term.words) > 1 else replace(term, prefix=True)
