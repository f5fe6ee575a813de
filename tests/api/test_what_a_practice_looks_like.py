"""Apps show a practice, a question, a meeting and a review as statuses one can read."""

import pytest

from fedcop import clock
from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.community.practice.parts import MeetingPart, QuestionPart
from tests.api import contract
from tests.corpus import needs_corpus
from tests.practice import part_of, publish, revise
from tests.reviewing import endorse, review
from tests.writing import again, write

pytestmark = needs_corpus
_DAY = 86_400_000


@pytest.fixture
async def ann(home):
    return await home.person("ann")


@pytest.fixture
async def phone(home, ann):
    return await home.phone_of(ann)


@pytest.fixture
async def weavers(home, ann):
    return await home.community(ann, "weavers")


async def _status(phone, post):
    path = "/api/v1/statuses/:id"
    return contract.check(await phone.get(f"/api/v1/statuses/{post.id}"), path)


async def test_a_short_practice_is_read_whole(home, phone, ann, weavers):
    post = await publish(home.store, ann, weavers.id)
    status = await _status(phone, post)
    assert status["spoiler_text"] == ""
    assert status["sensitive"] is False
    assert status["content"].startswith("<p><strong>Five-line night handover</strong><br>How-to · ")
    assert "Name what must not be forgotten." in status["content"]
    assert status["card"]["title"] == "Five-line night handover"
    assert status["card"]["description"] == "Five spoken lines and a read-back."
    assert status["card"]["url"] == post.uri


async def test_a_long_one_is_told_in_short(home, phone, ann, weavers):
    post = await publish(home.store, ann, weavers.id, source="Say it again, slowly. " * 100)
    status = await _status(phone, post)
    assert "Say it again" not in status["content"]
    assert "<p>Five spoken lines and a read-back.</p>" in status["content"]
    assert f'<a href="{post.uri}">Read all of it</a>' in status["content"]
    assert len(status["content"]) < 600


async def test_how_it_stands_is_said_as_soon_as_it_stands_so(home, phone, ann, weavers):
    post = await publish(home.store, ann, weavers.id)
    assert "endorsed" not in (await _status(phone, post))["content"]
    await endorse(home.store, ann, weavers, post.uri, "It holds on two wards.")
    assert "How-to · endorsed r1<" in (await _status(phone, post))["content"]
    await revise(home.store, ann, await again(home.store, post), source="Another way altogether.")
    content = (await _status(phone, post))["content"]
    assert "endorsed r2" not in content
    assert "How-to · in review; endorsed r1<" in content


async def test_no_warning_stands_before_what_came_from_elsewhere(home, phone, ann, weavers):
    part = part_of(home.store)
    post = await publish(home.store, ann, weavers.id)
    sql = "UPDATE post SET summary = 'How-to · endorsed r7. Five lines.' WHERE id = ?"
    await home.change(sql, post.id)
    status = await _status(phone, post)
    assert (status["spoiler_text"], status["sensitive"]) == ("", False)
    assert part.title in status["content"]


async def test_a_question_says_whether_it_is_answered(home, phone, ann, weavers):
    draft = Draft(
        "<p>They were never shown the lines.</p>",
        title="How do agency staff hand over?",
        community_id=weavers.id,
        practice=QuestionPart(),
    )
    post = await perform(home.store, posts.write, ann, draft)
    status = await _status(phone, post)
    assert status["content"] == (
        "<p><strong>How do agency staff hand over?</strong><br>Question</p>"
        "<p>They were never shown the lines.</p>"
    )
    await home.change("UPDATE question SET state = 'answered' WHERE id = ?", post.id)
    await home.change("UPDATE post SET version = version + 1 WHERE id = ?", post.id)
    assert "Question · answered" in (await _status(phone, post))["content"]


async def test_a_meeting_says_when_and_where(home, phone, ann, weavers):
    starts = clock.now_ms() - clock.now_ms() % _DAY + 9 * _DAY
    part = MeetingPart(starts, starts + 3_600_000, timezone="Europe/Berlin", place="Ward 4")
    draft = Draft("<p>Bring a card.</p>", title="Our hour", community_id=weavers.id, practice=part)
    post = await perform(home.store, posts.write, ann, draft)
    status = await _status(phone, post)
    assert "<strong>Our hour</strong><br>Meeting · " in status["content"]
    assert "(Europe/Berlin) · Ward 4</p>" in status["content"]
    assert status["card"]["url"] == post.uri
    assert status["spoiler_text"] == ""


async def test_reviews_are_replies_one_can_read(home, phone, ann, weavers):
    bo = await home.person("bo")
    post = await publish(home.store, ann, weavers.id)
    said = await review(home.store, bo, post, "approve", points=(("works", "The read-back."),))
    status = await _status(phone, said)
    assert status["in_reply_to_id"] == str(post.id)
    assert status["content"] == "<p>approve</p>"
    assert status["card"] is None


async def test_plain_posts_look_as_before(home, phone, ann):
    post = await write(home.store, ann, "<p>Hello</p>", summary="A warning", sensitive=True)
    status = await _status(phone, post)
    assert (status["content"], status["spoiler_text"]) == ("<p>Hello</p>", "A warning")
