"""The three nodes of the example, who visits them, and what each of them holds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from fedcop.assembly import Parts
from fedcop.cli.demo.example.visitor import Visitor
from fedcop.community import accounts
from fedcop.community.practice import adoptions, artifacts, standing
from fedcop.errors import Unavailable
from fedcop.store.queries import actors, lineage, posts, reviews
from fedcop.store.rows import ActorRow, ArtifactRow, PostRow

T = TypeVar("T")

PATIENCE: Final = 180.0
_PAUSE: Final = 0.05
_NEWEST: Final = 2**62
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Held:
    """What a node holds of one artifact: the same everywhere in the end."""

    digests: tuple[tuple[int, str], ...]
    endorsed: tuple[int, ...]
    status: str
    adoptions: int
    results: tuple[int, int, int]
    reviews: tuple[tuple[int, str], ...]
    edges: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class World:
    """The nodes by the keys of their organizations, and the people by their names."""

    nodes: dict[str, Parts]
    homes: dict[str, str]
    visitors: dict[str, Visitor]
    community: str  # its name at its home
    host: str  # of its home
    away: set[str] = field(default_factory=set)  # the nodes that are down

    @property
    def running(self) -> dict[str, Parts]:
        """Leave out the nodes that are down."""
        return {key: node for key, node in self.nodes.items() if key not in self.away}

    def node_of(self, person: str) -> Parts:
        """Return the node of a person."""
        return self.nodes[self.homes[person]]

    def place(self, person: str) -> str:
        """Say where the community is, as somebody's node shows it."""
        node = self.node_of(person)
        own = node.settings.host == self.host
        return f"/c/{self.community}" if own else f"/c/{self.community}@{self.host}"

    async def group(self, person: str) -> ActorRow:
        """Find the community as the node of a person knows it."""
        home = next(node for node in self.nodes.values() if node.settings.host == self.host)
        uri = home.store.uris.community(self.community)
        store = self.node_of(person).store
        return await self.until(lambda: actors.find_actor_by_uri(store, uri), "the community")

    async def person(self, name: str) -> ActorRow:
        """Find somebody at home. Raises Unavailable."""
        store = self.node_of(name).store
        return await self.until(lambda: accounts.find_by_name(store, name), name)

    async def post(self, person: str, uri: str) -> PostRow:
        """Wait until a post has come to the node of a person. Raises Unavailable."""
        store = self.node_of(person).store
        return await self.until(lambda: posts.find_post_by_uri(store, uri), f"{uri} at {person}'s")

    async def artifact(self, person: str, uri: str, number: int = 1) -> ArtifactRow:
        """Wait until a revision has come to the node of a person. Raises Unavailable."""
        node = self.node_of(person)
        return await self.until(lambda: _at_least(node, uri, number), f"r{number} of {uri}")

    async def everywhere(
        self, look: Callable[[Parts], Awaitable[T | None]], what: str
    ) -> dict[str, T]:
        """Wait until something is so on every node that runs. Raises Unavailable."""
        found = {}
        for key, node in self.running.items():
            found[key] = await self.until(lambda node=node: look(node), f"{what} at {key}")  # type: ignore[misc]  # a node each
        return found

    async def until(self, look: Callable[[], Awaitable[T | None]], what: str) -> T:
        """Look until something is there. Raises Unavailable after a while."""
        end = time.monotonic() + PATIENCE
        while (found := await look()) is None:
            if time.monotonic() > end:
                raise Unavailable(f"{what}: not there after {PATIENCE:.0f} s")
            await asyncio.sleep(_PAUSE)
        return found


async def held_at(node: Parts, uri: str) -> Held | None:
    """Read all that a node holds of an artifact."""
    row = await artifacts.find(node.store, uri)
    if row is None:
        return None
    stands = await standing.standing_of(node.store, row)
    counts = await adoptions.results_of(node.store, uri)
    said = await reviews.list_of_artifact(node.store, uri, _NEWEST, _MOST)
    revisions = await artifacts.history(node.store, row.id, limit=_MOST)
    edges = [
        *await lineage.list_from(node.store, [uri]),
        *await lineage.list_to(node.store, [uri], "adaptedFrom"),
    ]
    return Held(
        digests=tuple(sorted((one.number, one.digest) for one in revisions)),
        endorsed=tuple(sorted({one.number for one in stands.endorsed})),
        status=stands.status,
        adoptions=counts.adoptions,
        results=(counts.worked, counts.partly, counts.failed),
        reviews=tuple(sorted((one.row.number, one.row.verdict) for one in said)),
        edges=tuple(sorted({(one.source_uri, one.target_uri) for one in edges})),
    )


async def _at_least(node: Parts, uri: str, number: int) -> ArtifactRow | None:
    row = await artifacts.find(node.store, uri)
    return row if row is not None and row.number >= number else None
