"""An idea of one node is tried on another; what an answer became is told to those who may know."""

from dataclasses import replace

from fedcop.community import growing, harvesting, posts
from fedcop.community.harvesting import Harvest
from fedcop.community.perform import perform
from fedcop.community.practice import artifact_drafts, artifacts
from fedcop.community.practice.parts import QuestionPart
from fedcop.federation.remote.shaping import shape
from fedcop.values import Audience
from tests.federation.pair import exchange, refused
from tests.federation.test_an_idea_grows import IDEA, REFLECTION
from tests.library import share
from tests.writing import answer, write


async def test_an_idea_from_elsewhere_is_tried_here(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    idea = await share(home.node.reach, ana, IDEA, community_id=lab.id)
    await share(home.node.reach, ana, REFLECTION, community_id=lab.id)
    assert refused(await exchange(home, away)) == []
    there = await away.post(idea.uri)
    assert (there.practice, there.kind) == ("idea", "Note")
    row = await artifacts.get(away.store, there.id)
    assert artifacts.fields_of(row) == dict(IDEA.fields)
    draft = await perform(away.store, growing.begin, mira, there.id)
    wish = artifact_drafts.wish_of(await artifact_drafts.get(away.store, mira, draft.id))
    tried = await perform(away.store, posts.write, mira, await shape(away.node.reach, wish))
    assert refused(await exchange(away, home)) == []
    here = await home.post(tried.uri)
    [owed] = artifacts.origins_of(await artifacts.get(home.store, here.id))
    assert (owed.relation, owed.target.uri) == ("derivedFrom", idea.uri)
    known = await artifacts.get(home.store, idea.id)
    assert [one.id for one in await growing.grown(home.store, None, known)] == [here.id]


async def test_an_answer_is_one_on_both_nodes(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    part, audience = QuestionPart(), Audience.MEMBERS
    title = "How do you hand over?"
    post = await write(
        home.store, ana, title=title, community_id=lab.id, practice=part, audience=audience
    )
    assert refused(await exchange(home, away)) == []
    said = await answer(away.store, mira, await away.post(post.uri), "<p>In five lines.</p>")
    assert refused(await exchange(away, home)) == []
    here = await home.post(said.uri)
    assert (said.practice, here.practice) == ("answer", "answer")
    # What is made of it for everybody names neither thread nor answer on the other node either.
    begun = await perform(home.store, harvesting.begin, ana, post.id, Harvest("tip", (here.id,)))
    wish = artifact_drafts.wish_of(await artifact_drafts.get(home.store, ana, begun.id))
    wider = replace(wish, audience=Audience.PUBLIC)
    made = await perform(home.store, posts.write, ana, await shape(home.node.reach, wider))
    assert refused(await exchange(home, away)) == []
    there = await away.post(made.uri)
    assert said.uri not in there.source + there.content
    assert artifacts.origins_of(await artifacts.get(away.store, there.id)) == ()
    # What is made of it for members does, and the answer says what became of it.
    made = await perform(home.store, posts.write, ana, await shape(home.node.reach, wish))
    assert refused(await exchange(home, away)) == []
    there = await away.post(made.uri)
    owed = artifacts.origins_of(await artifacts.get(away.store, there.id))
    assert [one.target.uri for one in owed] == [post.uri, said.uri]
