"""Cards: what a thread with a title shows of the page behind it."""

import html
import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from fedcop.markup.text import excerpt, shorten
from fedcop.store.rows import PostRow

_LONGEST: Final = 200
_NONE: Final[dict[str, Any]] = {
    "preview_url": None,
    "description": None,
    "blurhash": None,
    "meta": {},
}
_NO_SIZE: Final = {"width": 0, "height": 0}
_LINK = re.compile(r'<a href="(https?://[^"]+)"(?![^>]*class="[^"]*(?:mention|hashtag))')


def entity(
    post: PostRow, own_name: str, files: Sequence[dict[str, Any]] = (), abstract: str = ""
) -> dict[str, object]:  # files: media attachments, JSON of several kinds
    """Say what a client shows below a titled post: a way to its page, or to what it links to.

    Its picture is the first of the post, unless that is shown only to those who ask.
    """
    address = _address(post)
    host = urlsplit(address).netloc
    pictures = () if post.sensitive else files
    picture = next((one for one in pictures if one["type"] == "image"), _NONE)
    size = picture["meta"].get("small", _NO_SIZE)
    return {
        "url": address,
        "title": post.title,
        "description": shorten(abstract, _LONGEST) or excerpt(post.content, _LONGEST),
        "language": post.language or None,
        "type": "link",
        "author_name": "",
        "author_url": "",
        "authors": [],
        "provider_name": own_name if post.local else host,
        "provider_url": address[: address.find(host) + len(host)],
        "html": "",
        "width": size["width"],
        "height": size["height"],
        "image": picture["preview_url"],
        "image_description": picture["description"] or "",
        "embed_url": "",
        "blurhash": picture["blurhash"],
        "published_at": None,
    }


def _address(post: PostRow) -> str:
    """Say where a card leads: what a Page links to is what it is about."""
    if post.kind == "Page":
        found = _LINK.search(post.content)
        if found:
            return html.unescape(found[1])
    return post.url or post.uri
