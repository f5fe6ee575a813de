"""A policy lets notifications wait, or not be; whoever waits can be asked for."""

import pytest

from fedcop import clock
from fedcop.community import notice_rules, notices, reactions
from fedcop.community.notice_rules import Wish, verdict
from fedcop.community.notices import Wanted
from fedcop.community.perform import perform
from fedcop.errors import NotFound
from fedcop.store.queries.notice_rules import Between
from fedcop.store.queries.spans import Span
from fedcop.store.rows import PolicyRow
from fedcop.values import Audience, NoticeRule
from tests.builders import let_follow, make_person, remember_person
from tests.writing import answer, echo, write

TOP = (1 << 63) - 1
DAY = 86_400_000
ACCEPT, FILTER, DROP = NoticeRule


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def _told(store, owner, **wanted):
    await echo(store)
    page = await notices.page(store, owner, (Span(TOP), 20), Wanted(**wanted))
    return [row.actor_id for row in page.notices]


async def _requests(store, owner, limit=20, **span):
    part = Span(span.pop("below", TOP), **span)
    return await notice_rules.page(store, owner, part, limit)


@pytest.mark.parametrize(
    ("policy", "between", "private", "expected"),
    [
        ({}, {}, True, ACCEPT),
        ({"not_following": 1}, {}, False, FILTER),
        ({"not_following": 1}, {"followed": 5}, False, ACCEPT),
        ({"not_followers": 2}, {"followed": 5}, False, DROP),
        ({"not_followers": 2}, {"following": 1}, False, ACCEPT),
        ({"not_followers": 2}, {"following": 99 * DAY}, False, DROP),
        ({"new_accounts": 1}, {"published": 99 * DAY}, False, FILTER),
        ({"new_accounts": 1}, {"published": 50 * DAY}, False, ACCEPT),
        ({"new_accounts": 1}, {"published": 99 * DAY, "followed": 5}, False, ACCEPT),
        ({"private_mentions": 1}, {}, True, FILTER),
        ({"private_mentions": 1}, {}, False, ACCEPT),
        ({"private_mentions": 1, "not_following": 2}, {}, True, DROP),
    ],
)
def test_the_strictest_rule_that_fits_holds(policy, between, private, expected):
    facts = {"permitted": 0, "followed": 0, "following": 0, "published": 0, **between}
    given = Between(PolicyRow(1, **policy), **facts)
    assert verdict(given, 100 * DAY, private=private) == expected


async def test_a_policy_is_kept(store, ann):
    await perform(store, notice_rules.change, ann, Wish(not_following=FILTER))
    await perform(store, notice_rules.change, ann, Wish(private_mentions=DROP))
    found = await notice_rules.find(store, ann)
    assert (found.not_following, found.private_mentions, found.not_followers) == (1, 2, 0)


async def test_strangers_wait_and_are_let_in(store, ann, bo, rita):
    await let_follow(store, ann, bo)
    await perform(store, notice_rules.change, ann, Wish(not_following=FILTER))
    post = await write(store, ann)
    for actor in (bo, rita):
        await perform(store, reactions.like, actor, post.id)
    reply = await answer(store, rita, post)
    assert await _told(store, ann) == [bo.id]
    assert await _told(store, ann, waiting=True, by=rita.id) == [rita.id, rita.id]
    assert len(await notices.unread(store, ann, Wanted())) == 1
    [request] = (await _requests(store, ann)).requests
    assert (request.row.actor_id, request.count) == (rita.id, 2)
    assert request.row.last_post_id == reply.id
    assert await notice_rules.count_all(store, ann) == (1, 2)
    with pytest.raises(NotFound):
        await perform(store, notice_rules.accept, bo, [request.row.id])
    await perform(store, notice_rules.accept, ann, [request.row.id])
    assert sorted(await _told(store, ann)) == sorted([bo.id, rita.id, rita.id])
    assert (await _requests(store, ann)).requests == []
    await perform(store, reactions.boost, rita, post.id)
    assert len(await _told(store, ann)) == 4


async def test_what_waits_is_forgotten(store, ann, rita):
    await perform(store, notice_rules.change, ann, Wish(not_following=FILTER))
    post = await write(store, ann)
    await perform(store, reactions.like, rita, post.id)
    await echo(store)
    [request] = (await _requests(store, ann)).requests
    await perform(store, notice_rules.dismiss, ann, [request.row.id])
    assert await _told(store, ann, waiting=True) == []
    assert await notice_rules.count_all(store, ann) == (0, 0)
    with pytest.raises(NotFound):
        await notice_rules.get(store, ann, request.row.id)


async def test_private_words_of_strangers_wait_but_answers_do_not(store, ann, rita):
    await perform(store, notice_rules.change, ann, Wish(private_mentions=FILTER))
    await write(store, rita, audience=Audience.NAMED, mentions=(ann.id,))
    assert await _told(store, ann) == []
    mine = await write(store, ann, audience=Audience.NAMED, mentions=(rita.id,))
    await answer(store, rita, mine, audience=Audience.NAMED, mentions=(ann.id,))
    assert await _told(store, ann) == [rita.id]


async def test_what_is_dropped_is_never_there(store, ann, rita):
    await perform(store, notice_rules.change, ann, Wish(not_following=DROP))
    post = await write(store, ann)
    await perform(store, reactions.like, rita, post.id)
    assert await _told(store, ann, waiting=True) == []
    assert (await _requests(store, ann)).requests == []


async def test_requests_in_pages(store, ann):
    await perform(store, notice_rules.change, ann, Wish(not_following=FILTER))
    post = await write(store, ann)
    people = [
        await remember_person(store, f"https://riverside.example/users/p{number}")
        for number in range(5)
    ]
    for person in people:
        await perform(store, reactions.like, person, post.id)
        await echo(store)
    first = await _requests(store, ann, 2)
    assert [one.row.actor_id for one in first.requests] == [people[4].id, people[3].id]
    assert first.more
    rest = await _requests(store, ann, 20, below=first.last)
    assert len(rest.requests) == 3
    assert not rest.more
    above = await _requests(store, ann, 2, above=rest.requests[-1].row.id, up=True)
    assert [one.row.actor_id for one in above.requests] == [people[2].id, people[1].id]
    assert clock.now_ms() - above.requests[0].row.created < DAY
