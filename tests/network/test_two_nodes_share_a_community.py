"""Two organizations, two nodes, one community: what is done on either is seen on the other."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from fedcop.community import membership, posts, reactions
from fedcop.community.drafts import Draft, Edit
from fedcop.federation.remote import lookup
from fedcop.store.queries import inbox
from fedcop.store.queries.inbox import State
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, PostRow
from fedcop.store.verify import verify
from tests.nodes import Node, Town, until


@dataclass
class Side:
    """One node of the two, with the person who lives there and the community as seen there."""

    node: Node
    person: ActorRow
    group: ActorRow

    async def write(self, reply_to: PostRow | None = None, **draft: Any) -> PostRow:
        """Write into the community."""
        place = {"community_id": self.group.id, "reply_to_id": reply_to.id if reply_to else 0}
        return await self.node.do(posts.write, self.person, Draft(**place, **draft))

    async def sees(self, uri: str, **fields: object) -> PostRow:
        """Wait until a post is there, with what it should say."""

        async def look() -> PostRow | None:
            row = await find_post_by_uri(self.node.store, uri)
            right = row and all(getattr(row, name) == value for name, value in fields.items())
            return row if right else None

        why = f"{uri} with {fields} on {self.node.name}"
        found: PostRow = await until(look, why=lambda: f"{why}\n{self.node.log()[-3000:]}")
        return found

    async def sees_no_more(self, uri: str) -> None:
        """Wait until a post is a tombstone."""

        async def look() -> bool:
            row = await find_post_by_uri(self.node.store, uri)
            return row is not None and row.deleted > 0

        await until(look, why=lambda: f"{uri} on {self.node.name}\n{self.node.log()[-3000:]}")

    async def follows(self, follower: ActorRow, state: str) -> None:
        """Wait until somebody stands so to the community."""

        async def look() -> bool:
            row = await membership.find_follow(self.node.store, follower.id, self.group.id)
            return row is not None and row.state == state

        await until(look, why=lambda: f"{state} on {self.node.name}\n{self.node.log()[-3000:]}")


Sides = tuple[Side, Side]


async def find_actor(node: Node, text: str) -> ActorRow:
    """Find an actor as somebody who types it into the search field."""
    found = await lookup.find(node.parts.reach, text)
    assert isinstance(found, ActorRow)
    return found


@pytest.fixture
async def sides(town: Town, kind: str) -> AsyncIterator[Sides]:
    """Ana founded the community on her node; Tomas is a member from the other."""
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    ana, tomas = await north.person("ana"), await river.person("tomas")
    group = await north.community(ana, "handovers")
    await asyncio.gather(north.start(), river.start())
    there = await find_actor(river, f"@handovers@{north.host}")
    assert (there.kind, there.uri) == ("Group", group.uri)
    await river.do(membership.ask, tomas, there)
    here, away = Side(north, ana, group), Side(river, tomas, there)
    await away.follows(tomas, "accepted")
    yield here, away
    for side in (here, away):
        await is_well(side.node)


async def is_well(node: Node) -> None:
    """Everything was taken and told, nothing was refused, and the database is whole."""
    await until(node.at_rest, why=node.log)
    found = await inbox.list_verdicts(node.store, 2**62, 500)
    assert [one for one in found if one.state == State.REFUSED] == []
    assert "Traceback" not in node.log()
    assert await verify(node.database) == []


async def test_what_is_written_and_liked_on_either_side_is_seen_on_the_other(sides: Sides) -> None:
    ana, tomas = sides
    post = await ana.write(kind="Article", title="Five lines", content="<p>Five</p>")
    start = await tomas.sees(post.uri, title="Five lines", community_id=tomas.group.id)
    reply = await tomas.write(start, content="<p>We tried</p>")
    answer = await ana.sees(reply.uri, root_id=post.id, community_id=ana.group.id)
    back = await ana.write(answer, content="<p>And?</p>")
    await tomas.sees(back.uri, root_id=start.id, community_id=tomas.group.id)
    own = await tomas.write(kind="Article", title="From us", content="<p>Hi</p>")
    await ana.sees(own.uri, title="From us", community_id=ana.group.id, here=1)

    await ana.node.do(reactions.like, ana.person, answer.id)
    await tomas.node.do(reactions.like, tomas.person, start.id)
    await tomas.sees(reply.uri, likes=1)
    await ana.sees(post.uri, likes=1, replies=2)
    await tomas.sees(post.uri, likes=1, replies=2)

    await ana.node.do(reactions.unlike, ana.person, answer.id)
    await tomas.sees(reply.uri, likes=0)


async def test_what_is_edited_and_taken_back_on_either_side_is_so_on_the_other(
    sides: Sides,
) -> None:
    ana, tomas = sides
    post = await ana.write(kind="Article", title="Five lines", content="<p>Five</p>")
    reply = await tomas.write(await tomas.sees(post.uri), content="<p>We tried</p>")
    await ana.sees(reply.uri)

    await ana.node.do(posts.revise, ana.person, post.id, Edit(title="Six", content="<p>Six</p>"))
    await tomas.node.do(posts.revise, tomas.person, reply.id, Edit(content="<p>Twice</p>"))
    await tomas.sees(post.uri, title="Six", content="<p>Six</p>", revision=2)
    await ana.sees(reply.uri, content="<p>Twice</p>", revision=2)

    own = await tomas.write(kind="Article", title="From us", content="<p>Hi</p>")
    stray = await ana.sees(own.uri)
    await tomas.node.do(posts.remove, tomas.person, reply.id)
    await ana.sees_no_more(reply.uri)
    await ana.node.do(posts.remove, ana.person, stray.id, "not about handovers")
    await tomas.sees_no_more(own.uri)
    await ana.node.do(posts.remove, ana.person, post.id)
    await tomas.sees_no_more(post.uri)

    await tomas.node.do(membership.leave, tomas.person, tomas.group)
    await ana.follows(await find_actor(ana.node, tomas.person.uri), "left")
