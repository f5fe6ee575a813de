"""Whom and what a text names: handles, hashtags and addresses, found in plain words."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fedcop.errors import Malformed
from fedcop.values import Handle

MAX_NAMES: Final = 50

LinkTo = Callable[[Handle], str | None]
TagLink = Callable[[str], str | None]

# Each repetition has a bound or a class of its own, so that no text makes the search slow.
_found = re.compile(
    r"""
    (?<![\w/@!\#.])
    (?:
        (?P<sigil>[@!])
        (?P<name>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?)
        (?:@(?P<host>\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){0,8}(?::\d{1,5})?))?
    |
        \#(?P<tag>[^\s!-/:-@\[-^`{-~]{1,100})
    |
        (?P<url>https?://[^\s<>"]{1,2000})
    )
    """,
    re.VERBOSE,
)
_between = re.compile(r"[\s,;/#\u3001\uff0c]+")
_JOINERS: Final = "\u00b7\u30fb\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Names:
    """Whom and what a text names: `@` people, `!` communities, hashtags; each once, in order."""

    mentions: tuple[Handle, ...] = ()
    communities: tuple[Handle, ...] = ()
    hashtags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that may become a link."""

    start: int
    end: int
    sigil: str
    handle: Handle | None = None
    word: str = ""


def gather(found: Iterable[Piece]) -> Names:
    """Sort what was found by kind, each once and in order."""
    kinds: dict[str, dict[Handle | str, None]] = {"@": {}, "!": {}, "#": {}}
    for piece in found:
        if piece.sigil in kinds:
            kinds[piece.sigil][piece.handle or piece.word] = None
    return Names(_handles(kinds["@"]), _handles(kinds["!"]), _words(kinds["#"]))


def pieces(text: str) -> Iterator[Piece]:
    """Find the parts of a text that may become links."""
    if not any(mark in text for mark in "@!#:"):
        return
    for match in _found.finditer(text):
        start, end = match.span()
        if match["sigil"]:
            handle = _handle(match)
            if handle:
                yield Piece(start, end, match["sigil"], handle)
        elif match["tag"]:
            word = _tag(match["tag"])
            if word:
                yield Piece(start, start + 1 + len(word), "#", word=word)
        else:
            address = _address(match["url"])
            if not address.endswith("//"):
                yield Piece(start, start + len(address), "")


def _handle(match: re.Match[str]) -> Handle | None:
    """Return whom a match names; a community is named with its host, or it is an exclamation."""
    if match["host"] is None:
        return Handle(match["name"]) if match["sigil"] == "@" else None
    try:
        return Handle.read(f"{match['name']}@{match['host']}")
    except Malformed:
        return None


def _tag(text: str) -> str:
    """Return the part of a text that is a hashtag: letters, marks and digits, not digits alone."""
    length = 0
    for character in text:
        kind = unicodedata.category(character)
        if kind[0] not in "LM" and kind not in {"Nd", "Nl", "Pc"} and character not in _JOINERS:
            break
        length += 1
    word = text[:length].rstrip(_JOINERS)
    return word if any(character.isalpha() for character in word) else ""


def topics_in(text: str) -> tuple[str, ...]:
    """Return what can be a hashtag of topics as people list them, with or without `#`, in order."""
    return topics_of(_between.split(text))


def topics_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return what can be a hashtag of each name of a topic: "patient safety" is one word then."""
    words = ("".join(map(_allowed, name)) for name in names)
    return tuple(dict.fromkeys(tag for tag in map(_tag, words) if tag))


def _allowed(character: str) -> str:
    return character if character == "_" or character.isalnum() or _is_mark(character) else ""


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in _JOINERS


def _address(url: str) -> str:
    """Leave out the punctuation that ends a sentence, and a bracket that was opened before."""
    while url[-1] in ".,:;!?'*_~" or (url[-1] in ")]" and url.count(")") > url.count("(")):
        url = url[:-1]
    return url


def _handles(found: dict[Handle | str, None]) -> tuple[Handle, ...]:
    return tuple([one for one in found if isinstance(one, Handle)][:MAX_NAMES])


def _words(found: dict[Handle | str, None]) -> tuple[str, ...]:
    return tuple([one for one in found if isinstance(one, str)][:MAX_NAMES])
