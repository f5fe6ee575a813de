"""Markdown, as people write it here, to HTML; names and hashtags in it to links."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from fedcop.errors import Malformed
from fedcop.markup.sanitise import sanitise
from fedcop.values import Handle

MAX_NAMES: Final = 50

LinkTo = Callable[[Handle], str | None]
TagLink = Callable[[str], str | None]

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
    ["table", "strikethrough"]
)
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
_JOINERS: Final = "\u00b7\u30fb\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Names:
    """Whom and what a text names: `@` people, `!` communities, hashtags; each once, in order."""

    mentions: tuple[Handle, ...] = ()
    communities: tuple[Handle, ...] = ()
    hashtags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text that may become a link."""

    start: int
    end: int
    sigil: str
    handle: Handle | None = None
    word: str = ""


def find_names(markdown: str) -> Names:
    """Find whom and what a text names, outside of code and links."""
    found: dict[str, dict[Handle | str, None]] = {"@": {}, "!": {}, "#": {}}
    for block in _markdown.parse(markdown):
        for token in _free_texts(block.children or []):
            for piece in _pieces(token.content):
                if piece.sigil in found:
                    found[piece.sigil][piece.handle or piece.word] = None
    return Names(_handles(found["@"]), _handles(found["!"]), _words(found["#"]))


def render(markdown: str, link_to: LinkTo, tag_link: TagLink) -> str:
    """Turn Markdown into sanitised HTML.

    `link_to` knows the address of somebody named, `tag_link` that of a hashtag; where they answer
    None the text stays as it is. Neither may ask the network.
    """
    blocks = _markdown.parse(markdown)
    for block in blocks:
        if block.children:
            block.children = list(_with_links(block.children, link_to, tag_link))
    return sanitise(_markdown.renderer.render(blocks, _markdown.options, {}))


def _free_texts(tokens: list[Token]) -> Iterator[Token]:
    """Yield the texts of a line that stand in no link; code is not a text."""
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and not inside:
            yield token


def _with_links(tokens: list[Token], link_to: LinkTo, tag_link: TagLink) -> Iterator[Token]:
    free = {id(token) for token in _free_texts(tokens)}
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "image":
            yield from _link(str(token.attrs.get("src", "")), "", token.content or "image")
        elif id(token) in free:
            yield from _split(token.content, link_to, tag_link)
        elif before and before.markup == "autolink" and token.type == "text":
            # As in its href: a quotation mark in it must not look like the end of an attribute.
            yield _text(token.content.replace('"', "%22"))
        else:
            yield token


def _split(text: str, link_to: LinkTo, tag_link: TagLink) -> Iterator[Token]:
    """Cut a text into what stays and what becomes a link."""
    done = 0
    for piece in _pieces(text):
        words = text[piece.start : piece.end]
        if piece.handle:
            href, kind = link_to(piece.handle), "u-url mention"
            words = f"{piece.sigil}{piece.handle.name}"
        elif piece.sigil == "#":
            href, kind = tag_link(piece.word), "mention hashtag"
        else:
            href, kind = words, ""
        if href:
            yield _text(text[done : piece.start])
            yield from _link(href, kind, words)
            done = piece.end
    yield _text(text[done:])


def _pieces(text: str) -> Iterator[_Piece]:
    if not any(mark in text for mark in "@!#:"):
        return
    for match in _found.finditer(text):
        start, end = match.span()
        if match["sigil"]:
            handle = _handle(match)
            if handle:
                yield _Piece(start, end, match["sigil"], handle)
        elif match["tag"]:
            word = _tag(match["tag"])
            if word:
                yield _Piece(start, start + 1 + len(word), "#", word=word)
        else:
            address = _address(match["url"])
            if not address.endswith("//"):
                yield _Piece(start, start + len(address), "")


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


def _address(url: str) -> str:
    """Leave out the punctuation that ends a sentence, and a bracket that was opened before."""
    while url[-1] in ".,:;!?'*_~" or (url[-1] in ")]" and url.count(")") > url.count("(")):
        url = url[:-1]
    return url


def _link(href: str, kind: str, words: str) -> Iterator[Token]:
    attributes: dict[str, str | int | float] = {"href": href}
    if kind:
        attributes["class"] = kind
    yield Token("link_open", "a", 1, attrs=attributes)
    yield _text(words)
    yield Token("link_close", "a", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _handles(found: dict[Handle | str, None]) -> tuple[Handle, ...]:
    return tuple([one for one in found if isinstance(one, Handle)][:MAX_NAMES])


def _words(found: dict[Handle | str, None]) -> tuple[str, ...]:
    return tuple([one for one in found if isinstance(one, str)][:MAX_NAMES])
