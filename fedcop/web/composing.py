"""From the Markdown somebody wrote to what a post is made of; those it names are found first."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from fedcop.community import accounts
from fedcop.errors import FedcopError
from fedcop.federation.remote import lookup
from fedcop.markup.markdown import find_names, render
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris
from fedcop.values import Handle
from fedcop.web.ask import Ask

log = logging.getLogger(__name__)

_MOST_UNKNOWN: Final = 5  # handles that other nodes are asked about for one post
_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Composed:
    """What a text says, as HTML, and whom and what it names."""

    content: str
    mentions: tuple[int, ...]
    hashtags: tuple[str, ...]


async def compose(ask: Ask, markdown: str) -> Composed:
    """Turn Markdown into what a post is made of, asking other nodes whom it names."""
    names = find_names(markdown)
    people = await _find(ask, names.mentions)
    groups = await _find(ask, names.communities)
    known = {**groups, **people}
    content = render(
        markdown,
        lambda handle: _address(known, handle),
        lambda tag: tag_address(ask.store.uris, tag),
    )
    mentions = dict.fromkeys(row.id for row in people.values())
    return Composed(content, tuple(mentions), names.hashtags)


def describe(ask: Ask, markdown: str) -> str:
    """Turn Markdown into HTML where nobody is told of being named: profiles, charters."""
    return render(markdown, lambda _: None, lambda tag: tag_address(ask.store.uris, tag))


def tag_address(uris: Uris, tag: str) -> str:
    """Say where a hashtag leads."""
    return uris.hashtag(tag)


async def _find(ask: Ask, handles: tuple[Handle, ...]) -> dict[str, ActorRow]:
    """Find those whom a text names: those we know, and a few that other nodes are asked for."""
    found: dict[str, ActorRow] = {}
    unknown: list[Handle] = []
    for handle in handles:
        row = await accounts.find_by_handle(ask.store, handle)
        if row is not None and not row.deleted and not row.suspended:
            found[handle.key] = row
        elif row is None and handle.host and not ask.store.uris.names_our_host(_url(handle)):
            unknown.append(handle)
    asked = await asyncio.gather(*(_look(ask, handle) for handle in unknown[:_MOST_UNKNOWN]))
    found |= {handle.key: row for handle, row in zip(unknown, asked, strict=False) if row}
    return found


async def _look(ask: Ask, handle: Handle) -> ActorRow | None:
    try:
        async with asyncio.timeout(_SECONDS):
            return await lookup.find_by_handle(ask.site.reach, handle)
    except TimeoutError:
        log.info("%s was named and cannot be found in time", handle)
    except FedcopError as error:
        log.info("%s was named and cannot be found: %s", handle, error.safe)
    return None


def _address(known: dict[str, ActorRow], handle: Handle) -> str | None:
    row = known.get(handle.key)
    return (row.url or row.uri) if row else None


def _url(handle: Handle) -> str:
    return f"https://{handle.host}" if handle.host else ""
