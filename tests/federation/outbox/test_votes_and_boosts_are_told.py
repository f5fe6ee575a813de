"""A Like goes to the author and the community, never to Public; a boost goes to followers."""

import orjson
import pytest

from fedcop.community import posts, reactions
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.outbox.telling import (
    BOTH,
    PUBLIC,
    WRAPPED,
    arrived,
    check_proof,
    tell,
)
from tests.writing import write

FAR = "https://far.example"


async def home(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    return ana, lab, mira


def like_bytes(actor, post):
    return orjson.dumps(
        {"type": "Like", "id": f"{actor.uri}#likes/1", "actor": actor.uri, "object": post.uri}
    )


async def test_our_like_goes_to_author_and_remote_community(store):
    ana, _, mira = await home(store)
    away = await remember_group(store, "https://away.example/c/away")
    post = await write(store, mira, community_id=away.id)
    await tell(store)
    await perform(store, reactions.like, ana, post.id)
    [told] = await tell(store)
    assert (told.kind, told.object_uri) == ("Like", post.uri)
    assert told.inboxes == {f"{FAR}/inbox", "https://away.example/inbox"}
    assert told.streams == set()
    assert told.plain["to"] == [mira.uri]
    assert PUBLIC.encode() not in told.plain_bytes
    check_proof(told.plain, ana.uri)


async def test_a_like_among_our_own_in_no_community_is_told_nobody(store):
    ana, _, _ = await home(store)
    bo = await make_person(store, "bo")
    post = await write(store, ana)
    await tell(store)
    await perform(store, reactions.like, bo, post.id)
    assert await tell(store) == []


async def test_our_community_announces_our_like_to_group_aware_peers(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id)
    await tell(store)
    await perform(store, reactions.like, ana, post.id)
    [told] = await tell(store)
    assert (told.actor_id, told.kind, told.plain) == (lab.id, "Like", None)
    inner = told.wrapped["object"]
    assert (inner["type"], inner["actor"], inner["object"]) == ("Like", ana.uri, post.uri)
    check_proof(inner, ana.uri)
    check_proof(told.wrapped, lab.uri)


async def test_our_community_announces_a_remote_like_in_its_own_bytes(store):
    ana, lab, mira = await home(store)
    post = await write(store, ana, community_id=lab.id)
    await tell(store)
    body = like_bytes(mira, post)
    cause = await arrived(store, body)
    await perform(store, reactions.like, mira, post.id, f"{mira.uri}#likes/1", cause)
    [told] = await tell(store)
    assert body in told.wrapped_bytes


async def test_a_like_that_is_taken_back_is_undone_where_it_was_told(store):
    ana, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    await perform(store, reactions.like, ana, post.id)
    like, relayed = await tell(store)
    await perform(store, reactions.unlike, ana, post.id)
    undo, relayed_undo = await tell(store)
    assert (undo.kind, undo.born, undo.lanes) == ("Undo", like.position, like.lanes)
    assert undo.plain["object"]["id"] == like.plain["id"]
    assert (relayed_undo.kind, relayed_undo.plain) == ("Undo", None)
    assert relayed_undo.streams == relayed.streams
    assert relayed_undo.wrapped["object"] == undo.plain


async def test_a_remote_undo_that_names_the_like_alone_is_passed_on_too(store):
    ana, lab, mira = await home(store)
    post = await write(store, ana, community_id=lab.id)
    like = f"{mira.uri}#likes/1"
    await perform(store, reactions.like, mira, post.id, like)
    await tell(store)
    body = orjson.dumps({"type": "Undo", "id": f"{like}/undo", "actor": mira.uri, "object": like})
    await perform(store, reactions.unlike, mira, post.id, like, await arrived(store, body))
    [told] = await tell(store)
    assert body in told.wrapped_bytes


async def test_a_like_that_was_taken_back_before_it_was_told_is_not_told(store):
    ana, _, mira = await home(store)
    post = await write(store, mira)
    await tell(store)
    await perform(store, reactions.like, ana, post.id)
    await perform(store, reactions.unlike, ana, post.id)
    assert [told.kind for told in await tell(store)] == ["Undo"]


async def test_a_like_among_members_proves_nothing(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS)
    await tell(store)
    await perform(store, reactions.like, ana, post.id)
    [told] = await tell(store)
    assert told.streams == {(lab.id, Audience.MEMBERS, WRAPPED)}
    assert b"proof" not in told.wrapped_bytes
    assert PUBLIC.encode() not in told.wrapped_bytes


# Boosts


async def test_our_boost_goes_to_followers_and_to_the_author(store):
    ana, _, mira = await home(store)
    post = await write(store, mira)
    await tell(store)
    await perform(store, reactions.boost, ana, post.id)
    [told] = await tell(store)
    assert told.streams == {(ana.id, Audience.PUBLIC, BOTH)}
    assert told.inboxes == {f"{FAR}/inbox"}
    assert (told.plain["type"], told.plain["object"]) == ("Announce", post.uri)
    assert told.plain["cc"] == [ana.followers, mira.uri]
    check_proof(told.plain, ana.uri)


async def test_a_boost_that_is_taken_back_names_what_it_was(store):
    ana, _, mira = await home(store)
    post = await write(store, mira)
    await tell(store)
    await perform(store, reactions.boost, ana, post.id)
    [boost] = await tell(store)
    await perform(store, reactions.unboost, ana, post.id)
    [undo] = await tell(store)
    assert (undo.kind, undo.born) == ("Undo", boost.position)
    assert undo.plain["object"]["id"] == boost.plain["id"]
    assert (undo.streams, undo.lanes) == (boost.streams, boost.lanes)


async def test_what_others_boost_is_theirs_to_tell(store):
    ana, _, mira = await home(store)
    post = await write(store, ana)
    await tell(store)
    await perform(store, reactions.boost, mira, post.id, f"{mira.uri}#boosts/1")
    await perform(store, reactions.unboost, mira, post.id)
    assert await tell(store) == []


async def test_what_a_remote_community_relays_is_theirs_to_tell(store):
    ana, _, _ = await home(store)
    away = await remember_group(store, "https://away.example/c/away")
    post = await write(store, ana)
    await tell(store)
    await perform(store, reactions.relay, away, post.id, f"{away.uri}/relays/1", 0)
    assert await tell(store) == []


@pytest.mark.parametrize("kind", ["like", "boost"])
async def test_neither_is_told_of_what_is_gone(store, kind):
    ana, _, mira = await home(store)
    post = await write(store, ana)
    await let_follow(store, mira, ana)
    await tell(store)
    await perform(store, getattr(reactions, kind), ana, post.id)
    await perform(store, posts.remove, ana, post.id)
    assert [told.kind for told in await tell(store)] == ["Delete"]
