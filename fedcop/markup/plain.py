"""Plain text, as people write it in their apps, to the HTML that apps expect."""

import re
from html import escape
from typing import Final

from fedcop.markup.names import LinkTo, Names, Piece, TagLink, gather, pieces
from fedcop.markup.sanitise import sanitise

_URL_COUNTS: Final = 23  # characters, however long an address is: clients count so too
_SHOWN: Final = 30  # characters of an address
_start = re.compile(r"https?://(?:www\.)?")
_gap = re.compile(r"\n{2,}")


def find_names(text: str) -> Names:
    """Find whom and what a text names."""
    return gather(pieces(text))


def render(text: str, link_to: LinkTo, tag_link: TagLink) -> str:
    """Turn plain text into sanitised HTML: paragraphs, links, mentions, hashtags.

    `link_to` knows the address of somebody named, `tag_link` that of a hashtag; where they answer
    None the text stays as it is. Neither may ask the network.
    """
    told = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    paragraphs = _gap.split(_linked(told, link_to, tag_link))
    return sanitise("".join(f"<p>{_lines(one)}</p>" for one in paragraphs if one))


def render_line(text: str) -> str:
    """Turn one line into sanitised HTML without a paragraph; only addresses become links."""
    return sanitise(_linked(" ".join(text.split()), lambda _: None, lambda _: None))


def length(text: str) -> int:
    """Count the characters of a text as clients do."""
    count = len(text)
    for piece in pieces(text):
        if piece.handle and piece.handle.host:
            count -= piece.end - piece.start - 1 - len(piece.handle.name)
        elif not piece.sigil:
            count += _URL_COUNTS - (piece.end - piece.start)
    return count


def _linked(text: str, link_to: LinkTo, tag_link: TagLink) -> str:
    parts, done = [], 0
    for piece in pieces(text):
        link = _link(piece, text[piece.start : piece.end], link_to, tag_link)
        if link:
            parts += [_escaped(text[done : piece.start]), link]
            done = piece.end
    return "".join([*parts, _escaped(text[done:])])


def _link(piece: Piece, words: str, link_to: LinkTo, tag_link: TagLink) -> str:
    """Write the link that a part of a text becomes; nothing where it leads nowhere."""
    if piece.handle:
        href = link_to(piece.handle)
        name = f"{piece.sigil}<span>{_escaped(piece.handle.name)}</span>"
        link = f'<a href="{escape(href or "")}" class="u-url mention">{name}</a>'
        return f'<span class="h-card">{link}</span>' if href else ""
    if piece.sigil:
        href = tag_link(piece.word)
        name = f"{words[0]}<span>{_escaped(piece.word)}</span>"
        return f'<a href="{escape(href)}" class="mention hashtag">{name}</a>' if href else ""
    return f'<a href="{escape(words)}">{_shown(words)}</a>'


def _shown(url: str) -> str:
    """Show the part of an address by which one knows it; all of it stands there to be copied."""
    begin = _start.match(url)
    at = begin.end() if begin else 0
    rest = url[at : at + _SHOWN]
    long = len(url) > at + _SHOWN
    middle = f'<span class="ellipsis">{_escaped(rest)}</span>' if long else _escaped(rest)
    parts = [f'<span class="invisible">{_escaped(url[:at])}</span>', middle]
    if long:
        parts.append(f'<span class="invisible">{_escaped(url[at + _SHOWN :])}</span>')
    return "".join(parts)


def _lines(paragraph: str) -> str:
    return paragraph.strip("\n").replace("\n", "<br>")


def _escaped(text: str) -> str:
    return escape(text, quote=False)
