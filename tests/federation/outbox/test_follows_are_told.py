"""Follows are asked for, answered and ended by one id; a follower reads on from its Accept."""

import pytest

from fedcop.community import accounts, membership, moderation
from fedcop.community.perform import perform
from fedcop.federation.outbox import audiences
from fedcop.store.batch import Unit
from fedcop.store.queries.peers import find_peer
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.endpoints.rig import know_peer
from tests.federation.outbox.telling import PUBLIC, readers_of, tell
from tests.writing import write

FAR = "https://far.example"
INBOX = f"{FAR}/inbox"


async def test_we_ask_at_the_inbox_of_whom_we_want_to_follow(store):
    ana = await make_person(store, "ana")
    away = await remember_group(store, f"{FAR}/c/away")
    row = await perform(store, membership.ask, ana, away)
    [told] = await tell(store)
    assert (told.kind, told.inboxes, told.streams) == ("Follow", {INBOX}, frozenset())
    assert (told.plain["id"], told.plain["actor"], told.plain["object"]) == (
        row.uri,
        ana.uri,
        away.uri,
    )
    assert told.plain["to"] == [away.uri]
    assert PUBLIC.encode() not in told.plain_bytes
    assert "proof" not in told.plain


async def test_an_undo_names_the_follow_it_takes_back(store):
    ana = await make_person(store, "ana")
    away = await remember_group(store, f"{FAR}/c/away")
    await perform(store, membership.ask, ana, away)
    [follow] = await tell(store)
    await perform(store, membership.leave, ana, away)
    [undo] = await tell(store)
    assert (undo.born, undo.key) == (follow.position, follow.key)
    assert undo.plain["object"] == {
        name: value for name, value in follow.plain.items() if name != "@context"
    }


async def test_what_is_asked_again_is_asked_once_by_its_latest_id(store):
    ana = await make_person(store, "ana")
    away = await remember_group(store, f"{FAR}/c/away")
    row = await perform(store, membership.ask, ana, away)
    again = await perform(store, membership.ask_again, row)
    [told] = await tell(store)
    assert told.plain["id"] == again.uri


async def test_an_accept_embeds_the_follow_and_opens_the_streams(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await perform(store, membership.join, mira, lab, f"{FAR}/follows/1", 0)
    [told] = await tell(store)
    assert (told.kind, told.actor_id, told.inboxes) == ("Accept", lab.id, {INBOX})
    assert told.plain["object"] == {
        "id": f"{FAR}/follows/1",
        "type": "Follow",
        "actor": mira.uri,
        "object": lab.uri,
        "to": [lab.uri],
        "cc": [],
    }
    assert told.plain["to"] == [mira.uri]
    assert await readers_of(store, lab.id) == {
        (INBOX, Audience.PUBLIC),
        (INBOX, Audience.FOLLOWERS),
    }
    rows = await store.read("SELECT DISTINCT after FROM lane_stream")
    assert [row[0] for row in rows] == [told.position]


async def test_a_repeated_follow_is_answered_again_and_opens_nothing_new(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    for number in (1, 2):
        await perform(store, membership.join, mira, lab, f"{FAR}/follows/{number}", 0)
    told = await tell(store)
    assert [one.plain["object"]["id"] for one in told] == [f"{FAR}/follows/1", f"{FAR}/follows/2"]
    assert len(await readers_of(store, lab.id)) == 2


async def test_members_of_a_peer_that_honours_it_read_what_is_for_members(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    await know_peer(store, "far.example", "fedcop")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, lab)
    await tell(store)
    assert (INBOX, Audience.MEMBERS) in await readers_of(store, lab.id)


@pytest.mark.parametrize("software", ["", "mastodon", "lemmy"])
async def test_others_never_read_what_is_for_members(store, software):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    if software:
        await know_peer(store, "far.example", software)
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, lab)
    await tell(store)
    assert (INBOX, Audience.MEMBERS) not in await readers_of(store, lab.id)


async def test_what_a_peer_runs_may_be_learned_after_its_people_joined(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, lab)
    await tell(store)
    await know_peer(store, "far.example", "fedcop")
    peer = await find_peer(store, "far.example")
    unit = Unit(store)
    audiences.learned(unit, peer.id, honours_members=True)
    await unit.commit()
    assert (INBOX, Audience.MEMBERS) in await readers_of(store, lab.id)


async def test_the_last_follower_behind_a_lane_closes_it(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    olu = await remember_person(store, f"{FAR}/users/olu")
    for one in (mira, olu):
        await let_follow(store, one, lab)
    await tell(store)
    await perform(store, membership.leave, mira, lab)
    assert await tell(store) == []
    assert await readers_of(store, lab.id)
    await perform(store, membership.leave, olu, lab)
    await tell(store)
    assert await readers_of(store, lab.id) == set()


async def test_who_is_put_out_is_told_and_reads_no_further(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    row = await let_follow(store, mira, lab)
    await tell(store)
    await perform(store, membership.refuse, ana, row.id)
    [told] = await tell(store)
    assert (told.kind, told.plain["object"]["id"]) == ("Reject", row.uri)
    assert await readers_of(store, lab.id) == set()


async def test_who_waits_is_told_nothing_until_somebody_agrees(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab", locked=True)
    mira = await remember_person(store, f"{FAR}/users/mira")
    row = await let_follow(store, mira, lab)
    assert await tell(store) == []
    await perform(store, membership.approve, ana, row.id)
    [told] = await tell(store)
    assert told.kind == "Accept"


async def test_among_our_own_nothing_goes_over_the_wire(store):
    ana, bo = await make_person(store, "ana"), await make_person(store, "bo")
    lab = await make_community(store, ana, "lab")
    await let_follow(store, bo, lab)
    await let_follow(store, bo, ana)
    await perform(store, membership.leave, bo, ana)
    assert await tell(store) == []


async def test_what_a_remote_side_answers_us_is_not_answered(store):
    ana = await make_person(store, "ana")
    away = await remember_group(store, f"{FAR}/c/away")
    await perform(store, membership.ask, ana, away)
    await tell(store)
    await perform(store, membership.accepted, ana, away)
    await perform(store, membership.rejected, ana, away)
    assert await tell(store) == []


async def test_a_remote_follower_who_is_gone_reads_no_further(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, ana)
    await tell(store)
    await perform(store, accounts.mark_gone, mira)
    assert await tell(store) == []
    assert await readers_of(store, ana.id) == set()


async def test_a_follower_whose_inbox_moves_is_reached_there(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, ana)
    await tell(store)
    await remember_person(store, mira.uri, shared_inbox=f"{FAR}/new/inbox")
    assert await tell(store) == []
    assert await readers_of(store, ana.id) == {
        (f"{FAR}/new/inbox", Audience.PUBLIC),
        (f"{FAR}/new/inbox", Audience.FOLLOWERS),
    }


async def test_a_block_ends_what_is_between_two_and_says_so(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, ana)
    await tell(store)
    await perform(store, moderation.block, ana, mira)
    told = {one.kind: one for one in await tell(store)}
    assert set(told) == {"Reject", "Block"}
    assert told["Block"].plain["object"] == mira.uri
    assert told["Block"].inboxes == {INBOX}
    assert await readers_of(store, ana.id) == set()
    await perform(store, moderation.unblock, ana, mira)
    [undo] = await tell(store)
    assert undo.plain["object"]["id"] == told["Block"].plain["id"]
    assert undo.born == told["Block"].position


async def test_a_block_among_our_own_or_by_others_is_told_nobody(store):
    ana, bo = await make_person(store, "ana"), await make_person(store, "bo")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await perform(store, moderation.block, ana, bo)
    await perform(store, moderation.block, mira, ana, f"{FAR}/blocks/1")
    await perform(store, moderation.unblock, mira, ana)
    assert await tell(store) == []


async def test_followers_read_what_is_for_followers_from_then_on(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, ana)
    [accept] = await tell(store)
    await write(store, ana, audience=Audience.FOLLOWERS)
    [told] = await tell(store)
    assert told.position > accept.position
    assert (INBOX, Audience.FOLLOWERS) in await readers_of(store, ana.id)
