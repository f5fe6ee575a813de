"""Nobody stays pending for ever: a follow of ours is sent again, and at last given up."""

import asyncio

import pytest

from fedcop import clock
from fedcop.community import communities, events, membership
from fedcop.community.perform import perform
from fedcop.errors import NotFound, Refused
from fedcop.store.rows import EventRow
from tests.builders import make_community, make_person, remember_group, remember_person

MINUTE, HOUR, DAY = 60, 3600, 86_400


async def told(store, kind=None):
    rows = await store.read(f"SELECT {EventRow.columns()} FROM event ORDER BY id")
    return [
        (events.read(EventRow.of(row)), row[4]) for row in rows if kind is None or row[1] == kind
    ]


async def test_a_follow_goes_out_again_after_a_minute_ten_an_hour_and_daily(store):
    start = clock.now()
    now = [start]
    with clock.held(lambda: now[0]):
        ana = await make_person(store, "ana")
        far = await remember_group(store, "https://peer.example/c/far")
        follow = await perform(store, membership.ask, ana, far)
        assert follow.state == "pending"
        assert await membership.due_pending(store, clock.now_ms()) == []
        seen: list[int] = []
        while len(seen) < 5:
            now[0] += MINUTE
            for due in await membership.due_pending(store, clock.now_ms()):
                await perform(store, membership.ask_again, due)
                seen.append(round(now[0] - start))
        assert seen == [MINUTE, 11 * MINUTE, 71 * MINUTE, 71 * MINUTE + DAY, 71 * MINUTE + 2 * DAY]
    asked = [event for event, _ in await told(store, "FollowAsked")]
    assert [event.again for event in asked] == [0, 1, 2, 3, 4, 5]
    assert len({event.uri for event in asked}) == 6
    for event in asked:
        found = await membership.find_by_uri(store, event.uri)
        assert found is not None
        assert found.id == follow.id


async def test_what_is_accepted_is_not_sent_again(store):
    ana = await make_person(store, "ana")
    far = await remember_group(store, "https://peer.example/c/far")
    follow = await perform(store, membership.ask, ana, far)
    row = await perform(store, membership.accepted, ana, far, 17)
    assert row is not None
    assert (row.state, row.next_try) == ("accepted", 0)
    assert await membership.due_pending(store, clock.now_ms() + 365 * DAY * 1000) == []
    assert await perform(store, membership.ask_again, follow) is None
    assert await perform(store, membership.accepted, ana, far, 18) is None
    (event, cause) = (await told(store, "FollowAccepted"))[0]
    assert (event.follower, event.target, event.uri, cause) == (ana.id, far.id, follow.uri, 17)


async def test_after_a_month_without_an_answer_it_is_taken_back(store):
    ana = await make_person(store, "ana")
    far = await remember_person(store, "https://peer.example/u/bo")
    row = await perform(store, membership.ask, ana, far)
    for _ in range(membership.GIVE_UP_AFTER):
        row = await perform(store, membership.ask_again, row)
        assert row.state == "pending"
    row = await perform(store, membership.ask_again, row)
    assert row.state == "left"
    assert [event.uri for event, _ in await told(store, "FollowEnded")] == [row.uri]
    assert (await perform(store, membership.ask, ana, far)).state == "pending"


async def test_two_workers_do_not_both_send_it_again(store):
    ana = await make_person(store, "ana")
    far = await remember_group(store, "https://peer.example/c/far")
    follow = await perform(store, membership.ask, ana, far)
    both = await asyncio.gather(*(perform(store, membership.ask_again, follow) for _ in range(2)))
    assert [row is None for row in both] == [False, True]
    assert [event.again for event, _ in await told(store, "FollowAsked")] == [0, 1]


async def test_many_clicks_at_once_are_one_member(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    rows = await asyncio.gather(*(perform(store, membership.ask, ben, made) for _ in range(3)))
    assert len({row.id for row in rows}) == 1
    group = await communities.find(store, made.id)
    assert group is not None
    assert group.practice.members == 2
    await asyncio.gather(*(perform(store, membership.leave, ben, made) for _ in range(3)))
    group = await communities.find(store, made.id)
    assert group is not None
    assert group.practice.members == 1
    kinds = [type(event).__name__ for event, _ in await told(store)]
    assert kinds == ["FollowAccepted", "FollowEnded"]


async def test_a_repeated_follow_of_a_peer_is_answered_again_with_its_new_uri(store):
    ana = await make_person(store, "ana")
    bo = await remember_person(store, "https://peer.example/u/bo")
    await perform(store, membership.join, bo, ana, "https://peer.example/f/1", 1)
    row = await perform(store, membership.join, bo, ana, "https://peer.example/f/2", 2)
    assert row.uri == "https://peer.example/f/2"
    answers = [(event.uri, cause) for event, cause in await told(store, "FollowAccepted")]
    assert answers == [("https://peer.example/f/1", 1), ("https://peer.example/f/2", 2)]
    found = await membership.find_by_uri(store, "https://peer.example/f/2")
    assert found is not None
    assert found.id == row.id
    assert await membership.find_by_uri(store, "") is None
    assert await membership.count_followers(store, ana.id) == 1


async def test_a_locked_community_lets_in_whom_a_steward_approves(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    bo = await remember_person(store, "https://peer.example/u/bo")
    made = await make_community(store, ana, "closed", locked=True)
    mine = await perform(store, membership.ask, ben, made)
    theirs = await perform(store, membership.join, bo, made, "https://peer.example/f/1", 5)
    assert (mine.state, theirs.state) == ("pending", "pending")
    waiting = await membership.list_requests(store, made.id)
    assert [actor.id for _, actor in waiting] == [ben.id, bo.id]
    assert await membership.due_pending(store, clock.now_ms() + DAY * 1000) == []
    with pytest.raises(Refused, match="stewards"):
        await perform(store, membership.approve, ben, mine.id)
    await perform(store, membership.approve, ana, theirs.id)
    await perform(store, membership.refuse, ana, mine.id)
    assert await membership.is_member(store, bo.id, made.id)
    assert not await membership.is_member(store, ben.id, made.id)
    ((accepted, cause),) = await told(store, "FollowAccepted")
    assert (accepted.follower, accepted.uri, cause) == (bo.id, "https://peer.example/f/1", 5)
    with pytest.raises(NotFound):
        await perform(store, membership.approve, ana, 1)


async def test_a_person_answers_who_asks_to_follow_them(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    bo = await remember_person(store, "https://peer.example/u/bo")
    follow = await perform(store, membership.join, bo, ana, "https://peer.example/f/1", 5)
    with pytest.raises(Refused):
        await perform(store, membership.refuse, ben, follow.id)
    row = await perform(store, membership.refuse, ana, follow.id)
    assert row.state == "rejected"
    ((event, cause),) = await told(store, "FollowRejected")
    assert (event.uri, cause) == ("https://peer.example/f/1", 5)


async def test_nobody_follows_themselves_or_the_node(store):
    ana = await make_person(store, "ana")
    node = await remember_person(store, "https://peer.example/actor", kind="Application")
    for target in (ana, node):
        with pytest.raises(Refused):
            await perform(store, membership.ask, ana, target)


async def test_who_moved_is_followed_where_they_went(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    old = await remember_person(store, "https://peer.example/u/bo")
    new = await remember_person(store, "https://other.example/u/bo")
    for person in (ana, ben):
        await perform(store, membership.ask, person, old)
        await perform(store, membership.accepted, person, old)
    assert await perform(store, membership.move_followers, old, new, 9) == 2
    assert await perform(store, membership.move_followers, old, new, 9) == 0
    for person in (ana, ben):
        left = await membership.find_follow(store, person.id, old.id)
        asked = await membership.find_follow(store, person.id, new.id)
        assert left is not None
        assert asked is not None
        assert (left.state, asked.state) == ("left", "pending")


async def test_followers_and_followed_are_listed_page_by_page(store):
    ana = await make_person(store, "ana")
    people = [await make_person(store, f"p{number}") for number in range(5)]
    for person in people:
        await perform(store, membership.ask, person, ana)
        await perform(store, membership.ask, ana, person)
    first = await membership.list_followers(store, ana.id, limit=3)
    rest = await membership.list_followers(store, ana.id, first[-1][0].id, 3)
    assert [actor.id for _, actor in [*first, *rest]] == [person.id for person in people]
    page = await membership.list_following(store, ana.id, limit=3)
    more = await membership.list_following(store, ana.id, page[-1][0].target_id, 3)
    assert [actor.id for _, actor in [*page, *more]] == [person.id for person in people]
    assert await membership.count_following(store, ana.id) == 5
