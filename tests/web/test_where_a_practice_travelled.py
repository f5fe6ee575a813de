"""The reuse of a practice: drawn and listed alike, with results, versions, and taken along."""

import csv
import io
import json

import pytest

from fedcop.community import adopting
from fedcop.community.perform import perform
from fedcop.community.practice import lineage
from fedcop.community.practice.parts import AdoptionPart, Origin
from fedcop.federation.remote import applying
from fedcop.store.batch import Unit
from fedcop.values import ArtifactPin
from tests.adopting import apply_it, write_practice
from tests.builders import make_community
from tests.federation.test_versions_span_two_nodes import make_version

FAR = "https://far.example/a/9"


async def _hear(unit: Unit, uri, origin):
    lineage.hear(unit, uri, origin)


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    bo, _ = await house.person("bo")
    community = await make_community(house.store, ana, "handovers")
    post = await write_practice(house.store, ana, community, title="Five <b>lines</b>")
    reach = house.parts.reach
    await apply_it(reach, bo, post, team="Ward 4", result="not")
    await apply_it(reach, ana, post, team="=Ward 9", result="worked")
    version = await make_version(reach, bo, post)
    await apply_it(reach, ana, version, team="Ward 1", result="partly")
    await perform(house.store, _hear, FAR, Origin("adaptedFrom", ArtifactPin(post.uri, 1)))
    return browser, post, version


async def test_it_is_drawn_and_the_table_says_the_same(house, scene):
    _, post, version = scene
    page = (await house.guest().get(f"/a/{post.id}/ripple")).text
    drawing = page[page.index("<svg viewBox") : page.index("</svg>", page.index("<svg viewBox"))]
    table = page[page.index("<tbody>") :]
    for words in ("Ward 4", "Ward 9", "Ward 1", "Six-line night handover"):
        assert words in drawing
        assert words in table
    assert 'class="r-not"' in drawing
    assert 'class="edge hearsay"' in drawing
    assert drawing.count('class="edge"') == 4
    assert "<b>lines" not in page
    assert "Did not work" in table
    assert f'href="/a/{version.id}"' in table
    assert FAR in table


async def test_it_is_taken_along_as_a_table_and_as_json(house, scene):
    _, post, version = scene
    sent = await house.guest().get(f"/a/{post.id}/ripple.csv")
    assert sent.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(sent.text)))
    assert [row["kind"] for row in rows].count("adoption") == 3
    assert all(not row["name"].startswith("=") for row in rows)
    whole = json.loads((await house.guest().get(f"/a/{post.id}/ripple.json")).text)
    inner = next(one for one in whole if one["result"] == "partly")
    assert inner["of"] == version.uri
    assert {one["uri"]: one["verified"] for one in whole}[FAR] is False


async def test_what_has_not_travelled_says_how_it_could(house, scene):
    ana = await house.browser((await house.person("cy"))[0])
    other = await write_practice(house.store, (await house.person("dee"))[0])
    page = (await ana.get(f"/a/{other.id}/ripple")).text
    assert "It has not travelled yet." in page


async def test_an_organization_sees_what_it_gave_and_took(house, scene):
    page = (await house.guest().get("/o/applied")).text
    assert "Given and taken" in page
    assert "Ward 4" in page
    assert "Nobody elsewhere has told yet" in page


async def test_a_revision_that_is_not_here_is_said_to_be_so(house, scene):
    _, post, _ = scene
    cy, browser = await house.person("cy")
    reach = house.parts.reach
    part = AdoptionPart(ArtifactPin(post.uri, 9, "sha-256:00"), team="Ward 7")
    draft = await applying.draft_of(reach, post, part)
    await perform(house.store, adopting.apply, cy, draft)
    page = (await browser.get(f"/a/{post.id}?tab=results")).text
    assert "applied r9, a revision this node does not have" in page
    assert "1 team applies a revision this node does not have." in page
    assert 'tab=results#talk">2 teams</a>' in page
    ripple = (await browser.get(f"/a/{post.id}/ripple")).text
    assert "r9 (not here)" in ripple
    assert "a revision this node does not have" in ripple[ripple.index("<tbody>") :]
    assert "2 teams apply it" in ripple
    table = list(csv.DictReader(io.StringIO((await browser.get(f"/a/{post.id}/ripple.csv")).text)))
    assert {row["name"]: row["known"] for row in table}["Northwind, Ward 7"] == "0"
    assert "r9, a revision this node does not have" in (await browser.get("/o/applied")).text
