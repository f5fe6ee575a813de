"""A poll is asked on one node and answered on another: counted at home, told everywhere."""

import pytest

from fedcop import clock
from fedcop.community import polls, posts
from fedcop.community.drafts import Edit, PollDraft
from fedcop.community.events import PollCounted
from fedcop.community.perform import perform
from fedcop.errors import Invalid, Refused
from fedcop.federation.remote import asking
from fedcop.values import Audience
from tests.builders import make_person
from tests.federation.outbox.telling import log_of
from tests.federation.pair import exchange, refused
from tests.writing import count, echo, recorded, write

ASKED = PollDraft(("Wool", "Linen", "Hemp"), lasts=3_600_000)
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def now():
    held = [float(int(clock.now()))]
    with clock.held(lambda: held[0]):
        yield held


async def ask(home, away, author, group, poll=ASKED, **more):
    post = await write(
        home.store, author, "<p>Which?</p>", community_id=group.id, poll=poll, title="Cloth", **more
    )
    assert refused(await exchange(home, away)) == []
    return post, await away.post(post.uri)


async def counts(side, post):
    poll = await polls.find(side.store, post.id)
    assert poll is not None
    return poll.votes, poll.voters


async def vote(side, person, post, *choices):
    return await perform(side.store, polls.vote, person, post.id, choices)


async def test_a_vote_goes_home_and_comes_back_as_a_count(pair, scene, now):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    assert (there.kind, there.title, there.content) == ("Question", "Cloth", "<p>Which?</p>")
    poll = await polls.find(away.store, there.id)
    assert (poll.options, poll.row.ends_at) == (ASKED.options, int(now[0] + 3600) * 1000)
    assert await vote(away, mira, there, 1)
    assert refused(await exchange(home, away)) == []
    assert await counts(home, post) == ((0, 1, 0), 1)
    for side in pair:
        assert await count(side.store, "post") == 1
    bo = await make_person(home.store, "bo")
    assert await vote(home, bo, post, 2)
    assert await polls.keep_time(home.store) == 1
    assert refused(await exchange(home, away)) == []
    assert await counts(away, there) == ((0, 1, 1), 2)
    assert await count(away.store, "post_revision") == 0


async def test_a_vote_is_told_to_who_asks_and_to_nobody_else(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    _, there = await ask(home, away, ana, lab, PollDraft(("A", "B"), multiple=True, lasts=10**7))
    before = len(await log_of(home.store))
    assert await vote(away, mira, there, 0, 1)
    assert refused(await exchange(home, away)) == []
    said = [one for one in await log_of(away.store) if one.kind == "Create"]
    assert [one.plain["object"]["name"] for one in said] == ["A", "B"]
    for one in said:
        assert one.plain["to"] == one.plain["object"]["to"] == [ana.uri]
        assert "proof" not in one.plain
        assert (one.streams, len(one.inboxes)) == (frozenset(), 1)
    assert len(await log_of(home.store)) == before  # no community passes it on


async def test_at_the_end_everybody_is_told(pair, scene, now):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    await vote(away, mira, there, 0)
    await exchange(home, away)
    now[0] += 3600
    assert await polls.keep_time(home.store) == 1
    assert await polls.keep_time(away.store) == 1
    assert refused(await exchange(home, away)) == []
    last = [one for one in await log_of(home.store) if one.kind == "Update"][-1].wrapped
    question = last["object"]["object"]
    assert question["closed"] == question["endTime"]
    assert question["votersCount"] == 1
    assert await counts(away, there) == ((1, 0, 0), 1)
    await echo(away.store)
    sql = "notification WHERE kind = 'poll' AND recipient_id = ?"
    assert await count(away.store, sql, mira.id) == 1
    bo = await make_person(home.store, "bo")
    with pytest.raises(Invalid, match="already ended"):
        await vote(home, bo, post, 1)


async def test_other_choices_begin_anew_on_both_nodes(pair, scene, now):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    await vote(away, mira, there, 0)
    await exchange(home, away)
    now[0] += 60
    other = PollDraft(("Silk", "Wool"), lasts=3_600_000)
    edit = Edit(content="<p>Which?</p>", title="Cloth", poll=other)
    await perform(home.store, posts.revise, ana, post.id, edit)
    assert refused(await exchange(home, away)) == []
    assert await counts(home, post) == await counts(away, there) == ((0, 0), 0)
    assert (await polls.find(away.store, there.id)).options == ("Silk", "Wool")
    assert await vote(away, mira, there, 0)


async def test_what_a_remote_author_counts_is_passed_on_as_it_came(pair, scene):
    home, away = pair
    ana, _, mira, known = scene
    asked = await write(away.store, mira, "<p>Which?</p>", community_id=known.id, poll=ASKED)
    assert refused(await exchange(home, away)) == []
    here = await home.post(asked.uri)
    assert await vote(home, ana, here, 2)
    assert refused(await exchange(home, away)) == []
    assert await counts(away, asked) == ((0, 0, 1), 1)
    assert await polls.keep_time(away.store) == 1
    assert refused(await exchange(home, away)) == []
    [update] = [one for one in await log_of(away.store) if one.kind == "Update"]
    [passed] = [one for one in await log_of(home.store) if one.kind == "Update"]
    assert update.plain_bytes in passed.wrapped_bytes
    # Ours counted itself when it was cast: what comes back says nothing new, but others hear it.
    assert await counts(home, here) == ((0, 0, 1), 1)


async def test_the_home_of_a_poll_is_asked_once_a_minute(pair, scene, now):
    home, away = pair
    ana, lab, _, _ = scene
    post, there = await ask(home, away, ana, lab)
    bo = await make_person(home.store, "bo")
    await vote(home, bo, post, 1)
    await asking.refresh(away.node.reach, there.id)
    assert await counts(away, there) == ((0, 0, 0), 0)
    now[0] += 61
    before = len(away.line.asked)
    await asking.refresh(away.node.reach, there.id)
    await asking.refresh(away.node.reach, there.id)
    assert await counts(away, there) == ((0, 1, 0), 1)
    assert len(away.line.asked) == before + 1
    assert len(await recorded(away.store, PollCounted)) == 1
    now[0] += 61
    away.line.doors.clear()
    await asking.refresh(away.node.reach, there.id)
    assert await counts(away, there) == ((0, 1, 0), 1)


async def test_only_members_choose_in_what_is_for_members(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    _, there = await ask(home, away, ana, lab, audience=Audience.MEMBERS)
    eve = await make_person(away.store, "eve")
    with pytest.raises(Refused):
        await vote(away, eve, there, 0)
    assert await vote(away, mira, there, 0)
