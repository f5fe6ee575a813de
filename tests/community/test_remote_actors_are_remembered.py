"""What remote actors say of themselves is kept, with their keys, and changes when they change."""

import asyncio
from dataclasses import replace

import pytest

from fedcop.community import accounts, actors, communities, events, membership
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.queries.keys import find_key, list_keys
from fedcop.store.rows import ActorRow, CommunityRow, EventRow, KeyRow
from fedcop.store.statements import Statement
from fedcop.values import Handle, PostPolicy
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    public_keys,
    remember_group,
    remember_person,
    remote_actor,
)

BO = "https://peer.example/u/bo"


async def events_of(store, kind):
    rows = await store.read(
        f"SELECT {EventRow.columns()} FROM event WHERE kind = ? ORDER BY id", kind
    )
    return [events.read(EventRow.of(row)) for row in rows]


async def test_an_actor_is_found_by_uri_handle_and_key(store):
    bo = await remember_person(store, BO)
    assert bo.id > 0
    assert bo.fetched > 0
    assert await accounts.find_by_uri(store, BO) == bo
    assert await accounts.find_by_handle(store, Handle("bo", "peer.example")) == bo
    key = await find_key(store, f"{BO}#main-key")
    assert key is not None
    assert (key.actor_id, key.algorithm, key.private) == (bo.id, "rsa", None)


async def test_what_is_the_same_changes_nothing_but_the_time_of_the_fetch(store):
    bo = await remember_person(store, BO)
    again = await remember_person(store, BO)
    assert replace(again, fetched=bo.fetched) == bo
    assert await accounts.find(store, bo.id) == again


async def test_a_change_keeps_what_is_our_own_to_say(store):
    bo = await remember_person(store, BO, published=1000)
    await perform(store, suspend, bo.id)
    row = await remember_person(store, BO, display="Bo the second")
    assert (row.id, row.display, row.version) == (bo.id, "Bo the second", bo.version + 1)
    assert row.suspended == 5
    assert row.published == 1000
    assert await accounts.find(store, bo.id) == row


async def test_another_delivery_inbox_is_an_event(store):
    bo = await remember_person(store, BO)
    await remember_person(store, BO, inbox=f"{BO}/in")
    assert await events_of(store, "ActorMoved") == []
    await remember_person(store, BO, inbox=f"{BO}/in", shared_inbox="")
    moved = await events_of(store, "ActorMoved")
    assert moved == [events.ActorMoved(bo.id, "https://peer.example/inbox", f"{BO}/in")]


async def test_keys_come_go_and_come_back(store):
    bo = await remember_person(store, BO)
    old = await list_keys(store, bo.id)
    fresh = KeyRow(0, f"{BO}#next", 0, "rsa", "PEM")
    await perform(store, accounts.remember, bo, (fresh,))
    assert [key.key_id for key in await list_keys(store, bo.id)] == [f"{BO}#next"]
    ended = await find_key(store, old[0].key_id)
    assert ended is not None
    assert ended.ended > 0
    await perform(store, accounts.remember, bo, ())
    assert [key.key_id for key in await list_keys(store, bo.id)] == [f"{BO}#next"]
    await perform(store, accounts.remember, bo, public_keys(BO))
    assert [key.id for key in await list_keys(store, bo.id)] == [key.id for key in old]


async def test_a_key_under_the_same_name_is_replaced(store):
    bo = await remember_person(store, BO)
    await perform(store, accounts.remember, bo, (KeyRow(0, f"{BO}#main-key", 0, "rsa", "NEW"),))
    assert [(key.public, key.actor_id) for key in await list_keys(store, bo.id)] == [("NEW", bo.id)]


async def test_nobody_takes_the_key_of_another(store):
    await remember_person(store, BO)
    thief = remote_actor("https://peer.example/u/thief")
    with pytest.raises(Refused, match="publicKey"):
        await perform(store, accounts.remember, thief, public_keys(BO))
    assert await accounts.find_by_uri(store, thief.uri) is None


@pytest.mark.parametrize("uri", ["https://cop.example/u/ana", "https://COP.example:443/u/eve"])
async def test_nobody_is_remembered_under_our_own_name(store, uri):
    await make_person(store, "ana")
    for host in ("cop.example", ""):
        with pytest.raises(Refused):
            await perform(store, accounts.remember, remote_actor(uri, host=host), ())


async def test_two_who_fetch_the_same_actor_at_once_keep_one(store):
    rows = await asyncio.gather(*(remember_person(store, BO) for _ in range(4)))
    assert len({row.id for row in rows}) == 1


async def test_a_group_has_a_practice_side(store):
    uri = "https://peer.example/c/far"
    far = await remember_group(store, uri)
    group = await communities.find(store, far.id)
    assert group is not None
    assert (group.practice.local, group.practice.members) == (0, 0)
    assert group.practice.approved > 0
    stewards_only = CommunityRow(0, domain="Far", post_policy=PostPolicy.STEWARDS)
    await remember_group(store, uri, stewards_only)
    group = await communities.find(store, far.id)
    assert group is not None
    assert (group.practice.domain, group.practice.post_policy) == ("Far", PostPolicy.STEWARDS)
    await remember_group(store, uri)
    group = await communities.find(store, far.id)
    assert group is not None
    assert group.practice.domain == "Far"


async def test_who_is_gone_follows_nobody_and_is_followed_by_nobody(store):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers")
    bo = await remember_person(store, BO)
    await let_follow(store, bo, made)
    await let_follow(store, bo, ana)
    await let_follow(store, ana, bo)
    await perform(store, accounts.mark_gone, bo, 3)
    group = await communities.find(store, made.id)
    assert group is not None
    assert group.practice.members == 1
    assert {event.target for event in await events_of(store, "FollowEnded")} == {made.id, ana.id}
    assert [event.follower for event in await events_of(store, "FollowRejected")] == [ana.id]
    gone = await accounts.find(store, bo.id)
    assert gone is not None
    assert gone.deleted > 0
    with pytest.raises(Refused, match="gone"):
        await perform(store, membership.ask, ana, gone)
    await perform(store, accounts.mark_gone, gone, 4)
    assert len(await events_of(store, "FollowEnded")) == 2


async def test_our_own_are_not_gone_by_the_word_of_others(store):
    ana = await make_person(store, "ana")
    with pytest.raises(Refused):
        await perform(store, accounts.mark_gone, ana)


async def test_where_somebody_moved_is_noted(store):
    bo = await remember_person(store, BO)
    new = await remember_person(store, "https://other.example/u/bo")
    await perform(store, accounts.mark_moved, bo, new)
    row = await accounts.find(store, bo.id)
    assert row is not None
    assert row.moved_to == new.uri


async def suspend(unit, number):
    unit.add(Statement("UPDATE actor SET suspended = 5 WHERE id = ?", (number,)))


async def test_who_was_overtaken_between_two_looks_remembers_the_same_actor(store):
    overtaken: list[ActorRow] = []

    async def remember(unit, row, keys):
        """Look for the actor, be overtaken, and only then look at its keys."""
        if not overtaken:
            before = await accounts.find_by_uri(unit, row.uri)
            overtaken.append(await remember_person(store, BO))
            assert before is None
            await actors.renew_keys(unit, replace(row, id=1), keys)
        return await accounts.remember(unit, row, keys)

    bo = await perform(store, remember, remote_actor(BO), public_keys(BO))
    assert bo.id == overtaken[0].id
