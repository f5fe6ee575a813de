"""Templates to pages. Everything is escaped, but for the HTML that the store holds sanitised."""

import re
from collections import OrderedDict
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fedcop import clock
from fedcop.markup.text import excerpt
from fedcop.settings import Settings
from fedcop.store.rows import ActorCard, ActorRow, PostRow
from fedcop.values import Audience
from fedcop.web import assets, paths, words

_HUES: Final = 12
_EXCERPT: Final = 220
_KEPT: Final = 4_000
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")

Actor = ActorRow | ActorCard


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


def environment(settings: Settings) -> Environment:
    """Make the templates of one node."""
    env = Environment(
        loader=PackageLoader("fedcop.web"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
    )
    env.globals |= {
        "node": settings,
        "asset": cache(assets.load().url),
        "Audience": Audience,
        "SHORT": words.SHORT,
        "LONG": words.LONG,
        "ICONS": words.ICONS,
        "WRITERS": words.WRITERS,
        "count": words.count,
        "grouped": words.grouped,
        "path_of": paths.of_actor,
        "path_of_post": paths.of_post,
        "hue": hue,
        "initials": initials,
        "handle": lambda actor: handle(actor, settings.host),
        "beginning": Excerpts().of,
    }
    env.filters |= {
        "stored": stored,
        "ago": words.ago,
        "day": words.day,
        "exactly": words.exactly,
        "iso": clock.iso,
        "agent": words.agent,
        "language": language,
        "web": web,
    }
    return env


def stored(html: str) -> Markup:
    """Show HTML of the store as it is: it was sanitised before it was kept.

    The one place where a template does not escape; whatever is piped through it must be the
    `content` of a post or revision, or the `summary` of an actor, and nothing else.
    """
    return Markup(html)  # noqa: S704 - sanitised when written, see markup.sanitise


def handle(actor: Actor, own_host: str) -> str:
    """Write the whole handle of somebody."""
    return f"@{actor.name}@{actor.host or own_host}"


@lru_cache(maxsize=_KEPT)
def hue(uri: str) -> int:
    """Choose one of the curated hues for somebody, always the same."""
    return sha256(uri.encode()).digest()[0] % _HUES


@lru_cache(maxsize=_KEPT)
def initials(name: str) -> str:
    """Return the one or two letters that stand for a name."""
    parts = [part for part in name.split() if part[0].isalnum()] or [name.strip("@_. ") or "?"]
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")
    return letters.upper()


def language(tag: str) -> str:
    """Return a language tag that may stand in an attribute, or nothing."""
    return tag if _LANGUAGE.fullmatch(tag) else ""


def web(address: str) -> str:
    """Return an address that a link may lead to: of the web or of mail; else one to nowhere."""
    if address.startswith(("https://", "http://", "mailto:")):
        return address
    is_mail = address.count("@") == 1 and not any(c.isspace() or c in "<>/:?" for c in address)
    return f"mailto:{address}" if is_mail else "#"
