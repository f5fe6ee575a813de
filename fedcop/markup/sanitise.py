"""Untrusted HTML to HTML we may show: on the way in, and once more on the way out."""

import html as escaping
import re
from typing import Final

import nh3

MAX_DEPTH: Final = 32
MAX_TAGS: Final = 4000
MAX_HTML: Final = 200_000
_ROUNDS: Final = 3

# fmt: off
_TAGS: Final = frozenset((
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "ol", "p", "pre", "q", "rp", "rt",
    "ruby", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "u", "ul",
))
# fmt: on
_cleaner = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags={"script", "style", "title", "textarea", "noembed", "noframes", "iframe"},
    attributes={"a": {"href"}, "ol": {"start"}, "*": {"lang", "dir"}},
    allowed_classes={
        "a": {"mention", "hashtag", "u-url"},
        "span": {"h-card", "invisible", "ellipsis"},
    },
    link_rel="nofollow noopener noreferrer",
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)
_stripper = nh3.Cleaner(tags=set(), clean_content_tags={"script", "style", "title"})

_formatting = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/][^>]*>", re.IGNORECASE
)
_tag = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>')
_VOID: Final = frozenset(("br", "hr"))


def sanitise(html: str) -> str:
    """Return the part of untrusted HTML that we show; doing it again changes nothing."""
    shown = _clean(tame(html))
    for _ in range(_ROUNDS):
        again = _clean(shown)
        if again == shown:
            return shown
        shown = again
    return escaping.escape(strip_tags(shown), quote=False)


def strip_tags(html: str) -> str:
    """Return the text between the tags, with its entities decoded."""
    return escaping.unescape(_stripper.clean(tame(html)))


def tame(html: str) -> str:
    """Bound what parsing costs.

    A parser reopens unclosed formatting elements in every block that follows, unless three alike
    are open already: 40 kB of `<b id=1><p><b id=2><p>…` become 30 MB in 6 s. Without attributes
    all of one kind are alike; and of very many tags only the first are kept.
    """
    parts = html[:MAX_HTML].split("<", MAX_TAGS + 1)
    bounded = "<".join(parts[: MAX_TAGS + 1])
    # Only text that ends in ">" keeps the search linear; what follows the last one is no tag.
    end = bounded.rfind(">") + 1
    return _formatting.sub(r"<\1>", bounded[:end]) + bounded[end:]


def _clean(html: str) -> str:
    # The two characters turn the reading direction of what follows, a file name for example.
    return _flatten(_cleaner.clean(html).replace("\u202d", "").replace("\u202e", ""))


def _flatten(html: str) -> str:
    """Leave out the tags of well-formed HTML that are nested deeper than anybody reads."""
    if html.count("<") <= 2 * MAX_DEPTH:
        return html
    kept: list[bool] = []

    def keep(tag: re.Match[str]) -> str:
        if tag[2] in _VOID:
            return tag[0]
        if tag[1]:
            return tag[0] if kept and kept.pop() else ""
        kept.append(len(kept) < MAX_DEPTH)
        return tag[0] if kept[-1] else ""

    return _tag.sub(keep, html)
