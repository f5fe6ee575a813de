"""What is left of HTML of ours after the sanitiser of another program."""

from functools import lru_cache
from typing import Final

import nh3

from fedcop.markup.text import to_text

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


@lru_cache(maxsize=16)
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags={"script", "style"} - tags,
        attributes={"a": {"href"}, "ol": {"start"}},
        link_rel=None,
    )


def kept(html: str, tags: frozenset[str]) -> str:
    """Return what a sanitiser leaves that keeps these tags; of others it keeps the words."""
    return _cleaner(tags).clean(html)


def bold_headings(html: str) -> str:
    """Write headings as bold paragraphs, as microblogs do."""
    for name in _HEADINGS:
        html = html.replace(f"<{name}>", "<p><strong>").replace(f"</{name}>", "</strong></p>")
    return html


def words(html: str) -> str:
    """Return what is read of HTML, in one line."""
    return " ".join(to_text(html).split())
