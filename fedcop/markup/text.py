"""HTML to plain text: excerpts, titles, and single lines that are safe to show."""

import re
from html import escape
from typing import Final

from fedcop.markup.sanitise import strip_tags
from fedcop.values import Handle

_ENDS: Final = ".:;,!?…"  # what a line ends with that needs no mark before the next
TITLE: Final = 100
EXCERPT: Final = 200
_break = re.compile(
    r"<(?:br|hr|/(?:p|div|li|h[1-6]|tr|blockquote|pre|dd|dt))\b[^<>]*>", re.IGNORECASE
)
_unseen = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def to_text(html: str) -> str:
    """Return what HTML says, one line for each paragraph or line of it."""
    text = strip_tags(_break.sub("\\g<0>\n", html))
    lines = (" ".join(line.split()) for line in _unseen.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


def to_html(text: str) -> str:
    """Return HTML that says a plain text as it was typed, `<` and `&` included."""
    return escape(text, quote=False)


def one_line(text: str, limit: int) -> str:
    """Return a plain text (a name, a content warning) as one line of at most `limit` characters."""
    return shorten(" ".join(_unseen.sub("", text).split()), limit)


def excerpt(html: str, limit: int = EXCERPT) -> str:
    """Return the beginning of what HTML says, in one line."""
    lines = to_text(html).split("\n")
    apart = [line if line[-1:] in _ENDS else f"{line} ·" for line in lines[:-1]]
    return shorten(" ".join([*apart, lines[-1]]), limit)


def title_of(html: str, community: Handle | None = None, limit: int = TITLE) -> str:
    """Return the first line that says something besides naming the community, for a title."""
    named = _spellings(community) if community else frozenset()
    for line in to_text(html).split("\n"):
        words = [word for word in line.split() if word.rstrip(".,:;").lower() not in named]
        if words:
            return shorten(" ".join(words), limit)
    return ""


def shorten(line: str, limit: int) -> str:
    """Cut a line to `limit` characters, between words where that leaves most of it."""
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return f"{(head if space and len(head) > limit // 2 else cut).rstrip()}…"


def _spellings(handle: Handle) -> frozenset[str]:
    name = handle.name.lower()
    bare = {f"@{name}", f"!{name}"}
    return frozenset(bare | {f"{one}@{handle.host}" for one in bare})
