"""Questions by their pages: asked on one, listed, answered; a button says what helped."""

import re

import pytest

from fedcop.community import answers, indexing, routing
from fedcop.community.perform import perform
from fedcop.community.practice import questions
from fedcop.community.practice.parts import QuestionPart
from fedcop.store.queries import mentions
from fedcop.store.rows import AskMeRow
from tests.builders import let_follow, make_community, make_person
from tests.writing import answer, count, echo, practice_of, write

ASK = {
    "title": "How do you hand over at night?",
    "background": "Agency staff, *no* notes.",
    "tried": "A whiteboard.",
    "urgency": "soon",
    "topics": "handover, #night",
    "audience": "0",
}


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    return ana, browser, community


async def ask(store, who, group, title="Why?", **more):
    part = QuestionPart()
    return await write(store, who, title=title, community_id=group.id, practice=part, **more)


async def latest(store):
    (row,) = await store.read("SELECT id FROM question ORDER BY id DESC LIMIT 1")
    return row[0]


async def test_one_asks_on_one_page(house, scene):
    _, browser, _group = scene
    page = (await browser.get("/c/handovers/ask")).text
    for name in ("title", "background", "tried", "urgency", "topics", "audience"):
        assert f'name="{name}"' in page
    page = (await browser.post("/c/handovers/ask", **ASK, preview="1")).text
    assert "<em>no</em> notes" in page
    assert "<h2>What I tried</h2>" in page
    assert await count(house.store, "question") == 0
    sent = await browser.post("/c/handovers/ask", **ASK)
    number = await latest(house.store)
    assert sent.status_code == 303
    row = await questions.find(house.store, number)
    assert (row.background, row.tried, row.urgency) == (ASK["background"], ASK["tried"], "soon")
    assert await count(house.store, "hashtag WHERE post_id = ?", number) == 2
    page = (await browser.get(f"/t/{number}")).text
    assert "No answer yet" in page
    assert "An answer this week would help" in page
    assert (await browser.get("/c/handovers")).text.count("How do you hand over at night?") >= 1


async def test_what_is_wrong_is_said_beside_the_field(house, scene):
    _, browser, _ = scene
    sent = await browser.post("/c/handovers/ask", **{**ASK, "title": " ", "audience": "9"})
    assert sent.status_code == 422
    assert "Say in one line what you would like to know." in sent.text
    assert "Choose who may read it." in sent.text
    assert "A whiteboard." in sent.text


async def test_what_was_asked_before_is_shown_without_a_script(house, scene):
    ana, browser, group = scene
    known = await ask(house.store, ana, group, "How do you hand over at night with agency staff?")
    while await indexing.catch_up(house.store):
        pass
    page = (await browser.post("/c/handovers/ask", **ASK, similar="1")).text
    assert f'href="/t/{known.id}"' in page
    assert await count(house.store, "question") == 1
    piece = (await browser.get("/c/handovers/ask/similar?q=hand+over+at+night")).text
    assert f'href="/t/{known.id}"' in piece
    page = (await browser.get("/c/handovers/ask?q=Knitting+with+llama+wool")).text
    assert 'value="Knitting with llama wool"' in page
    assert "Nothing like it" in page


async def test_the_queue_has_four_tabs(house, scene):
    ana, browser, group = scene
    bo, guest = await make_person(house.store, "bo"), house.guest()
    page = (await guest.get("/c/handovers/questions")).text
    assert "Nothing waits for an answer. Thank you." in page
    assert "tab=mine" not in page
    waits, done = (
        await ask(house.store, bo, group, "Waits?"),
        await ask(house.store, ana, group, "Done?"),
    )
    said = await answer(house.store, bo, done)
    await perform(house.store, answers.accept, ana, done.id, said.id)
    for tab, has, lacks in (
        ("open", waits, done),
        ("unanswered", waits, done),
        ("answered", done, waits),
        ("mine", done, waits),
    ):
        page = (await browser.get(f"/c/handovers/questions?tab={tab}")).text
        assert f'href="/t/{has.id}"' in page
        assert '<h2 class="sr">' in page
        assert f'href="/t/{lacks.id}"' not in page
    assert 'href="/c/handovers/questions"' in (await guest.get("/c/handovers")).text


async def test_whoever_asked_is_told_apart_below_their_question_alone(house, scene):
    ana, browser, group = scene
    ben = await make_person(house.store, "ben")
    await let_follow(house.store, ben, group)
    start = await ask(house.store, ana, group)
    await answer(house.store, ben, start, "<p>On a board.</p>")
    await answer(house.store, ana, start, "<p>Which board?</p>")
    page = (await browser.get(f"/t/{start.id}")).text
    assert page.count("Asked this") == 1
    assert page.index("On a board.") < page.index("Asked this") < page.index("Which board?")
    talk = await write(house.store, ana, title="No question", community_id=group.id)
    await answer(house.store, ana, talk, "<p>More.</p>")
    assert "Asked this" not in (await browser.get(f"/t/{talk.id}")).text


async def test_one_button_says_which_answer_helped(house, scene):
    ana, browser, group = scene
    bo = await make_person(house.store, "bo")
    post = await ask(house.store, ana, group)
    said = await answer(house.store, bo, post, "<p>In five lines.</p>")
    path = f"/t/{post.id}/accept/{said.id}"
    guest, (_, other) = house.guest(), await house.person("cy")
    for stranger in (guest, other):
        assert path not in (await stranger.get(f"/t/{post.id}")).text
    assert (await other.post(path)).status_code == 403
    assert path in (await browser.get(f"/t/{post.id}")).text
    assert (await browser.post(path)).status_code == 303
    page = (await guest.get(f"/t/{post.id}")).text
    assert page.index("Accepted answer") < page.index('id="replies"')
    assert page.count("In five lines.") == 2  # before all others, and in its place
    page = (await browser.get(f"/t/{post.id}")).text
    assert path not in page
    await browser.post(f"/t/{post.id}/unaccept")
    assert "Accepted answer" not in (await guest.get(f"/t/{post.id}")).text


async def test_who_asked_says_it_anew_and_closes_it(house, scene):
    _, browser, _ = scene
    await browser.post("/c/handovers/ask", **ASK)
    number = await latest(house.store)
    assert (await browser.get(f"/n/{number}/edit")).headers["location"] == f"/t/{number}/anew"
    page = (await browser.get(f"/t/{number}/anew")).text
    assert "A whiteboard." in page
    fields = {**ASK, "title": "How?", "tried": "Two whiteboards.", "closed": "1"}
    await browser.post(f"/t/{number}/anew", **fields)
    row = await questions.find(house.store, number)
    assert (row.tried, row.state) == ("Two whiteboards.", "closed")
    assert "Closed without an answer" in (await browser.get(f"/t/{number}")).text
    _, other = await house.person("cy")
    assert (await other.get(f"/t/{number}/anew")).status_code == 403


async def test_a_question_is_sent_to_who_could_know(house, scene):
    _ana, browser, group = scene
    bo, theirs = await house.person("bo")
    await let_follow(house.store, bo, group)
    limits = {"topics": "Handover", "most": "2", "quiet_from": "0", "quiet_to": "0"}
    assert "Saved." in (await theirs.post("/settings/asking", **limits, timezone="")).text
    sent = await theirs.post("/settings/asking", **limits, timezone="Mars/Base")
    assert sent.status_code == 422
    sent = await browser.post("/c/handovers/ask", **ASK)
    number = await latest(house.store)
    assert sent.headers["location"] == f"/t/{number}/route"
    page = (await browser.get(f"/t/{number}/route")).text
    assert "wants to be asked about handover" in page
    assert (await theirs.get(f"/t/{number}/route")).status_code == 403
    await browser.post(f"/t/{number}/route", **{f"person-{bo.id}": "1"})
    await echo(house.store)
    assert "thinks you could answer this" in (await theirs.get("/notifications")).text
    page = (await theirs.get("/home")).text
    assert "You could answer" in page
    assert "you want to be asked about handover" in page


async def test_where_nobody_could_know_one_goes_on_to_the_question(house, scene):
    _, browser, _ = scene
    await browser.post("/c/handovers/ask", **ASK)
    number = await latest(house.store)
    assert (await browser.get(f"/t/{number}/route")).headers["location"] == f"/t/{number}"


async def test_any_punctuation_may_stand_in_a_question(house, scene):
    _, browser, group = scene
    bo, theirs = await house.person("bo")
    await let_follow(house.store, bo, group)
    limits = {"topics": "#Über-Gabe, a/b <?>", "most": "2", "quiet_from": "0", "quiet_to": "0"}
    assert "Saved." in (await theirs.post("/settings/asking", **limits, timezone="")).text
    wish = await routing.find_limits(house.store, bo)
    assert wish is not None
    assert wish.topics == "übergabe a b"
    title = "Day/night \u202e(übergabe) \u2013 who ? # knows"
    await browser.post("/c/handovers/ask", **{**ASK, "title": title, "topics": "hand-over, <x>"})
    number = await latest(house.store)
    page = await browser.get(f"/t/{number}/route")
    assert "wants to be asked about übergabe" in page.text
    assert "Day/night (übergabe) \u2013 who ? # knows" in (await browser.get(f"/t/{number}")).text
    assert sorted(await mentions.list_hashtags(house.store, number)) == ["handover", "x"]


async def test_how_long_it_usually_takes_stands_above(house, scene):
    ana, browser, group = scene
    bo = await make_person(house.store, "bo")
    for _ in range(5):
        await answer(house.store, bo, await ask(house.store, ana, group))
    for path in ("/c/handovers/questions", "/c/handovers/ask"):
        assert re.search(r"Usually answered in \d+ min", (await browser.get(path)).text)


async def test_nobody_is_asked_who_does_not_want_to_be(house, scene):
    ana, browser, _ = scene
    await perform(house.store, routing.set_limits, ana, AskMeRow(ana.id, 0, "night"))
    await browser.post("/settings/asking", topics="", most="2", quiet_from="0", quiet_to="0")
    assert await routing.find_limits(house.store, ana) is None


async def test_the_page_to_ask_runs_one_script_and_no_other(house, scene):
    _, browser, _ = scene
    page = await browser.get("/c/handovers/ask")
    policy = page.headers["content-security-policy"]
    (script,) = re.findall(r'<script src="([^"]+)" defer></script>', page.text)
    origin = "http://northwind.localhost:8001"
    assert f"script-src {origin}{script}; connect-src {origin}/c/handovers/ask/similar" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    answer_ = await browser.get(script)
    assert answer_.headers["content-type"].startswith("text/javascript")
    assert len(answer_.content) < 5_000
    other = await browser.get("/c/handovers/questions")
    assert "script-src" not in other.headers["content-security-policy"]


async def test_a_thread_becomes_a_draft(house, scene):
    ana, browser, group = scene
    bo = await make_person(house.store, "bo")
    post = await ask(house.store, ana, group)
    assert "Nobody has answered yet." in (await browser.get(f"/t/{post.id}/make")).text
    said = await answer(house.store, bo, post, "<p>In five lines.</p>")
    assert f"/t/{post.id}/make" in (await browser.get(f"/t/{post.id}")).text
    page = (await browser.get(f"/t/{post.id}/make")).text
    assert f'name="reply-{said.id}"' in page
    nothing = await browser.post(f"/t/{post.id}/make", kind="practice")
    assert nothing.status_code == 422
    fields = {"kind": "lesson", f"reply-{said.id}": "1"}
    sent = await browser.post(f"/t/{post.id}/make", **fields)
    assert sent.headers["location"].startswith("/drafts/")
    page = (await browser.get(sent.headers["location"])).text
    assert "In five lines." in page


async def test_the_third_answer_to_the_same_is_worth_writing_down(house, scene):
    ana, browser, group = scene
    bo, theirs = await house.person("bo")
    for words in ("with agency staff", "on Sundays", "in winter"):
        post = await ask(house.store, ana, group, f"How do you hand over on night shift {words}?")
        said = await answer(house.store, bo, post, "<p>In five lines.</p>")
    while await indexing.catch_up(house.store):
        pass
    assert "You have answered such questions 3 times." in (await theirs.get(f"/t/{post.id}")).text
    assert "You have answered such questions" not in (await browser.get(f"/t/{post.id}")).text
    page = (await theirs.get(f"/t/{post.id}/make")).text
    assert page.count("checked") == 3
    assert f'name="reply-{said.id}"' in page


async def test_stewards_say_whether_questions_from_elsewhere_wait_here(house, scene):
    _, browser, group = scene
    fields = {
        "display": "Handovers",
        "domain": "Handing over.",
        "audience": "0",
        "post_policy": "0",
    }
    page = (await browser.get("/c/handovers/describe")).text
    assert 'name="questions" value="1" checked' in page
    await browser.post("/c/handovers/describe", **fields)
    assert (await practice_of(house.store, group)).questions == 0
    await browser.post("/c/handovers/describe", **fields, questions="1")
    assert (await practice_of(house.store, group)).questions == 1
