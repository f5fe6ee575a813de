"""Atom (RFC 4287): what is new, for those who read by feed."""

import re
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from fedcop.interchange.moments import moment

TYPE: Final = "application/atom+xml; charset=utf-8"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_NEVER: Final = "1970-01-01T00:00:00Z"
# What XML 1.0 has no place for.
_ODD: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is new."""

    uri: str
    url: str
    title: str
    content: str  # HTML
    author: str
    author_url: str
    published: int
    updated: int
    summary: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself."""

    uri: str  # of the feed
    url: str  # of the page it is about
    title: str
    subtitle: str = ""
    next: str = ""


def write(feed: Feed, lines: list[Line]) -> bytes:
    """Write a feed, the latest line first."""
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE})
    _put(root, "id", feed.uri)
    _put(root, "title", feed.title)
    if feed.subtitle:
        _put(root, "subtitle", feed.subtitle)
    _link(root, "self", feed.uri, "application/atom+xml")
    _link(root, "alternate", feed.url, "text/html")
    if feed.next:
        _link(root, "next", feed.next, "application/atom+xml")
    latest = max((line.updated for line in lines), default=0)
    _put(root, "updated", moment(latest) or _NEVER)
    for line in lines:
        root.append(_entry(line))
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(line: Line) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    if line.language:
        entry.set("xml:lang", line.language)
    _put(entry, "id", line.uri)
    _put(entry, "title", line.title)
    _link(entry, "alternate", line.url, "text/html")
    _put(entry, "published", moment(line.published) or _NEVER)
    _put(entry, "updated", moment(line.updated) or _NEVER)
    author = ElementTree.SubElement(entry, "author")
    _put(author, "name", line.author)
    _put(author, "uri", line.author_url)
    for tag in line.tags:
        ElementTree.SubElement(entry, "category", {"term": _clean(tag)})
    if line.summary:
        _put(entry, "summary", line.summary)
    content = ElementTree.SubElement(entry, "content", {"type": "html"})
    content.text = _clean(line.content)
    return entry


def _put(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _clean(text)


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "href": _clean(href), "type": kind})


def _clean(text: str) -> str:
    return _ODD.sub("", text)
