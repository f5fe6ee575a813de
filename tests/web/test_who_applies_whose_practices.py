"""A map of who applies whose practices: what everybody was told, by organization."""

import re

import pytest

from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, exchange
from fedcop.community.practice.parts import AdoptionPart
from fedcop.values import ArtifactPin, Audience
from tests.adopting import apply_it, write_practice
from tests.builders import let_follow, make_community, remember_person

RIVER = "https://riverside.example"
BRIGID = "https://stbrigid.example"


@pytest.fixture
async def scene(house):
    ana, _ = await house.person("ana")
    group = await make_community(house.store, ana, "handovers")
    ours = house.store.uris.organization()
    post = await write_practice(house.store, ana, group, organization_uri=ours)
    return ana, group, post


async def person_of(house, origin, name="Organization <i>"):
    await remember_person(house.store, f"{origin}/o", kind="Organization", display=name)
    return await remember_person(house.store, f"{origin}/u/pat")


async def applies(
    house, person, artifact, team="ward", organization=None, audience=Audience.PUBLIC
):
    row = await artifacts.find(house.store, artifact.uri)
    home = person.uri.rpartition("/u/")[0]
    place = f"{home}/o" if organization is None else organization
    part = AdoptionPart(artifacts.pin_of(row), organization_uri=place, team=team)
    draft = Draft(content="<p>x</p>", reply_to_id=artifact.id, practice=part, audience=audience)
    if not person.local:
        draft = Draft(**{**_plain(draft), "uri": f"{home}/n/{team}-{artifact.id}"})
    return await perform(house.store, posts.write, person, draft)


def _plain(draft):
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


async def cells(house, group):
    found = await exchange.read(house.store, group.id)
    return {(a.split("/")[2], b.split("/")[2]): n for (a, b), n in found.cells.items()}, found


async def test_nothing_has_gone_anywhere_yet(house, scene):
    page = await house.guest().get("/c/handovers/applied")
    assert page.status_code == 200
    assert "Nothing has gone from one organization to another yet." in page.text
    assert "<svg viewBox" not in page.text


async def test_it_is_drawn_and_the_table_says_the_same(house, scene):
    ana, group, post = scene
    pat = await person_of(house, RIVER, "Riverside <i>Trust")
    kim = await person_of(house, BRIGID, "St Brigid Care")
    for team in ("ward 1", "ward 2"):
        await applies(house, pat, post, team)
    await applies(house, kim, post)
    await apply_it(house.parts.reach, ana, post, team="ward 9")
    here = house.settings.origin.split("/")[2]
    told, found = await cells(house, group)
    river, brigid = "riverside.example", "stbrigid.example"
    assert told == {(river, here): 2, (brigid, here): 1, (here, here): 1}
    assert (found.crossing, found.unnamed) == (3, 0)
    page = (await house.guest().get("/c/handovers/applied")).text
    assert "3 times a practice went from one organization to another." in page
    assert "Riverside &lt;i&gt;Trust" in page
    assert "<i>Trust" not in page
    drawing = page[page.index('<svg viewBox="0 0 640') : page.index("</svg>", page.index("640"))]
    assert drawing.count("marker-end") == 2
    assert drawing.count("<circle") == 3
    table = page[page.index("<tbody>") :]
    row = next(one for one in table.split("<tr>") if "Riverside" in one)
    assert sorted(re.findall(r'">([0-9·]+)</td>', row)) == ["2", "·", "·"]
    for path in ("/c/handovers/library", f"/a/{post.id}/ripple"):
        assert 'href="/c/handovers/applied"' in (await house.guest().get(path)).text


async def test_what_is_not_for_everybody_is_left_out(house, scene):
    ana, group, post = scene
    pat = await person_of(house, RIVER)
    await let_follow(house.store, pat, group)
    await applies(house, pat, post, audience=Audience.MEMBERS)
    closed = await write_practice(
        house.store, ana, group, organization_uri=house.store.uris.organization()
    )
    assert (await cells(house, group))[0] == {}
    await applies(house, pat, closed, "ward 3")
    assert len((await cells(house, group))[0]) == 1
    await perform(house.store, posts.remove, ana, closed.id)
    assert (await cells(house, group))[0] == {}


async def test_who_names_no_organization_is_counted_apart(house, scene):
    _, group, post = scene
    pat = await person_of(house, RIVER)
    await applies(house, pat, post, organization="")
    told, found = await cells(house, group)
    assert (told, found.unnamed) == ({}, 1)
    page = (await house.guest().get("/c/handovers/applied")).text
    assert "1 application is not here: one side names no organization." in page


async def test_a_revision_that_is_not_here_is_no_application(house, scene):
    _, group, post = scene
    pat = await person_of(house, RIVER)
    part = AdoptionPart(ArtifactPin(post.uri, 9, "sha-256:00"), f"{RIVER}/o", "ward")
    draft = Draft(content="<p>x</p>", reply_to_id=post.id, practice=part, uri=f"{RIVER}/n/9")
    await perform(house.store, posts.write, pat, draft)
    assert (await cells(house, group))[0] == {}


async def test_many_organizations_stay_within_the_page(house, scene):
    _, group, post = scene
    for n in range(15):
        pat = await person_of(
            house, f"https://org{n}.example", f"Organization {n} with a long name"
        )
        await applies(house, pat, post)
    _, found = await cells(house, group)
    assert (len(found.places), found.left_out) == (12, 4)
    page = (await house.guest().get("/c/handovers/applied")).text
    assert "4 more organizations with fewer are not drawn." in page
