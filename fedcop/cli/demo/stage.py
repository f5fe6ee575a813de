"""The open nodes of a demo, and who is where: what the story is told on."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from fedcop.assembly import Parts
from fedcop.cli.demo import cast
from fedcop.cli.demo.journal import Journal
from fedcop.cli.demo.steps import flowing
from fedcop.community import accounts
from fedcop.errors import NotFound, Unavailable
from fedcop.federation.remote import lookup
from fedcop.markup.markdown import find_names, render
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Handle

T = TypeVar("T")

_PATIENCE: Final = 120.0
_PAUSE: Final = 0.05
_DAY_MS: Final = 86_400_000

HOMES: Final = {
    person.name: organization.key
    for organization in cast.ORGANIZATIONS
    for person in organization.people
}


class Stage:
    """All nodes, opened beside the processes that serve them."""

    def __init__(self, nodes: dict[str, Parts], journal: Journal) -> None:
        self.nodes = nodes
        self.journal = journal

    def home_of(self, person: str) -> Parts:
        """Return the node of a person."""
        return self.nodes[HOMES[person]]

    def handle(self, name: str, home: str, seen_from: Parts) -> Handle:
        """Name somebody as they are called at a node."""
        there = self.nodes[home]
        return Handle(name, "" if there is seen_from else there.settings.host)

    async def person(self, name: str) -> ActorRow:
        """Find a person at home."""
        row = await accounts.find_by_name(self.home_of(name).store, name)
        if row is None:
            raise NotFound(f"{name}: gone from the demo; begin anew with `fedcop demo reset`")
        return row

    async def see(self, name: str, home: str, at: Parts) -> ActorRow:
        """Find a person or the community as a node sees them, asking theirs when it is new."""
        return await lookup.find_by_handle(at.reach, self.handle(name, home, at))

    async def community(self, at: Parts, name: str = "") -> ActorRow:
        """Find a community, by default the one that all share, as a node sees it."""
        wanted = name or cast.COMMUNITY
        home = next(one.home for one in cast.COMMUNITIES if one.name == wanted)
        return await self.see(wanted, home.key, at)

    def uri(self, post: str) -> str:
        """Return the uri of a post that has been written."""
        uri = self.journal.find(f"write {post}")
        if uri is None:
            raise NotFound(f"{post}: this post is not written yet")
        return uri

    async def compose(
        self, text: str, node: Parts
    ) -> tuple[str, str, tuple[int, ...], tuple[str, ...]]:
        """Turn a text of the story into Markdown, HTML, and whom and what it names."""
        handles = {name: self.handle(name, home, node) for name, home in HOMES.items()}
        markdown = flowing(text).format_map(handles)
        named = {
            handle.key: await self.see(handle.name, HOMES[handle.name], node)
            for handle in find_names(markdown).mentions
        }
        content = render(markdown, lambda handle: named[handle.key].uri, node.store.uris.hashtag)
        mentions = tuple(row.id for row in named.values())
        return markdown, content, mentions, find_names(markdown).hashtags

    def time(self, days: float) -> int:
        """Say when it was so many days before the story was told."""
        return self.journal.began - int(days * _DAY_MS)

    async def post(self, key: str, at: Parts) -> PostRow:
        """Wait until a post has come to a node. Raises Unavailable."""
        uri = self.uri(key)
        return await wait_for(lambda: find_post_by_uri(at.store, uri), f"{key}, {uri}")


async def wait_for(look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """Look again and again until something is there. Raises Unavailable after a while."""
    until = time.monotonic() + _PATIENCE
    while (found := await look()) is None:
        if time.monotonic() > until:
            raise Unavailable(f"{what}: it did not arrive; the logs of the nodes say why")
        await asyncio.sleep(_PAUSE)
    return found
