"""What was said in a thread begins a draft: quoted, with names, for who may read all of it."""

import pytest

from fedcop.community import answers, harvesting, indexing
from fedcop.community.harvesting import Harvest
from fedcop.community.perform import perform
from fedcop.community.practice import artifact_drafts
from fedcop.community.practice.parts import QuestionPart
from fedcop.errors import NotFound, Refused
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person
from tests.writing import answer, write


@pytest.fixture
async def ana(store):
    return await make_person(store, "ana")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo", display="Bo [B.]")


@pytest.fixture
async def lab(store, ana):
    return await make_community(store, ana, "lab")


async def ask(store, who, group, title="How do you hand over?", **more):
    part = QuestionPart()
    return await write(
        store, who, title=title, community_id=group.id, practice=part, hashtags=("night",), **more
    )


async def begun(store, who, post, *replies, kind="practice"):
    harvest = Harvest(kind, tuple(one.id for one in replies))
    row = await perform(store, harvesting.begin, who, post.id, harvest)
    return artifact_drafts.wish_of(await artifact_drafts.get(store, who, row.id))


async def test_the_chosen_words_are_quoted_with_who_said_them(store, ana, bo, lab):
    post = await ask(store, ana, lab)
    said = await answer(
        store, bo, post, "<p>In five lines.</p>", source="In **five** lines.\nAloud."
    )
    other = await answer(store, ana, post, "<p>Thanks &amp; more</p>")
    wish = await begun(store, ana, post, said, other)
    assert (wish.kind, wish.title) == ("practice", "How do you hand over")
    assert wish.abstract == "In five lines."
    assert wish.body.startswith("> In **five** lines.\n> Aloud.\n>\n> — [Bo B.](")
    assert "> Thanks & more" in wish.body
    assert said.uri in wish.body
    assert wish.fields == {"whenToUse": "How do you hand over?"}
    assert wish.topics == ("night",)
    assert wish.contributors == ((bo.uri, "answered"),)
    owed = [(one.relation, one.target.uri, one.title) for one in wish.origins]
    assert owed == [
        ("derivedFrom", post.uri, "How do you hand over?"),
        ("derivedFrom", said.uri, "An answer to How do you hand over?"),
    ]
    assert (wish.community_id, wish.audience) == (lab.id, Audience.PUBLIC)


async def test_it_is_for_nobody_who_could_not_read_what_it_quotes(store, ana, bo, lab):
    closed = await make_community(store, ana, "closed", audience=Audience.MEMBERS)
    post = await ask(store, ana, closed, audience=Audience.MEMBERS)
    said = await answer(store, ana, post)
    assert (await begun(store, ana, post, said)).audience == Audience.MEMBERS
    open_one = await ask(store, ana, lab)
    own = await answer(store, ana, open_one)
    assert (await begun(store, ana, open_one, own, said)).audience == Audience.MEMBERS
    with pytest.raises(NotFound):
        await begun(store, bo, open_one, said)  # bo may not read it


async def test_nothing_comes_of_nothing(store, ana, bo, lab):
    post = await ask(store, ana, lab)
    with pytest.raises(Refused):
        await begun(store, ana, post)
    said = await answer(store, bo, post)
    with pytest.raises(NotFound):
        await begun(store, ana, post, said, kind="poem")


async def test_the_same_answered_thrice_is_found(store, ana, bo, lab):
    await let_follow(store, bo, lab)
    for words in ("with agency staff", "on Sundays", "in winter"):
        post = await ask(store, ana, lab, f"How do you hand over on night shift {words}?")
        said = await answer(store, bo, post)
    await perform(store, answers.accept, ana, post.id, said.id)
    other = await ask(store, ana, lab, "Which wool is warm?")
    await answer(store, bo, other)
    while await indexing.catch_up(store):
        pass
    found = await harvesting.own_answers_alike(store, bo, post)
    assert len(found) == 2
    assert all(line.post.author_id == bo.id for line in found)
    assert other.id not in {line.post.root_id for line in found}
    assert await harvesting.own_answers_alike(store, ana, post) == []
