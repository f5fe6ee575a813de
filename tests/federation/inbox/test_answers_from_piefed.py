"""What PieFed says of answers: ChooseAnswer of its people, passed on by its communities."""

import orjson
import pytest

from fedcop.community import communities
from fedcop.community.perform import perform
from fedcop.community.practice import questions
from fedcop.community.practice.parts import QuestionPart
from fedcop.store.batch import Unit
from fedcop.store.queries.inbox import State
from fedcop.store.statements import Statement
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.corpus import ROOT
from tests.federation.inbox.rig import announce, open_node, person, post_at
from tests.writing import answer, write

PIEFED = "https://piefed.example"


def shown(name, **changed):
    """A document in PieFed's shape, with our addresses put in."""
    text = (ROOT / f"tests/interop/piefed/{name}.json").read_text("utf-8")
    for word, value in changed.items():
        text = text.replace(f"{{{word}}}", value)
    return orjson.loads(text)


@pytest.fixture
async def node(store):
    return open_node(store)


@pytest.fixture
async def mod(node):
    uri = f"{PIEFED}/u/mod"
    node.web.put(uri, person(uri))
    return await remember_person(node.store, uri)


@pytest.fixture
async def theirs(node):
    """A community of PieFed that one of ours follows, with a question and an answer of ours."""
    group = await remember_group(node.store, f"{PIEFED}/c/ask")
    ana = await make_person(node.store, "ana")
    await let_follow(node.store, ana, group)
    asker = await remember_person(node.store, f"{PIEFED}/u/asker")
    post = await write(
        node.store,
        asker,
        "<p>Tell me.</p>",
        kind="Page",
        title="Which wool",
        community_id=group.id,
        uri=f"{PIEFED}/post/7",
    )
    said = await answer(node.store, ana, post)
    return group, post, said


async def stands(node, post):
    row = await questions.find(node.store, post.id)
    return (row.state, row.accepted_id) if row else None


async def test_their_community_marks_an_answer_of_ours(node, theirs, mod):
    group, post, said = theirs
    chosen = shown("choose_answer", actor=mod.uri, reply=said.uri, group=group.uri)
    chosen.pop("@context")  # PieFed leaves it out of what it announces
    verdict = await node.take(announce(group.uri, chosen), group.uri)
    assert verdict.state == State.APPLIED
    assert await stands(node, post) == ("answered", said.id)
    assert (await post_at(node, post.uri)).practice == "question"
    undone = shown("undo_choose_answer", actor=mod.uri, reply=said.uri, group=group.uri)
    undone.pop("@context")
    verdict = await node.take(announce(group.uri, undone), group.uri)
    assert verdict.state == State.APPLIED
    assert await stands(node, post) == ("open", 0)


async def test_another_community_cannot(node, theirs, mod):
    _, post, said = theirs
    other = await remember_group(node.store, "https://lemmy.example/c/other")
    ana = await make_person(node.store, "bo")
    await let_follow(node.store, ana, other)
    chosen = shown("choose_answer", actor=mod.uri, reply=said.uri, group=other.uri)
    verdict = await node.take(announce(other.uri, chosen), other.uri)
    assert verdict.state == State.REFUSED
    assert await stands(node, post) is None


async def test_their_moderator_marks_an_answer_in_a_community_of_ours(node, mod):
    ana = await make_person(node.store, "ana")
    lab = await make_community(node.store, ana, "lab")
    await let_follow(node.store, mod, lab)
    post = await write(node.store, ana, title="Why?", community_id=lab.id, practice=QuestionPart())
    said = await answer(node.store, mod, post, uri=f"{PIEFED}/comment/9")
    chosen = shown("choose_answer", actor=mod.uri, reply=said.uri, group=lab.uri)
    assert (await node.take(chosen)).state == State.REFUSED
    assert await stands(node, post) == ("open", 0)
    await perform(node.store, communities.add_steward, ana, lab, mod)
    chosen["id"] += "-again"
    assert (await node.take(chosen)).state == State.APPLIED
    assert await stands(node, post) == ("answered", said.id)


async def test_a_post_of_theirs_is_a_question_where_they_take_questions(node, mod):
    group = await remember_group(node.store, f"{PIEFED}/c/qa")
    row = "UPDATE community SET questions = 1 WHERE actor_id = ?"
    unit = Unit(node.store)
    unit.add(Statement(row, (group.id,)))
    await unit.commit()
    post = await write(
        node.store, mod, kind="Page", title="Which wool is warm?", community_id=group.id
    )
    assert post.practice == "question"
