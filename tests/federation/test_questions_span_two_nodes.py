"""A question on one node, its answers from another; which one helped is known on both."""

import pytest

from fedcop.community import answers, posts
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.community.practice import questions
from fedcop.community.practice.parts import QuestionPart
from fedcop.errors import Refused
from fedcop.federation.remote import objects
from fedcop.transport.budget import Budget
from fedcop.values import Audience
from tests.builders import make_person
from tests.federation.outbox.telling import log_of, tell
from tests.federation.pair import exchange, refused
from tests.writing import answer, count, echo, practice_of, write


async def ask(side, other, who, group, **more):
    part = QuestionPart(background="Night shift", tried="A *whiteboard*", urgency="soon")
    post = await write(
        side.store,
        who,
        "<p>Night shift</p><h2>What I tried</h2><p>A <em>whiteboard</em></p>",
        title="How do you hand over?",
        community_id=group.id,
        practice=part,
        **more,
    )
    assert refused(await exchange(side, other)) == []
    return post, await other.post(post.uri)


async def say(side, other, who, post):
    said = await answer(side.store, who, post, "<p>In five lines.</p>")
    assert refused(await exchange(side, other)) == []
    return said, await other.post(said.uri)


async def stands(side, post):
    row = await questions.find(side.store, post.id)
    return row.state, row.accepted_id


async def settle(side, other, verb, *args):
    assert await perform(side.store, verb, *args)
    assert refused(await exchange(side, other)) == []


async def test_a_question_is_one_on_the_other_node(pair, scene):
    home, away = pair
    ana, lab, _, known = scene
    post, there = await ask(home, away, ana, lab)
    row = await questions.find(away.store, there.id)
    assert (there.practice, there.kind, there.title) == ("question", "Note", post.title)
    assert there.content == post.content  # the title that Mastodon is shown stands there once
    assert (row.background, row.tried, row.urgency) == ("Night shift", "A *whiteboard*", "soon")
    assert (row.community_id, row.state) == (known.id, "open")
    (said,) = [one.plain for one in await log_of(home.store) if one.kind == "Create"]
    note = said["object"]
    assert (note["type"], note["name"]) == ("Note", "How do you hand over?")
    assert note["content"].startswith("<p><strong>How do you hand over?</strong></p>")
    assert "summary" not in note
    assert note["cop:kind"] == "question"
    assert note["cop:whatITried"] == "A *whiteboard*"
    assert note["cop:status"] == "open"


async def test_an_answer_from_the_other_node_is_accepted(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    said, here = await say(away, home, mira, there)
    for side, question in ((home, post), (away, there)):
        assert (await questions.find(side.store, question.id)).first_answer == said.published
    await settle(home, away, answers.accept, ana, post.id, here.id)
    assert await stands(home, post) == ("answered", here.id)
    assert await stands(away, there) == ("answered", said.id)
    await echo(away.store)
    helped = "notification WHERE kind = 'helped' AND recipient_id = ? AND post_id = ?"
    assert await count(away.store, helped, mira.id, said.id) == 1
    await settle(home, away, answers.unaccept, ana, post.id)
    assert await stands(away, there) == ("open", 0)
    await settle(home, away, answers.accept, ana, post.id, here.id)
    assert await stands(away, there) == ("answered", said.id)


async def test_who_asked_elsewhere_accepts_and_all_know(pair, scene):
    home, away = pair
    ana, _lab, mira, known = scene
    asked, here = await ask(away, home, mira, known)
    said, there = await say(home, away, ana, here)
    await settle(away, home, answers.accept, mira, asked.id, there.id)
    assert await stands(home, here) == ("answered", said.id)
    await settle(away, home, answers.unaccept, mira, asked.id)
    assert await stands(home, here) == ("open", 0)


async def test_a_steward_accepts_for_somebody_elsewhere(pair, scene):
    home, away = pair
    ana, _lab, mira, known = scene
    asked, here = await ask(away, home, mira, known)
    said, there = await say(home, away, ana, here)
    await settle(home, away, answers.accept, ana, here.id, said.id)
    assert await stands(away, asked) == ("answered", there.id)
    note = await away.line.doors[home.host].read(said.uri)
    assert note["type"] == "Note"
    question = await home.line.doors[away.host].read(asked.uri)
    assert question["cop:acceptedAnswer"] == said.uri
    assert question["cop:status"] == "answered"


async def test_nobody_else_is_believed(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    said, here = await say(away, home, mira, there)
    with pytest.raises(Refused):
        await perform(away.store, answers.accept, mira, there.id, said.id)
    forged = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "Accept",
        "id": f"{mira.uri}/forged",
        "actor": mira.uri,
        "object": said.uri,
        "target": post.uri,
        "to": [lab.uri],
        "published": "2026-01-01T10:00:00Z",
    }
    for kind in ("Accept", "ChooseAnswer"):
        verdict = await home.node.take({**forged, "type": kind, "id": f"{mira.uri}/{kind}"})
        assert verdict.reason.startswith("actor: only who asked")
    assert await stands(home, post) == ("open", 0)
    await settle(home, away, answers.accept, ana, post.id, here.id)
    undo = {**forged, "type": "Undo", "object": {**forged}, "id": f"{mira.uri}/undo"}
    undo.pop("target")
    assert (await home.node.take(undo)).reason.startswith("actor: only who asked")
    assert await stands(home, post) == ("answered", here.id)


async def test_what_comes_twice_or_too_late_changes_nothing(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    _said, here = await say(away, home, mira, there)
    before = len(await log_of(home.store))
    await settle(home, away, answers.accept, ana, post.id, here.id)
    accepts = [one for one in (await log_of(home.store))[before:] if one.kind == "Accept"]
    await settle(home, away, answers.unaccept, ana, post.id)
    assert await stands(away, there) == ("open", 0)
    for told in accepts:  # an earlier word, once more
        again = {**told.wrapped, "id": f"{told.wrapped['id']}-again"}
        again.pop("proof", None)
        await away.node.take(again)
    assert await stands(away, there) == ("open", 0)


async def test_what_comes_before_the_answer_waits_or_fetches_it(pair, scene):
    home, away = pair
    ana, lab, _mira, _ = scene
    post, there = await ask(home, away, ana, lab)
    bo = await make_person(home.store, "bo")
    said = await answer(home.store, bo, post)
    await perform(home.store, answers.accept, ana, post.id, said.id)
    # The Accept is delivered first: the answer is fetched from where it was written.
    told = await tell(home.store)
    accept = next(one for one in told if one.kind == "Accept" and one.actor_id == lab.id)
    await away.node.post(accept.wrapped_bytes, lab.uri)
    await away.node.processor.drain()
    answered = await away.post(said.uri)
    assert await stands(away, there) == ("answered", answered.id)


async def test_a_question_that_is_fetched_brings_what_helped(pair, scene):
    home, away = pair
    ana, lab, _mira, _ = scene
    post = await write(
        home.store,
        ana,
        title="Why?",
        community_id=lab.id,
        practice=QuestionPart(),
    )
    said = await answer(home.store, ana, post)
    await perform(home.store, answers.accept, ana, post.id, said.id)
    there = await objects.find(away.node.reach, post.uri, Budget())
    row = await questions.find(away.store, there.id)
    assert (row.accepted_id, row.answer_uri) == (0, said.uri)
    answered = await objects.find(away.node.reach, said.uri, Budget())
    assert await stands(away, there) == ("answered", answered.id)


async def test_what_its_asker_says_anew_is_heard(pair, scene):
    home, away = pair
    ana, lab, _, _ = scene
    post, there = await ask(home, away, ana, lab)
    part = QuestionPart(background="Day shift", tried="Nothing", urgency="now", state="closed")
    edit = Edit(content="<p>Day shift</p>", title="How?", practice=part)
    await settle(home, away, posts.revise, ana, post.id, edit)
    row = await questions.find(away.store, there.id)
    assert (await away.post(post.uri)).title == "How?"
    assert (row.background, row.tried, row.urgency, row.state) == (
        "Day shift",
        "Nothing",
        "now",
        "closed",
    )


async def test_among_members_it_stays_among_members(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await ask(home, away, ana, lab, audience=Audience.MEMBERS)
    said, here = await say(away, home, mira, there)
    before = len(await log_of(home.store))
    await settle(home, away, answers.accept, ana, post.id, here.id)
    assert await stands(away, there) == ("answered", said.id)
    public = "https://www.w3.org/ns/activitystreams#Public"
    for told in (await log_of(home.store))[before:]:
        for body in (told.plain, told.wrapped):
            assert body is None or public not in str(body)


async def test_a_community_says_that_it_takes_questions(pair, scene):
    home, away = pair
    _, lab, _, known = scene
    document = await away.line.doors[home.host].read(lab.uri)
    assert document["questionAnswer"] is True
    assert (await practice_of(away.store, known)).questions == 1
