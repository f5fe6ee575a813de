"""The smallest pieces of pages, made in Python: they stand in each page by the hundred."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from hashlib import sha256
from typing import Final

from markupsafe import Markup

from fedcop import clock
from fedcop.markup.text import excerpt
from fedcop.store.rows import ActorCard, ActorRow, PostRow
from fedcop.tongues import _, current
from fedcop.values import Audience
from fedcop.web import assets, paths, words

Actor = ActorRow | ActorCard

_KEPT: Final = 4_000
_LARGEST: Final = 8_000
_HUES: Final = 12
_EXCERPT: Final = 220
_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_TITLES: Final = frozenset({"dr", "prof", "dr.", "prof."})
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


class Kept:
    """Pieces of pages, made once for each key and kept while they are asked for."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()

    def get(self, key: Hashable, make: Callable[..., str], *facts: object) -> Markup:
        """Return the piece of a key, made from `facts` when it is not at hand."""
        piece = self._kept.get(key)
        if piece is None:
            piece = Markup(make(*facts))  # noqa: S704 - what a template made
            if len(piece) > _LARGEST:
                return piece
            self._kept[key] = piece
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return piece


class Excerpts:
    """Beginnings of posts, made once for each revision and kept while they are asked for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], str] = OrderedDict()

    def of(self, post: PostRow) -> str:
        """Return the beginning of what a post says."""
        key = (post.id, post.revision)
        text = self._kept.get(key)
        if text is None:
            text = self._kept[key] = excerpt(post.content, _EXCERPT)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return text

    def after_title(self, post: PostRow) -> str:
        """Return the beginning of a post that has a title, without what the title says already."""
        text, title = self.of(post), post.title.removesuffix("…")
        return text.removeprefix(title).lstrip(" .:;-") if title else text


def age(ms: int, now: int) -> int:
    """Return a number that changes whenever the words for a time do."""
    passed = now - ms
    if passed >= _DAY:
        return -1
    return passed // _HOUR if passed >= _HOUR else _HOUR + passed // _MINUTE


@lru_cache(maxsize=64)
def icon(name: str) -> Markup:
    """Show an icon of our own set; what it means stands beside it in words."""
    there = assets.load().url("icons.svg")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        there, name
    )


@lru_cache(maxsize=4)
def script(name: str) -> Markup:
    """Run a script of ours on a page that works without it; its answer must allow it."""
    return Markup('<script src="{}" defer></script>').format(assets.load().url(name))


def glyph(actor: Actor, size: str = "") -> Markup:
    """Show the letters that stand for somebody."""
    return _glyph(initials(actor.display or actor.name), size)


@lru_cache(maxsize=_KEPT)
def _glyph(letters: str, size: str) -> Markup:
    kind = f"glyph {size}" if size else "glyph"
    return Markup('<span class="{}" aria-hidden="true">{}</span>').format(kind, letters)


def badge(actor: Actor) -> Markup:
    """Show where somebody lives when it is elsewhere."""
    if not actor.host:
        return Markup()
    return _badge(actor.host, _("Lives on %(host)s") % {"host": actor.host})


@lru_cache(maxsize=_KEPT)
def _badge(host: str, lives: str) -> Markup:
    return Markup(' <span class="badge" title="{}">{}</span>').format(lives, host)


def who(actor: Actor) -> Markup:
    """Show the name of somebody, with a way to their page and where they live."""
    link = Markup('<a class="who" href="{}">{}</a>')
    return link.format(paths.of_actor(actor), actor.display or actor.name) + badge(actor)


def when(ms: int) -> Markup:
    """Show when something was, in short, with the exact time behind it."""
    piece = Markup('<time datetime="{}" title="{}">{}</time>')
    return piece.format(clock.iso(ms), words.exactly(ms), words.ago(ms))


def pill(audience: int) -> Markup:
    """Show who may read something."""
    return _pill(audience, current())


@lru_cache(maxsize=64)
def _pill(audience: int, _tongue: str) -> Markup:
    known = Audience(audience)
    piece = Markup('<span class="pill" title="{}">{}{}</span>')
    return piece.format(_(words.LONG[known]), icon(words.ICONS[known]), _(words.SHORT[known]))


def act(path: str, label: object, name: str = "", look: str = "quiet") -> Markup:
    """Show a button that sends the one form of a page elsewhere."""
    sign = icon(name) if name else ""
    piece = Markup('<button class="{}" form="act" formaction="{}">{}{}</button>')
    return piece.format(look, path, sign, label)


def toggle(path: str, label: str, name: str, *, on: bool) -> Markup:
    """Show a button for something that one has done, or has not."""
    pressed = "true" if on else "false"
    piece = Markup(
        '<button class="quiet" form="act" formaction="{}" aria-pressed="{}">{}{}</button>'
    )
    return piece.format(path, pressed, icon(name), label)


def handle(actor: Actor, own_host: str) -> Markup:
    """Write the whole handle of somebody; a narrow page breaks it before the host."""
    return Markup("@{}<wbr>@{}").format(actor.name, actor.host or own_host)


@lru_cache(maxsize=_KEPT)
def hue(uri: str) -> int:
    """Choose one of the curated hues for a community, always the same."""
    return sha256(uri.encode()).digest()[0] % _HUES


@lru_cache(maxsize=_KEPT)
def initials(name: str) -> str:
    """Return the one or two letters that stand for a name."""
    named = [part for part in name.split() if part[0].isalnum()]
    parts = [part for part in named if part.lower() not in _TITLES] or named
    parts = parts or [name.strip("@_. ") or "?"]
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")
    return letters.upper()


def language(tag: str) -> str:
    """Return a language tag that may stand in an attribute, or nothing."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else ""


def web(address: str) -> str:
    """Return an address that a link may lead to, of the web or of mail; else one to nowhere."""
    if address.startswith(("https://", "http://", "mailto:")):
        return address
    is_mail = address.count("@") == 1 and not any(c.isspace() or c in "<>/:?" for c in address)
    return f"mailto:{address}" if is_mail else "#"
