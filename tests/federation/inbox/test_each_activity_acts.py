"""Whatever we say we take is not only given a verdict: each kind changes what we remember."""

import pytest

from fedcop.community import communities, membership, moderation, stewards
from fedcop.community.perform import perform
from fedcop.federation.inbox.registry import HANDLERS
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import activity, announce, create, note, person, post_at
from tests.writing import again, count, write

FAR = "https://forge.example/c/far"
OLU = "https://tern.example/users/olu"
NEW = "https://new.example/users/olu"
POST = "https://tern.example/n/1"


@pytest.fixture
async def scene(node):
    """Ana with a community and a post of hers, olu elsewhere, and a community elsewhere."""
    ana = await make_person(node.store, "ana")
    room = await make_community(node.store, ana, "room")
    post = await write(node.store, ana, community_id=room.id)
    olu = await remember_person(node.store, OLU)
    far = await remember_group(node.store, FAR, featured=f"{FAR}/featured")
    return Scene(node, ana, room, post, olu, far)


class Scene:
    """Who and what there is, and what can be seen of it."""

    def __init__(self, node, ana, room, post, olu, far):
        self.node, self.store = node, node.store
        self.ana, self.room, self.post, self.olu, self.far = ana, room, post, olu, far

    async def take(self, said):
        verdict = await self.node.take(said)
        assert verdict.state == State.APPLIED, (said["type"], verdict.reason)

    async def likes(self):
        return (await again(self.store, self.post)).likes


async def follow(on):
    await on.take(activity("Follow", OLU, on.room.uri))
    assert await membership.is_member(on.store, on.olu.id, on.room.id)


async def leave(on):
    await follow(on)
    await on.take(activity("Leave", OLU, on.room.uri))
    assert not await membership.is_member(on.store, on.olu.id, on.room.id)


async def join(on):
    await on.take(activity("Join", OLU, on.room.uri))
    assert await membership.is_member(on.store, on.olu.id, on.room.id)


async def accept(on):
    asked = await perform(on.store, membership.ask, on.ana, on.far)
    await on.take(activity("Accept", FAR, asked.uri))
    assert await membership.is_member(on.store, on.ana.id, on.far.id)


async def reject(on):
    asked = await perform(on.store, membership.ask, on.ana, on.far)
    await on.take(activity("Reject", FAR, asked.uri))
    assert (await membership.find_follow(on.store, on.ana.id, on.far.id)).state == "rejected"


async def undo(on):
    like = activity("Like", OLU, on.post.uri)
    await on.take(like)
    await on.take(activity("Undo", OLU, like))
    assert await on.likes() == 0


async def create_one(on):
    await on.take(create(note(POST, OLU)))
    assert (await post_at(on.node, POST)).author_id == on.olu.id


async def update(on):
    await create_one(on)
    anew = note(POST, OLU, content="<p>Anew</p>", updated="2026-02-03T11:00:00Z")
    await on.take(activity("Update", OLU, anew))
    assert (await post_at(on.node, POST)).content == "<p>Anew</p>"


async def delete(on):
    await create_one(on)
    await on.take(activity("Delete", OLU, POST))
    assert (await post_at(on.node, POST)).deleted


async def boost(on):
    await on.take(activity("Announce", OLU, on.post.uri))
    assert (await again(on.store, on.post)).boosts == 1


async def like(on):
    await on.take(activity("Like", OLU, on.post.uri))
    assert await on.likes() == 1


async def react(on):
    await on.take(activity("EmojiReact", OLU, on.post.uri, content="+"))
    assert await on.likes() == 1


async def dislike(on):
    await like(on)
    await on.take(activity("Dislike", OLU, on.post.uri))
    assert await on.likes() == 0


async def add(on):
    await let_follow(on.store, on.ana, on.far)
    await on.take(announce(FAR, activity("Add", FAR, OLU, target=f"{FAR}/moderators")))
    assert await stewards.is_steward(on.store, on.olu.id, on.far.id)


async def remove(on):
    pinned = await write(on.store, on.ana, community_id=on.far.id)
    await on.take(activity("Add", FAR, pinned.uri, target=f"{FAR}/featured"))
    await on.take(activity("Remove", FAR, pinned.uri, target=f"{FAR}/featured"))
    assert await communities.list_pinned(on.store, on.far.id) == []


async def flag(on):
    await on.take(activity("Flag", OLU, [on.ana.uri, on.post.uri], id=f"{OLU}/flag", content="x"))
    assert await count(on.store, "report") == 1


async def block(on):
    await on.take(activity("Block", OLU, on.ana.uri))
    assert await moderation.is_blocked(on.store, on.olu.id, on.ana.id)


async def move(on):
    await let_follow(on.store, on.ana, on.olu)
    on.node.web.put(NEW, person(NEW, alsoKnownAs=[OLU]))
    await on.take(activity("Move", OLU, OLU, target=NEW))
    new = await find_actor_by_uri(on.store, NEW)
    assert (await membership.find_follow(on.store, on.ana.id, new.id)).state == "pending"
    assert not await membership.is_member(on.store, on.ana.id, on.olu.id)


STORIES = {
    "Accept": accept,
    "Add": add,
    "Announce": boost,
    "Block": block,
    "Create": create_one,
    "Delete": delete,
    "Dislike": dislike,
    "EmojiReact": react,
    "Flag": flag,
    "Follow": follow,
    "Join": join,
    "Leave": leave,
    "Like": like,
    "Move": move,
    "Reject": reject,
    "Remove": remove,
    "Undo": undo,
    "Update": update,
}


@pytest.mark.parametrize("kind", HANDLERS)
async def test_what_is_taken_has_its_effect(scene, kind):
    await STORIES[kind](scene)
