"""Polls by their pages: asked in the composer, answered without a script, read by anybody."""

import pytest

from fedcop import clock
from fedcop.community import polls, timelines
from fedcop.community.drafts import PollDraft
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import let_follow, make_community, remember_person
from tests.writing import again, answer, count, echo, write

ASKED = PollDraft(("Wool", "<b>Linen</b>"), lasts=3_600_000)


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    return ana, browser, community


async def test_a_poll_is_asked_on_a_page(house, scene):
    _, browser, _ = scene
    fields = {"title": "Cloth", "text": "Which?", "audience": "0"}
    fields |= {"option-1": "Wool", "option-3": "Linen", "lasts": "24", "several": "1"}
    page = (await browser.post("/c/handovers/write", **fields, preview="1")).text
    assert "<li>Wool</li>" in page
    assert 'value="Linen"' in page
    assert await count(house.store, "post") == 0
    await browser.post("/c/handovers/write", **fields)
    post = (await timelines.local(house.store, None, 0, 1)).lines[0].post
    poll = await polls.find(house.store, post.id)
    assert (post.kind, poll.options, poll.row.multiple) == ("Question", ("Wool", "Linen"), 1)
    assert abs(poll.row.ends_at - clock.now_ms() - 86_400_000) < 60_000
    page = (await browser.get(f"/t/{post.id}")).text
    assert "0 people chose" in page
    assert 'type="checkbox" name="choice-' not in page  # who asks has nothing to choose


async def test_what_cannot_be_asked_is_said_beside_the_choices(house, scene):
    _, browser, _ = scene
    fields = {"title": "Cloth", "text": "Which?", "audience": "0", "option-1": "Wool"}
    sent = await browser.post("/c/handovers/write", **fields)
    assert sent.status_code == 422
    assert "more than one item" in sent.text
    assert 'value="Wool"' in sent.text
    assert await count(house.store, "post") == 0


async def test_one_chooses_on_a_page_and_sees_how_it_stands(house, scene):
    ana, _, community = scene
    post = await write(house.store, ana, title="Cloth", community_id=community.id, poll=ASKED)
    _, bo = await house.person("bo")
    page = (await bo.get(f"/t/{post.id}")).text
    assert '<input type="radio" name="choice" value="1">' in page
    assert "&lt;b&gt;Linen&lt;/b&gt;" in page
    assert "<b>Linen" not in page
    nothing = await bo.post(f"/n/{post.id}/poll")
    assert (nothing.status_code, "Choose something first." in nothing.text) == (422, True)
    wrong = await bo.post(f"/n/{post.id}/poll", choice="7")
    assert (wrong.status_code, "does not exist" in wrong.text) == (422, True)
    sent = await bo.post(f"/n/{post.id}/poll", choice="1")
    assert sent.headers["location"].startswith(f"/t/{post.id}")
    page = (await bo.get(f"/t/{post.id}")).text
    assert "Your choice" in page
    assert "100 %" in page
    assert "1 person chose" in page
    twice = await bo.post(f"/n/{post.id}/poll", choice="0")
    assert (twice.status_code, "already voted" in twice.text) == (422, True)


async def test_several_are_chosen_at_once(house, scene):
    ana, _, _ = scene
    asked = PollDraft(("A", "B", "C"), multiple=True, lasts=3_600_000)
    post = await write(house.store, ana, poll=asked)
    _, bo = await house.person("bo")
    await bo.post(f"/n/{post.id}/poll", **{"choice-0": "0", "choice-2": "2"})
    assert (await polls.find(house.store, post.id)).votes == (1, 0, 1)


async def test_a_guest_reads_and_is_asked_to_sign_in(house, scene):
    ana, _, _ = scene
    post = await write(house.store, ana, poll=ASKED)
    page = (await house.guest().get(f"/t/{post.id}")).text
    assert "Sign in to choose" in page
    assert 'name="choice"' not in page
    sent = await house.guest().post(f"/n/{post.id}/poll", choice="0")
    assert sent.status_code in {302, 303, 401, 403}
    assert await count(house.store, "poll_vote") == 0


async def test_a_poll_in_a_reply_has_a_page_of_its_own(house, scene):
    ana, browser, community = scene
    start = await write(house.store, ana, title="Cloth", community_id=community.id)
    mira = await remember_person(house.store, "https://far.example/u/mira")
    asked = PollDraft(("A", "B"), votes=(3, 1), voters=4)
    reply = await answer(house.store, mira, start, poll=asked)
    page = (await browser.get(f"/t/{start.id}")).text
    assert f'href="/n/{reply.id}/poll"' in page
    assert "75 %" in (await browser.get(f"/n/{reply.id}/poll")).text
    plain = await browser.get(f"/n/{start.id}/poll")
    assert plain.headers["location"] == f"/t/{start.id}"


async def test_who_may_not_read_it_finds_no_poll(house, scene):
    ana, _, community = scene
    _, bo = await house.person("bo")
    post = await write(
        house.store, ana, community_id=community.id, audience=Audience.MEMBERS, poll=ASKED
    )
    assert (await bo.get(f"/n/{post.id}/poll")).status_code == 404
    assert (await bo.post(f"/n/{post.id}/poll", choice="0")).status_code == 404


async def test_an_edit_keeps_the_poll(house, scene):
    ana, browser, _ = scene
    post = await write(house.store, ana, "<p>Which?</p>", source="Which?", poll=ASKED)
    await browser.post(f"/n/{post.id}/edit", text="Which one?")
    assert (await again(house.store, post)).revision == 2
    assert (await polls.find(house.store, post.id)).options == ASKED.options


async def test_the_end_is_told_in_notices_and_on_the_page(house, scene):
    ana, _, _ = scene
    bo, browser = await house.person("bo")
    await let_follow(house.store, bo, ana)
    post = await write(house.store, ana, poll=ASKED)
    await perform(house.store, polls.vote, bo, post.id, (0,))
    later = clock.now() + 4000
    with clock.held(lambda: later):
        await polls.keep_time(house.store)
        await echo(house.store)
        assert "has the result of a poll" in (await browser.get("/notifications")).text
        assert "ended" in (await browser.get(f"/n/{post.id}/poll")).text
