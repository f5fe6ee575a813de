"""What is made of a members' thread may be for everybody: the thread is told to members alone."""

from dataclasses import replace

import orjson
import pytest

from fedcop.community import harvesting, posts
from fedcop.community.harvesting import Harvest
from fedcop.community.perform import perform
from fedcop.community.practice import artifact_drafts, artifacts, lineage, sources
from fedcop.community.practice.parts import ArtifactPart, QuestionPart
from fedcop.federation.documents import notes
from fedcop.federation.documents.facts import facts_of
from fedcop.federation.remote.shaping import reshape, shape
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person
from tests.federation.inbox.rig import Web, open_node
from tests.writing import again, answer, write


@pytest.fixture
async def scene(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab", audience=Audience.MEMBERS)
    return open_node(store, Web("cop.example")).reach, ana, lab


async def harvest(store, ana, lab, audience):
    post = await write(
        store,
        ana,
        title="How do you hand over?",
        community_id=lab.id,
        audience=audience,
        practice=QuestionPart(),
    )
    bo = await make_person(store, "bo")
    await let_follow(store, bo, lab)
    said = await answer(store, bo, post, "<p>In five lines.</p>", source="In five lines.")
    begun = await perform(store, harvesting.begin, ana, post.id, Harvest("tip", (said.id,)))
    wish = artifact_drafts.wish_of(await artifact_drafts.get(store, ana, begun.id))
    return post, said, wish


async def told(store, post):
    facts = await facts_of(store, await again(store, post))
    return notes.note(facts, store.uris)


async def test_a_wider_audience_does_not_learn_of_the_thread(store, scene):
    reach, ana, lab = scene
    post, said, wish = await harvest(store, ana, lab, Audience.MEMBERS)
    assert (wish.audience, said.practice) == (Audience.MEMBERS, "answer")
    assert said.uri in wish.body
    wider = replace(wish, audience=Audience.PUBLIC)
    made = await perform(store, posts.write, ana, await shape(reach, wider))
    thing = await told(store, made)
    said_of_it = orjson.dumps([thing.content, thing.source, dict(thing.cop)]).decode()
    assert "cop:derivedFrom" not in thing.cop
    assert "In five lines." in said_of_it
    assert "— bo" in thing.source  # who said it is named, where is not
    assert post.uri not in said_of_it
    assert said.uri not in said_of_it
    assert await lineage.list_from(store, made.uri) == []
    # What names no answer is told of by none.
    assert (await told(store, said)).cop == {"cop:kind": "answer"}


async def test_members_are_told(store, scene):
    reach, ana, lab = scene
    post, said, wish = await harvest(store, ana, lab, Audience.MEMBERS)
    made = await perform(store, posts.write, ana, await shape(reach, wish))
    assert made.audience == Audience.MEMBERS
    thing = await told(store, made)
    assert [one["id"] for one in thing.cop["cop:derivedFrom"]] == [post.uri, said.uri]
    assert said.uri in thing.source
    assert (await told(store, said)).cop == {
        "cop:kind": "answer",
        "cop:derivedArtifact": [made.uri],
    }


async def test_an_edit_cannot_bring_it_back(store, scene):
    reach, ana, lab = scene
    _, _, wish = await harvest(store, ana, lab, Audience.MEMBERS)
    wider = replace(wish, audience=Audience.PUBLIC)
    made = await perform(store, posts.write, ana, await shape(reach, wider))
    edit = await reshape(reach, replace(wider, title="Anew", media=None), made)
    assert isinstance(edit.practice, ArtifactPart)
    part = replace(edit.practice, origins=wish.origins)
    await perform(store, posts.revise, ana, made.id, replace(edit, practice=part))
    assert artifacts.origins_of(await artifacts.get(store, made.id)) == ()


async def test_what_is_closed_later_is_named_no_longer(store, scene):
    reach, ana, _ = scene
    open_one = await make_community(store, ana, "open")
    post, _, wish = await harvest(store, ana, open_one, Audience.PUBLIC)
    made = await perform(store, posts.write, ana, await shape(reach, wish))
    assert "cop:derivedFrom" in (await told(store, made)).cop
    unit = Unit(store)
    unit.add(Statement("UPDATE post SET audience = 3 WHERE root_id = ?", (post.id,)))
    await unit.commit()
    assert "cop:derivedFrom" not in (await told(store, made)).cop
    stranger = await make_person(store, "stranger")
    origins = artifacts.origins_of(await artifacts.get(store, made.id))
    assert len(origins) == 2
    assert await sources.seen_by(store, stranger, origins) == ()
    assert await sources.seen_by(store, None, origins) == ()
    assert await sources.seen_by(store, ana, origins) == origins
