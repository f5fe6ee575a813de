"""Cards: what a thread with a title shows of the page behind it."""

import html
import re
from typing import Final
from urllib.parse import urlsplit

from fedcop.markup.text import excerpt
from fedcop.store.rows import PostRow

_LONGEST: Final = 200
_LINK = re.compile(r'<a href="(https?://[^"]+)"(?![^>]*class="[^"]*(?:mention|hashtag))')


def entity(post: PostRow, own_name: str) -> dict[str, object]:
    """Say what a client shows below a titled post: a way to its page, or to what it links to."""
    address = _address(post)
    host = urlsplit(address).netloc
    return {
        "url": address,
        "title": post.title,
        "description": excerpt(post.content, _LONGEST),
        "language": post.language or None,
        "type": "link",
        "author_name": "",
        "author_url": "",
        "authors": [],
        "provider_name": own_name if post.local else host,
        "provider_url": address[: address.find(host) + len(host)],
        "html": "",
        "width": 0,
        "height": 0,
        "image": None,
        "image_description": "",
        "embed_url": "",
        "blurhash": None,
        "published_at": None,
    }


def _address(post: PostRow) -> str:
    """Say where a card leads: what a Page links to is what it is about."""
    if post.kind == "Page":
        found = _LINK.search(post.content)
        if found:
            return html.unescape(found[1])
    return post.url or post.uri
