"""Make a version, suggest an edit, judge what is offered: each by its page, without a script."""

import pytest

from fedcop.community import membership, offering_back
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from tests.adopting import row_of, say_anew, write_practice
from tests.builders import make_community

SUGGESTED = {
    "words": "A line for allergies",
    "title": "Five-line night handover",
    "abstract": "Five spoken lines and a read-back.",
    "f-whenToUse": "At every change of shift.",
    "body": "Say the name.\n\nSay the allergies.\n\nSay the worry.\n\nRead back.",
}


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    post = await write_practice(house.store, ana, community)
    bo, his = await house.person("bo")
    await perform(house.store, membership.ask, bo, community)
    return ana, browser, post, bo, his


async def test_a_version_begins_as_a_draft_that_names_its_original(house, scene):
    _, _, post, _, bo = scene
    page = (await bo.get(f"/a/{post.id}/adapt")).text
    assert "CC BY 4.0" in page
    sent = await bo.post(f"/a/{post.id}/adapt", community="0")
    assert sent.headers["location"].startswith("/drafts/")
    draft = (await bo.get(sent.headers["location"])).text
    assert "Five-line night handover" in draft
    fields = {"title": "Six lines", "abstract": "More.", "body": "Say it.", "whenToUse": "Always."}
    fields |= {"license": "https://creativecommons.org/licenses/by/4.0/", "audience": "0"}
    made = await bo.post(sent.headers["location"], **fields)
    assert made.status_code == 303, made.text[:3000]
    shown = (await bo.get(made.headers["location"])).text
    assert "Adapted from" in shown
    assert (await row_of(house.store, post.uri)).adaptations == 1


async def test_an_edit_is_suggested_and_taken_in(house, scene):
    ana, browser, post, bo, his = scene
    page = (await his.get(f"/a/{post.id}/suggest")).text
    assert "Say the worry." in page
    sent = await his.post(f"/a/{post.id}/suggest", **SUGGESTED)
    there = sent.headers["location"]
    page = (await his.get(there)).text
    assert "waits for an answer" in page
    assert "Take it in" not in page
    await say_anew(house.store, ana, post, source="Say the name.\n\nSay the worry.\n\nRead aloud.")
    page = (await browser.get(there)).text
    assert "<ins>Say the allergies." in page
    assert "It began from r1; the original is at r2 now." in page
    stale = await browser.post(there, accept="1", now="1")
    assert (stale.status_code, "changed meanwhile" in stale.text) == (422, True)
    done = await browser.post(there, accept="1", now="2")
    assert done.status_code == 303, done.text[:3000]
    row = await row_of(house.store, post.uri)
    said = await artifacts.revision(house.store, row.id, row.number)
    assert (row.number, "allergies" in said.source, "aloud" in said.source) == (3, True, True)
    assert said.note == "Takes in what Bo offered"
    people = {one.actor_uri: one.role for one in await artifacts.contributors(house.store, row.id)}
    assert people[bo.uri] == "contributor"
    assert "was taken in" in (await his.get("/offers")).text


async def test_it_is_declined_with_a_reason(house, scene):
    _, browser, post, _, his = scene
    sent = await his.post(f"/a/{post.id}/suggest", **SUGGESTED)
    there = sent.headers["location"]
    bare = await browser.post(there, decline="1", words="")
    assert (bare.status_code, "Say why" in bare.text) == (422, True)
    await browser.post(there, decline="1", words="Allergies stand on the chart.")
    page = (await his.get(there)).text
    assert "was declined" in page
    assert "Allergies stand on the chart." in page


async def test_it_is_talked_about_under_the_original(house, scene):
    ana, browser, post, _, his = scene
    sent = await his.post(f"/a/{post.id}/suggest", **SUGGESTED)
    await browser.post(sent.headers["location"], talk="1", words="Why there?")
    assert "Why there?" in (await his.get(f"/a/{post.id}")).text
    (row,) = await offering_back.list_to(house.store, ana)
    assert row.state == "talk"


async def test_a_conflict_is_decided_on_the_page(house, scene):
    ana, browser, post, _, his = scene
    fields = {**SUGGESTED, "body": "Say the name.\n\nSay what worries you.\n\nRead back."}
    sent = await his.post(f"/a/{post.id}/suggest", **fields)
    await say_anew(house.store, ana, post, source="Say the name.\n\nSay the worst.\n\nRead back.")
    page = (await browser.get(sent.headers["location"])).text
    assert "Both changed this" in page
    assert 'name="choice-0"' in page
    await browser.post(sent.headers["location"], **{"accept": "1", "now": "2", "choice-0": "both"})
    row = await row_of(house.store, post.uri)
    said = (await artifacts.revision(house.store, row.id, row.number)).source
    assert "Say the worst." in said
    assert "Say what worries you." in said


async def test_who_is_not_concerned_sees_no_offer(house, scene):
    _, _, post, _, his = scene
    sent = await his.post(f"/a/{post.id}/suggest", **SUGGESTED)
    _, eve = await house.person("eve")
    assert (await eve.get(sent.headers["location"])).status_code == 404
    assert (await eve.post(sent.headers["location"], decline="1", words="x")).status_code == 404
    assert "allergies" not in (await eve.get(f"/a/{post.id}/offers")).text


async def test_nothing_changed_is_nothing_offered(house, scene):
    _, browser, post, _, his = scene
    same = {**SUGGESTED, "body": "Say the name.\n\nSay the worry.\n\nRead back."}
    sent = await his.post(f"/a/{post.id}/suggest", **same)
    assert (sent.status_code, "Change something first" in sent.text) == (422, True)
    own = await browser.get(f"/a/{post.id}/suggest")
    assert own.status_code == 403
