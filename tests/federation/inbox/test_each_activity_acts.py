"""Whatever we say we take is not only given a verdict: each kind changes what we remember."""

import pytest

from fedcop.community import communities, membership, moderation, stewards
from fedcop.community.moderating import casework
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, invitations, offers, questions
from fedcop.community.practice.invitations import Ask
from fedcop.community.practice.parts import QuestionPart
from fedcop.federation.inbox.registry import HANDLERS
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import activity, announce, create, note, person, post_at
from tests.practice import bring, claimed, part_of, publish
from tests.reviewing import pin_of, propose
from tests.writing import again, answer, count, write

FAR = "https://forge.example/c/far"
OLU = "https://tern.example/users/olu"
NEW = "https://new.example/users/olu"
POST = "https://tern.example/n/1"
WORK = "https://tern.example/practices/1"


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
    await delete(on)
    on.node.web.put(POST, note(POST, OLU))
    await on.take(activity("Undo", OLU, activity("Delete", OLU, POST)))
    assert (await post_at(on.node, POST)).deleted == 0


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


async def resolve(on):
    complaint = Complaint(on.olu.id, text="x")
    report = await perform(on.store, moderation.report, on.ana, complaint)
    cop = {"cop:outcome": "warn", "cop:rule": "Be kind."}
    await on.take(activity("Resolve", OLU, report.uri, summary="Be kind.", **cop))
    [(_, [step])] = await casework.list_filed(on.store, on.ana)
    assert (step.step, step.text, "warn" in step.about) == ("answered", "Be kind.", True)


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


async def choose_answer(on):
    asked = await write(
        on.store, on.olu, title="Which wool?", community_id=on.room.id, practice=QuestionPart()
    )
    said = await answer(on.store, on.ana, asked)
    await on.take(activity("ChooseAnswer", OLU, said.uri))
    row = await questions.find(on.store, asked.id)
    assert (row.state, row.accepted_id, row.accepted_by) == ("answered", said.id, on.olu.id)


async def invite(on):
    bo = await make_person(on.store, "bo")
    await let_follow(on.store, on.olu, on.room)
    await perform(on.store, communities.add_steward, on.ana, on.room, on.olu)
    work = await publish(on.store, on.ana, on.room.id)
    pin = await pin_of(on.store, work.uri)
    await on.take(
        activity("Invite", OLU, work.uri, target=bo.uri, audience=on.room.uri, **exactly(pin))
    )
    row = await invitations.find_for(on.store, "review", pin, bo.id)
    assert (row.by_id, row.community_id, row.state) == (on.olu.id, on.room.id, "open")
    assert row.digest == pin.digest


async def ignore(on):
    work = await publish(on.store, on.ana, on.room.id)
    ask = Ask("review", await pin_of(on.store, work.uri), on.room.id)
    asked = await perform(on.store, invitations.invite, on.ana, on.olu, ask)
    await on.take(activity("Ignore", OLU, asked.uri))
    assert (await invitations.find(on.store, asked.id)).state == "ignored"


async def offer(on):
    await bring(on.store, on.olu, claimed(part_of(on.store), 1), WORK)
    pin = await pin_of(on.store, WORK)
    said = activity("Offer", OLU, WORK, target=f"{on.room.uri}/library", **exactly(pin))
    await on.take(said)
    row = await offers.find_waiting(on.store, on.room.id, WORK)
    assert (row.uri, row.actor_id, row.state) == (said["id"], on.olu.id, "open")
    assert (row.number, row.digest) == (pin.number, pin.digest)


async def accept_for_now(on):
    work = await publish(on.store, on.ana)
    made = await propose(on.store, on.ana, on.far, work)
    await on.take(activity("TentativeAccept", FAR, made.uri))
    row = await offers.find(on.store, made.id)
    assert (row.state, row.answered_by) == ("review", on.far.id)
    assert (await artifacts.find(on.store, work.uri)).status == "inReview"


def exactly(pin):
    """How an activity says which revision it means."""
    return {"cop:revision": pin.number, "cop:digest": pin.digest}


async def ask_to_quote(on):
    practice = await publish(on.store, on.ana, on.room.id)
    before = await count(on.store, "event")
    asked = activity("QuoteRequest", OLU, practice.uri, id=f"{POST}/quote", instrument=POST)
    await on.take(asked)
    assert await count(on.store, "event") == before + 1


STORIES = {
    "Accept": accept,
    "Add": add,
    "Announce": boost,
    "Block": block,
    "ChooseAnswer": choose_answer,
    "Create": create_one,
    "Delete": delete,
    "Dislike": dislike,
    "EmojiReact": react,
    "Flag": flag,
    "Follow": follow,
    "Ignore": ignore,
    "Invite": invite,
    "Join": join,
    "Leave": leave,
    "Like": like,
    "Move": move,
    "Offer": offer,
    "QuoteRequest": ask_to_quote,
    "Reject": reject,
    "Remove": remove,
    "Resolve": resolve,
    "TentativeAccept": accept_for_now,
    "Undo": undo,
    "Update": update,
}


@pytest.mark.parametrize("kind", HANDLERS)
async def test_what_is_taken_has_its_effect(scene, kind):
    await STORIES[kind](scene)
