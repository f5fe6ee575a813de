"""/api/v2/search: people, hashtags, what posts say, and what stands at an address."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts, statuses, tags
from fedcop.api.resources import looking
from fedcop.api.routes import Auth, Route
from fedcop.community import search as words
from fedcop.community import searching
from fedcop.community.search import Facets, Part
from fedcop.store.rows import ActorRow, PostRow

_KINDS: Final = ("accounts", "hashtags", "statuses")


async def search(ask: Ask) -> Answer:
    """Find what was typed."""
    text = ask.params.line("q")
    kind = ask.params.line("type")
    wanted = (kind,) if kind in _KINDS else _KINDS
    found: dict[str, list[bytes]] = {name: [] for name in _KINDS}
    if looking.is_address(text):
        await _at_address(ask, text, found)
    elif text:
        if "accounts" in wanted:
            found["accounts"] = await _people(ask, text)
        if "hashtags" in wanted:
            found["hashtags"] = await _tags(ask, text)
        if "statuses" in wanted and ask.viewer is not None:
            found["statuses"] = await _statuses(ask)
    parts = [
        b'"%s":[%s]' % (name.encode(), b",".join(found[name] if name in wanted else ()))
        for name in _KINDS
    ]
    return Answer.raw(b"{" + b",".join(parts) + b"}")


async def _people(ask: Ask, text: str) -> list[bytes]:
    begin = ask.page.offset
    found = await looking.people_for(ask, text)
    return await accounts.listed(ask, found[begin : begin + ask.page.limit()])


async def _tags(ask: Ask, text: str) -> list[bytes]:
    begin, limit = ask.page.offset, ask.page.limit()
    if begin > limit * 10:
        return []
    found = await searching.find_tags(ask.store, ask.viewer, text, begin + limit)
    return [tags.render(ask, tag) for tag in found[begin:]]


async def _statuses(ask: Ask) -> list[bytes]:
    """Find what posts say, for members alone: who reads along elsewhere is nobody's business."""
    page = ask.page
    part = Part(page.offset, page.limit(), page.below, page.above)
    facets = Facets(author=ask.params.id("account_id"))
    found = await words.find(ask.store, ask.viewer, ask.params.text("q"), facets, part)
    return list((await statuses.by_ids(ask, [hit.id for hit in found.hits])).values())


async def _at_address(ask: Ask, text: str, found: dict[str, list[bytes]]) -> None:
    there = None if ask.page.offset else await looking.at(ask, text)
    if isinstance(there, ActorRow):
        found["accounts"] = await accounts.listed(ask, [there.id])
    elif isinstance(there, PostRow):
        found["statuses"] = list((await statuses.by_ids(ask, [there.id])).values())


ROUTES: Final = (Route("GET", "/api/v2/search", search, "read:search", Auth.OPEN, limit="search"),)
