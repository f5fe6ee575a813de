"""Servers of other programs follow a community of ours along: each is told in its own form."""

from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from fedcop.activitypub.signatures.claim import Scheme
from fedcop.community import membership, posts
from fedcop.community.drafts import Draft, Edit
from fedcop.federation.remote import lookup
from fedcop.store.batch import Unit
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow, PostRow
from fedcop.store.statements import Statement
from tests.network.fakes import PUBLIC, Net, Seen, Server, say
from tests.nodes import Node, Town, until

_DUE = Statement("UPDATE follow SET next_try = 1 WHERE next_try > 1")


async def kept(node: Node, uri: str) -> PostRow:
    """Wait until a post is there."""
    found: PostRow = await until(lambda: find_post_by_uri(node.store, uri), why=node.log)
    return found


async def joins(node: Node, group: ActorRow, server: Server, name: str, **how: Any) -> str:
    """Let somebody of a server follow a community, until that is answered."""
    person = server.person(name)
    follow = server.activity("Follow", person, group.uri)
    assert await server.send(node, follow, **how) == 202
    await until(
        lambda: [a for a in server.told("Accept") if a["object"]["id"] == follow["id"]],
        why=node.log,
    )
    return person


def note_for(server: Server, author: str, group: ActorRow, **more: Any) -> dict[str, Any]:
    return server.note(author, to=[PUBLIC, group.uri], audience=group.uri, **more)


def announced(server: Server) -> list[str]:
    """What was announced by its id, in order."""
    return [a["object"] for a in server.told("Announce") if isinstance(a["object"], str)]


@dataclass
class Scene:
    """A community of ours, a microblog and a forum that follow it."""

    node: Node
    ana: ActorRow
    group: ActorRow
    meadow: Server  # reads the plain form
    garden: Server  # reads the wrapped form
    gus: str  # who lives there

    async def begin(self) -> PostRow:
        """Ana begins a thread; both are told."""
        draft = Draft(kind="Article", title="Five", content="<p>5</p>", community_id=self.group.id)
        start = await self.node.do(posts.write, self.ana, draft)
        await until(lambda: start.uri in announced(self.meadow), why=self.node.log)
        await until(lambda: start.uri in self.creates(), why=self.node.log)
        return start

    def creates(self) -> set[str]:
        """What the forum was told of."""
        return {c["object"]["id"] for c in self.garden.carried("Create")}


@pytest.fixture
async def scene(town: Town, net: Net, kind: str) -> Scene:
    node = await town.node("northwind", kind)
    ana = await node.person("ana")
    group = await node.community(ana, "handovers")
    await node.start()
    meadow, garden = net.server("meadow", "mastodon"), net.server("garden", "lemmy")
    await joins(node, group, meadow, "mel")
    return Scene(node, ana, group, meadow, garden, await joins(node, group, garden, "gus"))


async def test_each_program_is_told_in_its_own_form(scene: Scene) -> None:
    node, group, meadow, garden = scene.node, scene.group, scene.meadow, scene.garden
    start, ben = await scene.begin(), await node.person("ben")
    answer = Draft(content="<p>Yes</p>", community_id=group.id, reply_to_id=start.id)
    reply = await node.do(posts.write, ben, answer)
    theirs = garden.create(note_for(garden, scene.gus, group))
    comment = garden.create(note_for(garden, scene.gus, group, inReplyTo=start.uri))
    assert await garden.send(node, theirs) == 202
    assert await garden.send(node, comment) == 202
    written = {start.uri, reply.uri, theirs["object"]["id"], comment["object"]["id"]}
    await until(lambda: scene.creates() == written, why=node.log)
    await until(lambda: len(announced(meadow)) == 2, why=node.log)

    # The microblog: thread starts by their id, and what people of ours say in their own words.
    assert set(announced(meadow)) == {start.uri, theirs["object"]["id"]}
    assert {c["object"]["id"] for c in meadow.told("Create")} == {start.uri, reply.uri}
    assert not [a for a in meadow.told("Announce") if isinstance(a["object"], dict)]
    # The forum: everything, in the community's Announce, byte for byte.
    assert announced(garden) == []
    for said in (theirs, comment):
        assert any(orjson.dumps(said) in seen.body for seen in garden.got)
    assert all(seen.scheme for seen in (*garden.got, *meadow.got))
    await _edits_and_removals(scene, start)
    await _posts_by_mention(scene)


async def _edits_and_removals(scene: Scene, start: PostRow) -> None:
    node, meadow, garden = scene.node, scene.meadow, scene.garden
    await node.do(posts.revise, scene.ana, start.id, Edit(title="Six", content="<p>6</p>"))
    await until(lambda: meadow.told("Update", actor=scene.ana.uri), why=node.log)
    await until(lambda: garden.carried("Update"), why=node.log)
    assert meadow.told("Update")[0]["object"]["name"] == "Six"

    await node.do(posts.remove, scene.ana, start.id)
    await until(lambda: meadow.told("Delete") and meadow.told("Undo"), why=node.log)
    await until(lambda: garden.carried("Delete"), why=node.log)
    boost = next(a for a in meadow.told("Announce") if a["object"] == start.uri)
    assert meadow.told("Undo")[0]["object"]["id"] == boost["id"]
    assert meadow.told("Delete")[0]["object"]["type"] == "Tombstone"
    assert garden.told("Delete") == []


async def _posts_by_mention(scene: Scene) -> None:
    """Somebody on the microblog who does not follow mentions it; another answers that."""
    node, group, meadow = scene.node, scene.group, scene.meadow
    mia, moe = meadow.person("mia"), meadow.person("moe")
    mention = {"type": "Mention", "href": group.uri, "name": f"@handovers@{node.host}"}
    begun = meadow.note(mia, cc=[f"{mia}/followers", group.uri], tag=[mention])
    assert await meadow.send(node, meadow.create(begun)) == 202
    start = await kept(node, begun["id"])
    assert (start.community_id, start.top, start.here) == (group.id, 1, 1)

    silent = meadow.note(moe, inReplyTo=begun["id"], cc=[f"{moe}/followers", mia])
    assert await meadow.send(node, meadow.create(silent)) == 202
    reply = await kept(node, silent["id"])
    assert (reply.community_id, reply.root_id) == (group.id, start.id)
    await until(lambda: {begun["id"], silent["id"]} <= scene.creates(), why=node.log)
    # Its own server hears that the thread was taken; of replies it hears nothing.
    await until(lambda: begun["id"] in announced(meadow), why=node.log)
    assert silent["id"] not in announced(meadow)


async def test_a_follow_that_is_not_answered_is_sent_again_and_settles(
    town: Town, net: Net, kind: str
) -> None:
    node = await town.node("northwind", kind)
    ana = await node.person("ana")
    await node.start()
    garden = net.server("garden", "lemmy")
    uri = garden.person("weavers", "Group")
    weavers = await lookup.find(node.parts.reach, f"@weavers@{garden.host}")
    assert isinstance(weavers, ActorRow)

    garden.down = True
    await node.do(membership.ask, ana, weavers)
    await until(lambda: "garden.localhost" in node.log(), why=node.log)
    garden.down = False
    await until(lambda: garden.told("Follow"), why=node.log)

    # It took the Follow and forgot it: a minute later, here at once, it is asked again.
    unit = Unit(node.store)
    unit.add(_DUE)
    unit.wake("follow")
    await unit.commit()
    await until(lambda: len(garden.told("Follow")) > 1, why=node.log)
    first, second = garden.told("Follow")[:2]
    assert first["id"] != second["id"]
    assert await garden.send(node, garden.activity("Accept", uri, second)) == 202

    async def is_member() -> bool:
        row = await membership.find_follow(node.store, ana.id, weavers.id)
        return row is not None and row.state == "accepted"

    await until(is_member, why=node.log)


@pytest.mark.parametrize("signs", [Scheme.CAVAGE, Scheme.RFC9421])
async def test_who_reads_rfc_9421_alone_is_knocked_at_twice_once(
    town: Town, net: Net, signs: Scheme
) -> None:
    node = await town.node("northwind", "sqlite")
    ana = await node.person("ana")
    group = await node.community(ana, "handovers")
    await node.start()
    strict = net.server("strict", "mastodon")

    def only_the_new(seen: Seen) -> Any:
        return say(202 if seen.scheme is Scheme.RFC9421 else 401)

    strict.manner = only_the_new
    await joins(node, group, strict, "one", scheme=signs)
    await joins(node, group, strict, "two", scheme=signs)
    # Who signs in the new way reads it: then there is no second knock at all.
    assert strict.tried == (2 if signs is Scheme.RFC9421 else 3)

    await node.stop()
    await node.start()
    draft = Draft(kind="Article", title="Later", content="<p>x</p>", community_id=group.id)
    post = await node.do(posts.write, ana, draft)
    await until(lambda: announced(strict) == [post.uri], why=node.log)
    taken = len(strict.got)
    assert strict.tried - taken == (0 if signs is Scheme.RFC9421 else 1)
