"""An idea is tried, and what was tried becomes a how-to: each names what it came from."""

from dataclasses import replace

import pytest

from fedcop.community import growing, posts
from fedcop.community.perform import perform
from fedcop.community.practice import artifact_drafts, artifacts
from fedcop.community.practice.wishes import ArtifactWish, check
from fedcop.errors import NotFound, Refused
from fedcop.federation.remote.shaping import shape
from fedcop.values import Audience
from tests.builders import make_community, make_person
from tests.federation.inbox.rig import Web, open_node
from tests.library import TIP, share

IDEA = ArtifactWish(
    "idea",
    title="Read it back on Mondays",
    abstract="A small try.",
    body="On one ward only.",
    fields={"better": "Fewer items are missed.", "firstTry": "Count them each Friday."},
    language="en",
)
REFLECTION = ArtifactWish(
    "reflection", title="The third bed", fields={"noticed": "I stopped listening."}, language="en"
)


@pytest.fixture
async def scene(store):
    ana = await make_person(store, "ana")
    bo = await make_person(store, "bo")
    return (
        open_node(store, Web("cop.example")).reach,
        ana,
        bo,
        await make_community(store, ana, "lab"),
    )


async def grow(store, who, post):
    row = await perform(store, growing.begin, who, post.id)
    return artifact_drafts.wish_of(await artifact_drafts.get(store, who, row.id))


@pytest.mark.parametrize("wish", [IDEA, REFLECTION])
def test_what_they_ask_for_is_said(wish):
    assert check(wish) == []
    needed = [one.field for one in check(replace(wish, fields={}))]
    assert needed == [next(iter(wish.fields))]


async def test_an_idea_becomes_an_experiment_and_that_a_how_to(store, scene):
    reach, ana, bo, lab = scene
    idea = await share(reach, ana, IDEA, community_id=lab.id)
    assert (idea.kind, idea.practice) == ("Note", "idea")
    begun = await grow(store, bo, idea)
    assert (begun.kind, begun.title, begun.body) == ("experiment", IDEA.title, IDEA.body)
    assert begun.fields == {"hypothesis": IDEA.fields["better"], "measure": IDEA.fields["firstTry"]}
    assert begun.contributors == ((ana.uri, "idea"),)
    [owed] = begun.origins
    assert (owed.relation, owed.target.uri, owed.target.number) == ("derivedFrom", idea.uri, 1)
    tried = await perform(store, posts.write, bo, await shape(reach, begun))
    row = await artifacts.get(store, idea.id)
    assert [(one.id, one.kind) for one in await growing.grown(store, None, row)] == [
        (tried.id, "experiment")
    ]
    how_to = await grow(store, bo, tried)
    assert how_to.kind == "practice"
    assert how_to.fields == {"whyItWorks": IDEA.fields["better"]}
    assert how_to.contributors == ()


async def test_what_comes_of_it_for_members_is_shown_to_members(store, scene):
    reach, ana, bo, lab = scene
    idea = await share(reach, ana, IDEA, community_id=lab.id)
    begun = replace(await grow(store, ana, idea), audience=Audience.MEMBERS)
    await perform(store, posts.write, ana, await shape(reach, begun))
    row = await artifacts.get(store, idea.id)
    assert await growing.grown(store, bo, row) == []
    assert len(await growing.grown(store, ana, row)) == 1


async def test_nothing_comes_of_a_tip_or_of_what_one_may_not_read(store, scene):
    reach, ana, bo, lab = scene
    tip = await share(reach, ana, TIP, community_id=lab.id)
    with pytest.raises(Refused):
        await perform(store, growing.begin, ana, tip.id)
    own = await share(reach, ana, IDEA, community_id=lab.id, audience=Audience.MEMBERS)
    with pytest.raises(NotFound):
        await perform(store, growing.begin, bo, own.id)
