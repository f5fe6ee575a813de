"""Questions: who says which answer helped, what asks one by itself, how long answers take."""

import asyncio
from functools import partial

import pytest

from fedcop import clock, ids
from fedcop.community import answers, posts, reactions
from fedcop.community.answers import Heard
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.community.practice import questions
from fedcop.community.practice.parts import QuestionPart
from fedcop.community.practice_events import AnswerAccepted, AnswerUnaccepted
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.values import Audience, Handle
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.endpoints.rig import know_peer
from tests.writing import again, answer, count, echo, recorded, write


@pytest.fixture
async def ana(store):
    return await make_person(store, "ana")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def lab(store, ana):
    return await make_community(store, ana, "lab")


async def ask(store, who, group, title="How do you hand over?", **part):
    asked = QuestionPart(**part)
    return await write(
        store, who, "<p>At night.</p>", title=title, community_id=group.id, practice=asked
    )


async def stands(store, post):
    row = await questions.find(store, post.id)
    return row.state, row.accepted_id


def do(store, verb, *args):
    return perform(store, verb, *args)


async def test_a_question_keeps_what_its_asker_tried(store, bo, lab):
    post = await ask(store, bo, lab, background="Night shift", tried="A whiteboard", urgency="soon")
    row = await questions.find(store, post.id)
    assert (post.practice, row.asker_id, row.community_id) == ("question", bo.id, lab.id)
    assert (row.background, row.tried, row.urgency) == ("Night shift", "A whiteboard", "soon")
    assert (row.state, row.accepted_id, row.first_answer) == ("open", 0, 0)


async def test_a_question_has_a_title_and_begins_a_thread(store, bo, lab):
    with pytest.raises(Invalid):
        await ask(store, bo, lab, title="")
    post = await ask(store, bo, lab)
    with pytest.raises(Refused):
        await answer(store, bo, post, practice=QuestionPart(), title="Or so?")


async def test_who_asked_and_a_steward_say_which_answer_helped(store, ana, bo, lab):
    for who in (bo, ana):
        post = await ask(store, bo, lab)
        said = await answer(store, ana, post)
        assert await do(store, answers.accept, who, post.id, said.id)
        assert await stands(store, post) == ("answered", said.id)
        assert not await do(store, answers.accept, who, post.id, said.id)
    told = [event for _, event in await recorded(store, AnswerAccepted)]
    assert [event.by for event in told] == [bo.id, ana.id]


async def test_nobody_else_says_so(store, bo, lab):
    cy = await make_person(store, "cy")
    far = await remember_person(store, "https://riverside.example/u/eve")
    post = await ask(store, bo, lab)
    said = await answer(store, cy, post)
    for who in (cy, far):
        with pytest.raises(Refused):
            await do(store, answers.accept, who, post.id, said.id)
    assert await stands(store, post) == ("open", 0)
    await do(store, answers.accept, bo, post.id, said.id)
    with pytest.raises(Refused):
        await do(store, answers.unaccept, cy, post.id)
    assert await stands(store, post) == ("answered", said.id)


async def test_only_what_answers_it_can_be_the_answer(store, bo, lab):
    post, other = await ask(store, bo, lab), await ask(store, bo, lab)
    elsewhere = await answer(store, bo, other)
    for wrong in (elsewhere, post):
        with pytest.raises(Refused):
            await do(store, answers.accept, bo, post.id, wrong.id)
    gone = await answer(store, bo, post)
    await do(store, posts.remove, bo, gone.id)
    with pytest.raises(NotFound):
        await do(store, answers.accept, bo, post.id, gone.id)
    plain = await write(store, bo, title="No question", community_id=lab.id)
    with pytest.raises(Refused):
        await do(store, answers.accept, bo, plain.id, (await answer(store, bo, plain)).id)


async def test_another_answer_takes_its_place_and_all_is_taken_back(store, ana, bo, lab):
    post = await ask(store, bo, lab)
    first, second = await answer(store, ana, post), await answer(store, ana, post)
    await do(store, answers.accept, bo, post.id, first.id)
    await do(store, answers.accept, bo, post.id, second.id)
    assert await stands(store, post) == ("answered", second.id)
    assert await do(store, answers.unaccept, bo, post.id)
    assert await stands(store, post) == ("open", 0)
    assert not await do(store, answers.unaccept, bo, post.id)
    assert [event.answer for _, event in await recorded(store, AnswerUnaccepted)] == [second.id]


async def test_what_was_said_earlier_comes_too_late(store, ana, bo, lab):
    post = await ask(store, bo, lab)
    said = await answer(store, ana, post)
    now = clock.now_ms()
    assert not await do(store, answers.unaccept, bo, post.id, said.id, Heard(now - 10))
    assert not await do(store, answers.accept, bo, post.id, said.id, Heard(now - 20))
    assert await stands(store, post) == ("open", 0)
    assert await do(store, answers.accept, bo, post.id, said.id, Heard(now))
    assert not await do(store, answers.unaccept, bo, post.id, said.id, Heard(now - 5))
    assert await stands(store, post) == ("answered", said.id)


async def test_two_say_so_at_once_and_one_stands(store, ana, bo, lab):
    post = await ask(store, bo, lab)
    said = [await answer(store, ana, post) for _ in range(4)]
    await asyncio.gather(
        *(do(store, answers.accept, who, post.id, one.id) for who in (ana, bo) for one in said)
    )
    state, accepted = await stands(store, post)
    assert state == "answered"
    assert accepted in {one.id for one in said}


async def test_who_answered_is_told_once(store, bo, lab):
    cy = await make_person(store, "cy")
    post = await ask(store, bo, lab)
    said = await answer(store, cy, post)
    await do(store, answers.accept, bo, post.id, said.id)
    await echo(store)
    helped = "notification WHERE kind = 'helped' AND recipient_id = ? AND post_id = ?"
    assert await count(store, helped, cy.id, said.id) == 1
    await do(store, answers.unaccept, bo, post.id)
    await do(store, answers.accept, bo, post.id, said.id)
    await echo(store)
    assert await count(store, helped, cy.id, said.id) == 1


async def test_who_answers_themselves_is_not_told(store, bo, lab):
    post = await ask(store, bo, lab)
    await do(store, answers.accept, bo, post.id, (await answer(store, bo, post)).id)
    await echo(store)
    assert await count(store, "notification WHERE kind = 'helped'") == 0


@pytest.mark.parametrize(
    ("title", "content", "yes"),
    [
        ("How do you hand over?", "<p>Tell me.</p>", True),
        ("A story", "<p>Why not?</p>", False),
        ("", "<p>@lab How do you hand over? At night.</p>", True),
        ("", "<p>@lab@northwind.example</p><p>Wie macht ihr das?</p>", True),
        ("", "<p>A story.</p><p>Would you?</p>", False),
        ("", "<p>Look: https://a.example/?q=1</p>", False),
        ("", "<p>夜勤の引き継ぎ\uff1f</p>", True),
        ("", "<p>Handover</p>", False),
        ("", "", False),
    ],
)
def test_what_asks_has_a_question_mark_in_its_first_line(title, content, yes):
    assert questions.asks(title, content, Handle("lab", "northwind.example")) is yes


async def test_what_asks_by_naming_the_community_waits_for_answers_too(store, lab):
    mia = await remember_person(store, "https://town.example/users/mia")
    text = "<p>@lab How do you hand over on night shift?</p><p>With agency staff.</p>"
    post = await write(store, mia, text, community_id=lab.id, title="How do you hand over?")
    untitled = await write(store, mia, text, community_id=lab.id)
    assert (post.practice, post.title) == ("question", "How do you hand over?")
    assert untitled.title == "How do you hand over on night shift?"
    assert (await questions.find(store, untitled.id)).asker_id == mia.id
    page = await questions.list_open(store, None, lab.id, "unanswered", (0, 10))
    assert [seen.post.id for seen, _ in page.questions] == [untitled.id, post.id]


async def test_a_community_may_take_no_questions(store, ana):
    quiet = await make_community(store, ana, "quiet", questions=False)
    mia = await remember_person(store, "https://town.example/users/mia")
    post = await write(store, mia, "<p>@quiet Why?</p>", community_id=quiet.id)
    assert post.practice == ""
    assert await questions.find(store, post.id) is None


@pytest.mark.parametrize("kind", ["Article", "Event", "Question", "Video"])
async def test_only_plain_posts_are_taken_for_questions(store, lab, kind):
    mia = await remember_person(store, "https://town.example/users/mia")
    post = await write(store, mia, "<p>Why?</p>", kind=kind, title="Why?", community_id=lab.id)
    assert post.practice == ""


async def test_the_first_answer_of_somebody_else_is_kept(store, ana, bo, lab):
    post = await ask(store, bo, lab)
    await answer(store, bo, post, "<p>I forgot to say.</p>")
    assert (await questions.find(store, post.id)).first_answer == 0
    first = await answer(store, ana, post)
    await answer(store, ana, first, "<p>And more.</p>")
    await answer(store, ana, post)
    assert (await questions.find(store, post.id)).first_answer == first.published
    page = await questions.list_open(store, None, lab.id, "unanswered", (0, 10))
    assert page.questions == ()


async def test_how_long_it_usually_takes_is_said_of_enough_questions(store, ana, bo, lab):
    start = int(clock.now()) - 10_000_000
    for hours in (1, 2, 9, 20, 30):
        assert await questions.usual_wait(store, lab.id) == 0
        ids.forget()
        start += 100
        with clock.held(partial(float, start)):
            post = await ask(store, bo, lab)
        with clock.held(partial(float, start + hours * 3600)):
            await answer(store, ana, post)
    assert round(await questions.usual_wait(store, lab.id) / 3_600_000) == 9


async def test_the_tabs_hold_what_they_say(store, ana, bo, lab):
    other = await make_community(store, ana, "other")
    waits, talked, done = [await ask(store, bo, lab) for _ in range(3)]
    hers = await ask(store, ana, lab)
    await ask(store, bo, other)
    await answer(store, ana, talked)
    await do(store, answers.accept, bo, done.id, (await answer(store, ana, done)).id)

    async def tab(name, viewer=bo):
        page = await questions.list_open(store, viewer, lab.id, name, (0, 10))
        return [seen.post.id for seen, _ in page.questions]

    assert await tab("open") == [hers.id, talked.id, waits.id]
    assert await tab("unanswered") == [hers.id, waits.id]
    assert await tab("answered") == [done.id]
    assert await tab("mine") == [done.id, talked.id, waits.id]
    assert await tab("mine", None) == []
    first = await questions.list_open(store, bo, lab.id, "open", (0, 2))
    second = await questions.list_open(store, bo, lab.id, "open", (first.next, 2))
    assert [seen.post.id for seen, _ in second.questions] == [waits.id]
    assert second.next == 0


async def test_what_is_for_members_is_listed_for_members(store, ana, bo):
    closed = await make_community(store, ana, "closed", audience=Audience.MEMBERS)
    post = await write(
        store,
        ana,
        title="Who?",
        community_id=closed.id,
        audience=Audience.MEMBERS,
        practice=QuestionPart(),
    )
    seen = [
        len((await questions.list_open(store, who, closed.id, "open", (0, 10))).questions)
        for who in (None, bo, ana)
    ]
    assert seen == [0, 0, 1]
    await let_follow(store, bo, closed)
    page = await questions.list_open(store, bo, closed.id, "open", (0, 10))
    assert [line.post.id for line, _ in page.questions] == [post.id]


async def test_its_asker_says_it_anew_and_closes_it(store, bo, lab):
    post = await ask(store, bo, lab, tried="A")
    part = QuestionPart(background="N", tried="B", urgency="now", state="closed")
    edit = Edit(content="<p>Late.</p>", title="How?", practice=part)
    revised = await do(store, posts.revise, bo, post.id, edit)
    row = await questions.find(store, post.id)
    assert (revised.revision, revised.title) == (2, "How?")
    assert (row.background, row.tried, row.urgency, row.state) == ("N", "B", "now", "closed")
    again_ = Edit(content="<p>Late.</p>", title="How?", practice=QuestionPart(state="open"))
    await do(store, posts.revise, bo, post.id, again_)
    assert (await questions.find(store, post.id)).state == "open"


async def test_what_is_taken_back_waits_no_longer(store, bo, lab):
    post = await ask(store, bo, lab)
    await do(store, posts.remove, bo, post.id)
    assert await questions.find(store, post.id) is None
    page = await questions.list_open(store, bo, lab.id, "open", (0, 10))
    assert page.questions == ()


async def test_a_community_says_in_words_what_other_programs_do_not_show(store, ana, lab):
    mia = await remember_person(store, "https://town.example/users/mia")
    await know_peer(store, "town.example", "mastodon")
    post = await write(store, mia, "<p>@lab Why?</p>", community_id=lab.id)
    said = await answer(store, ana, post)
    own = "post WHERE author_id = ? AND reply_to_id = ?"
    await do(store, answers.accept, ana, post.id, said.id)
    assert await count(store, own, lab.id, said.id) == 1
    words = (await store.read(f"SELECT content, audience FROM {own}", lab.id, said.id))[0]
    assert "Accepted answer" in words[0]
    assert words[1] == Audience.UNLISTED
    await do(store, answers.unaccept, ana, post.id)
    assert await count(store, f"{own} AND deleted = 0", lab.id, said.id) == 0
    await do(store, answers.accept, ana, post.id, said.id)
    assert await count(store, own, lab.id, said.id) == 1  # never twice


@pytest.mark.parametrize("software", ["fedcop", "piefed"])
async def test_where_it_is_shown_anyway_nothing_is_said_in_words(store, ana, lab, software):
    mia = await remember_person(store, "https://town.example/users/mia")
    await know_peer(store, "town.example", software)
    post = await write(store, mia, "<p>@lab Why?</p>", community_id=lab.id)
    said = await answer(store, ana, post)
    await do(store, answers.accept, ana, post.id, said.id)
    assert await count(store, "post WHERE author_id = ?", lab.id) == 0


async def test_a_community_elsewhere_claims_a_question(store, bo):
    from_there = await remember_group(store, "https://riverside.example/c/weavers")
    mia = await remember_person(store, "https://riverside.example/u/mia")
    post = await write(store, mia, "<p>Why?</p>", practice=QuestionPart(), title="Why?")
    await do(store, reactions.relay, from_there, post.id, "https://riverside.example/a/1", 0)
    assert (await questions.find(store, post.id)).community_id == from_there.id
    assert (await again(store, post)).community_id == from_there.id


def test_the_text_of_a_question_has_headings():
    text = questions.compose("Night shift", "A whiteboard", "soon")
    assert text.split("\n\n") == [
        "Night shift",
        "## What I tried",
        "A whiteboard",
        "*An answer this week would help.*",
    ]
    assert questions.compose("", "", "later") == ""
    assert questions.compose("A", "") == "A"
