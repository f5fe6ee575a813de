"""A block ends what is between two people; a report is kept once."""

import orjson
import pytest

from fedcop.community import events, membership, moderation
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.rows import EventRow
from tests.builders import let_follow, make_node, make_person, remember_person

BO = "https://peer.example/u/bo"


async def told(store):
    rows = await store.read(f"SELECT {EventRow.columns()} FROM event ORDER BY id")
    return [(events.read(EventRow.of(row)), row[4]) for row in rows]


async def test_a_block_ends_both_follows_and_keeps_new_ones_out(store):
    ana = await make_person(store, "ana")
    bo = await remember_person(store, BO)
    mine, theirs = await let_follow(store, ana, bo), await let_follow(store, bo, ana)
    row = await perform(store, moderation.block, ana, bo)
    assert row.uri.startswith("https://cop.example/activities/")
    assert await perform(store, moderation.block, ana, bo) == row
    last = [event for event, _ in await told(store)][-3:]
    assert last == [
        events.FollowEnded(ana.id, bo.id, mine.id, mine.uri),
        events.FollowRejected(bo.id, ana.id, theirs.id, theirs.uri),
        events.Blocked(ana.id, bo.id, row.uri),
    ]
    again = await perform(store, membership.join, bo, ana, f"{BO}/f/2", 6)
    assert again.state == "rejected"
    event, cause = (await told(store))[-1]
    assert isinstance(event, events.FollowRejected)
    assert (event.uri, cause) == (f"{BO}/f/2", 6)
    with pytest.raises(Refused, match="unblock"):
        await perform(store, membership.ask, ana, bo)


async def test_who_is_blocked_by_a_peer_does_not_follow_them(store):
    ana = await make_person(store, "ana")
    bo = await remember_person(store, BO)
    await let_follow(store, ana, bo)
    await perform(store, moderation.block, bo, ana, f"{BO}/block/1", 5)
    follow = await membership.find_follow(store, ana.id, bo.id)
    assert follow is not None
    assert follow.state == "rejected"
    assert await moderation.is_blocked(store, bo.id, ana.id)
    with pytest.raises(Refused):
        await perform(store, membership.ask, ana, bo)


async def test_a_block_is_taken_back_under_its_own_name(store):
    ana = await make_person(store, "ana")
    bo = await remember_person(store, BO)
    row = await perform(store, moderation.block, ana, bo)
    assert [actor.id for actor in await moderation.list_blocked(store, ana.id)] == [bo.id]
    assert await perform(store, moderation.unblock, ana, bo)
    assert not await perform(store, moderation.unblock, ana, bo)
    assert await moderation.list_blocked(store, ana.id) == []
    assert (await told(store))[-1][0] == events.Unblocked(ana.id, bo.id, row.uri)
    assert (await perform(store, membership.ask, ana, bo)).state == "pending"


async def test_nobody_blocks_themselves_or_the_node(store):
    ana = await make_person(store, "ana")
    organization, node = await make_node(store)
    for actor in (ana, organization, node):
        with pytest.raises(Refused):
            await perform(store, moderation.block, ana, actor)


async def test_a_report_of_ours_gets_a_name_and_an_event(store):
    ana = await make_person(store, "ana")
    bo = await remember_person(store, BO)
    complaint = Complaint(bo.id, 7, ("https://peer.example/n/1",), "spam")
    row = await perform(store, moderation.report, ana, complaint)
    assert row.uri.startswith("https://cop.example/activities/")
    assert (row.reporter_id, row.subject_id, row.community_id) == (ana.id, bo.id, 7)
    assert orjson.loads(row.posts) == ["https://peer.example/n/1"]
    assert await moderation.list_open_reports(store) == [row]
    assert await told(store) == [(events.ReportFiled(row.id), 0)]


async def test_the_same_flag_twice_is_one_report(store):
    bo = await remember_person(store, BO)
    complaint = Complaint(text="x" * 6000, post_uris=("u",) * 300, uri="https://peer.example/flag")
    first = await perform(store, moderation.report, bo, complaint, 4)
    again = await perform(store, moderation.report, bo, complaint, 5)
    assert again == first
    assert len(first.text) == 5000
    assert len(orjson.loads(first.posts)) == 100
    assert [cause for _, cause in await told(store)] == [4]
