"""A version of a practice is made at another node: its original hears of it, and is named in it."""

from dataclasses import replace

import pytest

from fedcop.community import posts
from fedcop.community.adaptation_notices import hear_of_version
from fedcop.community.events import PostWritten
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, lineage, stewarding
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.shelves import Place
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import Refused
from fedcop.federation.remote import shaping
from tests.adopting import LICENSE, row_of, say_anew, write_practice
from tests.builders import make_community, make_person
from tests.federation.pair import exchange, refused
from tests.writing import count, echo

ALIKE = "https://creativecommons.org/licenses/by-sa/4.0/"
NONE = "https://creativecommons.org/licenses/by-nd/4.0/"


async def make_version(reach, actor, post, community=None, **wish):
    """Somebody makes a version, as the page of it does."""
    row = await row_of(reach.store, post.uri)
    origin = Origin(
        "adaptedFrom", artifacts.pin_of(row), title=post.title, by="Northwind", license=row.license
    )
    given = ArtifactWish(
        kind="practice",
        title="Six-line night handover",
        abstract="With a line for allergies.",
        body="Say the name.\n\nSay the allergies.\n\nSay the worry.\n\nRead back.",
        fields={"whenToUse": "At every change of shift."},
        license=row.license,
        origins=(origin,),
        community_id=community.id if community else 0,
    )
    draft = await shaping.shape(reach, replace(given, **wish))
    return await perform(reach.store, posts.write, actor, draft)


@pytest.fixture
async def made(pair, scene):
    """Mira's version of Ana's practice, in a community of her own."""
    home, away = pair
    ana, lab, mira, _ = scene
    post = await write_practice(home.store, ana, lab)
    await exchange(home, away)
    ward = await make_community(away.store, mira, "ward")
    version = await make_version(away.node.reach, mira, await away.post(post.uri), ward)
    await echo(home.store)
    assert refused(await exchange(home, away)) == []
    return post, version


async def test_the_original_is_named_in_the_text_on_every_node(pair, made):
    home, _ = pair
    post, version = made
    there = await home.post(version.uri)
    for text in (version.content, there.content):
        assert "Adapted from" in text
        assert "Five-line night handover</a> by Northwind, r1, CC BY 4.0" in text
        assert post.uri in text


async def test_the_node_of_the_original_hears_of_it_and_counts_it(pair, made):
    home, _ = pair
    post, version = made
    assert (await row_of(home.store, post.uri)).adaptations == 1
    (edge,) = await lineage.list_to(home.store, post.uri)
    assert (edge.source_uri, edge.target_number, edge.verified) == (version.uri, 1, 1)
    await echo(home.store)
    assert await count(home.store, "notification WHERE kind = 'adapted'") == 1


async def test_the_words_that_name_it_survive_edits(pair, scene, made):
    _, away = pair
    _, version = made
    mira = scene[2]
    row = await row_of(away.store, version.uri)
    wish = ArtifactWish(
        kind="practice",
        title="Six lines",
        abstract="Short.",
        body="Another text.",
        fields={"whenToUse": "Always."},
        license=LICENSE,
        origins=artifacts.origins_of(row),
    )
    edit = await shaping.reshape(away.node.reach, wish, version)
    revised = await perform(away.store, posts.revise, mira, version.id, edit)
    assert "Adapted from" in revised.content
    assert [e.target_number for e in await lineage.list_from(away.store, version.uri)] == [1]


async def test_a_licence_that_allows_no_versions_is_kept_to(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post = await write_practice(home.store, ana, lab, license=NONE)
    await exchange(home, away)
    with pytest.raises(Refused, match="no versions"):
        await make_version(away.node.reach, mira, await away.post(post.uri))


async def test_a_version_keeps_a_licence_that_asks_for_it(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post = await write_practice(home.store, ana, lab, license=ALIKE)
    await exchange(home, away)
    there = await away.post(post.uri)
    with pytest.raises(Refused, match="keeps the licence"):
        await make_version(away.node.reach, mira, there, license=LICENSE)
    version = await make_version(away.node.reach, mira, there)
    assert (await row_of(away.store, version.uri)).license == ALIKE


async def test_a_member_elsewhere_hears_of_a_version_by_the_word_of_the_community(pair, scene):
    home, away = pair
    ana, lab, _, _ = scene
    post = await write_practice(home.store, ana, lab)
    await exchange(home, away)
    bo = await make_person(home.store, "bo")
    own = await make_community(home.store, bo, "own")
    version = await make_version(home.node.reach, bo, post, own)
    await perform(home.store, hear_of_version, PostWritten(version.id, version.root_id))
    assert refused(await exchange(home, away)) == []
    (edge,) = await lineage.list_to(away.store, post.uri)
    assert (edge.source_uri, edge.verified) == (version.uri, 0)
    assert (await row_of(away.store, post.uri)).adaptations == 1


async def test_who_has_a_version_hears_that_the_original_moved_on(pair, scene, made):
    home, away = pair
    ana, lab, _, _ = scene
    post, _ = made
    await say_anew(home.store, ana, post, source="Read back first.")
    await exchange(home, away)
    row = await row_of(home.store, post.uri)
    place = Place(lab, ana, "Better.")
    await perform(home.store, stewarding.endorse, place, artifacts.pin_of(row))
    assert refused(await exchange(home, away)) == []
    await echo(away.store)
    assert await count(away.store, "notification WHERE kind = 'moved_on'") == 1
