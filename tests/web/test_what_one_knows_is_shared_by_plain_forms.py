"""Write, publish, revise, compare, restore: by plain forms, without any script."""

import re
from html import unescape

import pytest

from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.packing import fields_of
from fedcop.community.practice.parts import Origin
from fedcop.store.rows import ActorRow
from fedcop.values import ArtifactPin
from tests.builders import let_follow, make_community
from tests.library import ALL, CC_BY, HANDOVER, share
from tests.writing import count

FORM = {
    "title": "Five-line night handover",
    "abstract": "Five spoken lines and a read-back.",
    "whenToUse": "At every change of shift.",
    "steps": "Say the name.\nSay why.\n  In one sentence.\nRead it back.",
    "body": "Stand apart.\n\n## Why\n\nNobody **listens** otherwise. #nights",
    "topics": "#handover, night",
    "evidence": "repeated",
    "license": CC_BY,
    "reviewBy": "2031-03-01",
    "sector": "Hospitals",
    "people": "@bo reviewer",
    "ours": "1",
    "audience": "0",
}


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    bo, other = await house.person("bo")
    community = await make_community(house.store, ana, "handovers")
    await let_follow(house.store, bo, community)
    return browser, other, community


async def published(browser, **fields):
    """Fill in the form of a practice and publish it; returns where it is."""
    sent = await browser.post("/c/handovers/new/practice", **{**FORM, **fields})
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def values(page):
    """What stands in the fields of a form."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name = re.search(r' name="([^"]*)"', tag)
        kind = re.search(r' type="([^"]*)"', tag)
        if name and (not kind or kind[1] not in {"radio", "checkbox", "file"} or "checked" in tag):
            value = re.search(r' value="([^"]*)"', tag)
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(
        r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.S
    ):
        found[name] = unescape(text)
    selects = re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL)
    for name, options in selects:
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return {name: value for name, value in found.items() if name not in {"q", "next"}}


async def test_a_practice_is_written_and_published(house, scene):
    browser, _, community = scene
    assert "/c/handovers/new/practice" in (await browser.get("/c/handovers/new")).text
    assert "When to use it" in (await browser.get("/c/handovers/new/practice")).text
    there = await published(browser)
    page = (await browser.get(there)).text
    for shown in ("Five-line night handover", "Say why.", "Worked repeatedly", "CC BY 4.0"):
        assert shown in page
    assert "<strong>listens</strong>" in page
    number = int(there.removeprefix("/a/"))
    row = await artifacts.get(house.store, number)
    assert (row.kind, row.evidence, row.community_id) == ("practice", "repeated", community.id)
    steps = ["Say the name.", "Say why.\nIn one sentence.", "Read it back."]
    assert fields_of(row)["steps"] == steps
    people = await artifacts.contributors(house.store, number)
    named = [(one.role, one.actor_uri) for one in people]
    assert named == [("reviewer", house.store.uris.person("bo"))]


async def test_it_is_revised_and_compared(house, scene):
    browser, _, _ = scene
    there = await published(browser)
    # What the form shows, sent back as it is, changes nothing.
    form = values((await browser.get(f"{there}/edit")).text)
    assert form["steps"] == FORM["steps"]
    same = await browser.send(f"{there}/edit", form)
    assert same.status_code == 422
    assert "Nothing was changed" in same.text
    changed = {**form, "steps": f"{form['steps']}\nSign the card.", "note": "Sign it"}
    changed["body"] = form["body"].replace("Nobody", "Hardly anybody")
    assert (await browser.send(f"{there}/edit", changed)).status_code == 303
    told = (await browser.get(f"{there}/diff/1..2")).text
    came = ("<ins>Sign the card.</ins>", "<del>Nobody</del>", "<ins>Hardly anybody</ins>")
    for shown in (*came, "Sign it"):
        assert shown in told
    assert 'class="sides"' in (await browser.get(f"{there}/diff/1..2?side=1")).text
    picked = await browser.get(f"{there}/diff?from=2&to=1")
    assert picked.headers["location"] == f"{there}/diff/1..2"
    assert "Sign the card" not in (await browser.get(f"{there}/r/1")).text


async def test_what_it_said_is_restored_as_a_new_revision(house, scene):
    browser, _, _ = scene
    there = await published(browser)
    number = int(there.removeprefix("/a/"))
    first = await artifacts.revision(house.store, number, 1)
    form = values((await browser.get(f"{there}/edit")).text)
    await browser.send(f"{there}/edit", {**form, "body": "Something else."})
    form = values((await browser.get(f"{there}/edit?restore=1")).text)
    assert form["restores"] == "1"
    assert (await browser.send(f"{there}/edit", form)).status_code == 303
    third = await artifacts.revision(house.store, number, 3)
    assert (third.digest, third.restores) == (first.digest, 1)
    history = (await browser.get(f"{there}/history")).text
    assert "restores r1" in history
    assert first.digest in (await browser.get(f"{there}/r/1")).text
    assert "Stand apart." in (await browser.get(f"{there}/blame")).text


async def test_what_is_missing_is_said_beside_its_field(scene):
    browser, _, _ = scene
    sent = await browser.post("/c/handovers/new/practice", **{**FORM, "title": "", "whenToUse": ""})
    assert sent.status_code == 422
    assert '<a href="#title">Give it a title.</a>' in sent.text
    assert '<a href="#whenToUse">' in sent.text
    assert "Say why." in sent.text  # nothing that was typed is lost
    for people, said in (("@nobody", "Nobody is called @nobody."), ("@@", "is no handle.")):
        fields = {**FORM, "reviewBy": "soon", "people": people}
        wrong = (await browser.post("/c/handovers/new/practice", **fields)).text
        assert said in wrong
        assert "Write the date as year-month-day." in wrong


async def test_a_draft_is_kept_resumed_published_or_thrown_away(house, scene):
    browser, other, _ = scene
    sent = await browser.post("/c/handovers/new/practice", title="Half", save="1", audience="3")
    draft = sent.headers["location"].partition("?")[0]
    assert "Saved. Only you see it." in (await browser.get(f"{draft}?saved=1")).text
    assert "Half" in (await browser.get("/drafts")).text
    assert (await other.get(draft)).status_code == 404
    assert "Half" not in (await other.get("/drafts")).text
    form = values((await browser.get(draft)).text)
    assert (form["title"], form["audience"]) == ("Half", "3")
    sent = await browser.send(draft, {**form, **FORM, "csrf": browser.csrf, "audience": "3"})
    assert sent.status_code == 303
    number = int(sent.headers["location"].removeprefix("/a/"))
    assert (await artifacts.get(house.store, number)).number == 1
    assert await count(house.store, "artifact_draft") == 0
    # The next revision can wait, too.
    there = sent.headers["location"]
    form = values((await browser.get(f"{there}/edit")).text)
    sent = await browser.send(f"{there}/edit", {**form, "title": "Six lines", "save": "1"})
    draft = sent.headers["location"].partition("?")[0]
    form = values((await browser.get(draft)).text)
    assert (form["title"], form["base"]) == ("Six lines", "1")
    assert (await browser.send(draft, form)).headers["location"] == there
    assert (await artifacts.get(house.store, number)).number == 2
    sent = await browser.post("/c/handovers/new/tip", title="Away", save="1", audience="0")
    draft = sent.headers["location"].partition("?")[0]
    assert (await browser.post(f"{draft}/discard")).status_code == 303
    assert (await browser.get(draft)).status_code == 404


async def test_rows_are_added_moved_and_left_out_by_buttons(house, scene):
    browser, _, _ = scene
    rows = {
        "title": "Before you leave",
        "audience": "0",
        "items-1-text": "Allergies",
        "items-1-why": "Two near misses",
        "items-2-text": "Keys",
        "items-2-optional": "1",
        "items-3-text": "",
    }
    there = "/c/handovers/new/checklist"
    page = (await browser.post(there, **rows, row="items:add")).text
    form = values(page)
    assert "items-4-text" in form
    assert 'formaction="/c/handovers/new/checklist#items"' in page
    form = values((await browser.send(there, {**form, "row": "items:down:1"})).text)
    assert (form["items-1-text"], form["items-2-text"]) == ("Keys", "Allergies")
    assert form["items-1-optional"] == "1"
    form = values((await browser.send(there, {**form, "row": "items:drop:1"})).text)
    assert (form["items-1-text"], form["items-1-why"]) == ("Allergies", "Two near misses")
    sent = await browser.send(there, form)
    number = int(sent.headers["location"].removeprefix("/a/"))
    items = fields_of(await artifacts.get(house.store, number))["items"]
    assert items == [{"text": "Allergies", "why": "Two near misses"}]
    for nonsense in ("items:up:0", "items:drop:99", "items:down:x", "x:add", "items"):
        assert (await browser.send(there, {**form, "row": nonsense})).status_code == 200


async def test_a_rubric_is_filled_in_and_shown_as_a_table(house, scene):
    browser, _, _ = scene
    criterion = {f"criteria-1-level-{n}": f"Level {n}" for n in range(1, 5)}
    fields = {"title": "Good", "criteria-1-name": "Clarity", **criterion, "audience": "0"}
    sent = await browser.post("/c/handovers/new/standard", **fields)
    page = (await browser.get(sent.headers["location"])).text
    assert '<th scope="row">Clarity</th><td data-level="1">Level 1</td>' in page
    del fields["criteria-1-level-4"]
    sent = await browser.post("/c/handovers/new/standard", **fields)
    assert "needs what one sees at each of 4 levels" in sent.text


async def test_entries_name_pages_of_ours_by_their_lasting_address(house, scene):
    browser, _, _ = scene
    there = await published(browser)
    sent = await browser.post(
        "/c/handovers/new/path",
        title="Learn it",
        audience="0",
        **{"items-1-id": there, "items-1-why": "Start here."},
    )
    number = int(sent.headers["location"].removeprefix("/a/"))
    items = fields_of(await artifacts.get(house.store, number))["items"]
    uri = f"{house.settings.origin}{there}"
    assert items == [{"id": uri, "name": FORM["title"], "why": "Start here."}]
    assert f'<a href="{there}"><strong>' in (await browser.get(sent.headers["location"])).text


async def test_files_are_attached_named_and_left_out(house, scene):
    browser, _, _ = scene
    there = "/c/handovers/new/template"
    fields = {"csrf": browser.csrf, "title": "Card", "audience": "0", "attach": "1"}
    files = {"upload": ("card.pdf", b"%PDF-1.7 a card", "application/pdf")}
    headers = {"Origin": browser.origin}
    shown = await browser.client.post(
        there, data={**fields, "upload-words": "Pocket card"}, files=files, headers=headers
    )
    form = values(shown.text)
    assert "Leave out Pocket card" in shown.text
    sent = await browser.send(there, form)
    page = (await browser.get(sent.headers["location"])).text
    assert "Pocket card" in page
    assert "sha-256:" in page
    edit = f"{sent.headers['location']}/edit"
    form = values((await browser.get(edit)).text)
    gone = await browser.send(edit, {**form, f"drop-{form['file-1']}": "1"})
    assert "attach a file" in gone.text
    bad = {"upload": ("card.pdf", b"MZ not a pdf", "application/pdf")}
    refused = await browser.client.post(there, data=fields, files=bad, headers=headers)
    assert refused.status_code == 422
    assert 'href="#files"' in refused.text


async def test_a_text_of_five_megabytes_is_refused_with_a_page(scene):
    browser, _, _ = scene
    sent = await browser.post("/c/handovers/new/practice", **{**FORM, "body": "x" * 5_000_000})
    assert sent.status_code == 413
    long = await browser.post("/c/handovers/new/practice", **{**FORM, "body": "x" * 1_100_000})
    assert long.status_code == 422
    assert 'href="#body"' in long.text


async def test_who_was_slower_sees_both_and_publishes_on_top(house, scene):
    browser, _, _ = scene
    there = await published(browser)
    form = values((await browser.get(f"{there}/edit")).text)
    quick = {**form, "title": "Six-line handover", "note": "One more"}
    assert (await browser.send(f"{there}/edit", quick)).status_code == 303
    slow = await browser.send(f"{there}/edit", {**form, "abstract": "Slower words."})
    assert slow.status_code == 422
    assert "What changed meanwhile" in slow.text
    assert "<ins>Six" in slow.text
    again = values(slow.text)
    assert (again["abstract"], again["base"]) == ("Slower words.", "2")
    assert (await browser.send(f"{there}/edit", again)).status_code == 303
    number = int(there.removeprefix("/a/"))
    third = await artifacts.revision(house.store, number, 3)
    assert (third.title, third.abstract) == (FORM["title"], "Slower words.")


async def test_only_its_author_revises_it(scene):
    browser, other, _ = scene
    there = await published(browser)
    assert (await other.get(f"{there}/edit")).status_code == 403
    assert (await other.post(f"{there}/edit", **FORM)).status_code == 403
    assert "Suggest an edit" in (await other.get(there)).text
    number = there.removeprefix("/a/")
    assert (await browser.get(f"/n/{number}/edit")).headers["location"] == f"{there}/edit"
    assert (await browser.post(f"/n/{number}/edit", title="x", text="y")).status_code == 403


async def test_a_preview_shows_it_here_and_elsewhere_and_publishes_nothing(house, scene):
    browser, _, _ = scene
    shown = await browser.post("/c/handovers/new/practice", **FORM, preview="1")
    assert shown.status_code == 200
    assert "How it looks in Mastodon" in shown.text
    assert await count(house.store, "artifact") == 0


async def test_posts_that_are_artifacts_lead_to_their_page(house, scene):
    browser, other, _ = scene
    there = await published(browser)
    number = there.removeprefix("/a/")
    for path in (f"/t/{number}", f"/n/{number}"):
        assert (await browser.get(path)).headers["location"] == there
    history = await browser.get(f"/n/{number}/history")
    assert history.headers["location"] == f"{there}/history"
    said = await other.post(f"/n/{number}/reply", text="It helped.")
    assert said.headers["location"].startswith(f"/t/{number}")
    assert "It helped." in (await browser.get(there)).text
    for page in ("/home", "/c/handovers", "/u/ana", "/c/handovers/library", "/library"):
        text = (await browser.get(page)).text
        assert f'href="{there}"' in text, page
        assert "How-to" in text, page
        assert FORM["abstract"] in text, page


async def test_what_was_withdrawn_leaves_what_it_takes_to_cite_it(house, scene):
    browser, _, _ = scene
    there = await published(browser)
    number = int(there.removeprefix("/a/"))
    row = await artifacts.get(house.store, number)
    author = await _actor(house, number, "SELECT author_id FROM post WHERE id = ?")
    await perform(house.store, posts.remove, author, number)
    gone = await browser.get(there)
    assert gone.status_code == 410
    assert row.digest in gone.text
    assert f"{row.uri}/r/1" in gone.text
    for part in ("r/1", "history", "diff/1..1", "blame", "print", "edit"):
        assert (await browser.get(f"{there}/{part}")).status_code == 410, part


async def test_members_alone_see_what_is_theirs(house, scene):
    browser, other, _ = scene
    there = await published(browser, audience="3")
    guest = house.guest()
    for path in (there, f"{there}/r/1", f"{there}/history", f"{there}/blame", f"{there}/print"):
        assert (await guest.get(path)).status_code == 404, path
        assert (await other.get(path)).status_code == 200, path
    for path in ("/library", "/c/handovers/library"):
        assert FORM["title"] not in (await guest.get(path)).text
        assert FORM["title"] in (await other.get(path)).text


async def test_hostile_words_stay_words(house, scene):
    browser, _, _ = scene
    evil = "<script>alert(1)</script>"
    there = await published(
        browser,
        title=evil,
        abstract=f"{evil} [x](javascript:alert(1))",
        whenToUse=evil,
        steps=evil,
        body=f"{evil}\n\n<img src=x onerror=alert(1)>",
        sector=evil,
    )
    form = values((await browser.get(f"{there}/edit")).text)
    await browser.send(f"{there}/edit", {**form, "title": f"{evil} again", "body": f"New {evil}"})
    for path in ("", "/r/1", "/history", "/diff/1..2", "/blame", "/print", "/edit"):
        page = (await browser.get(f"{there}{path}")).text
        assert "<script" not in page.replace('<script src="/assets', ""), path
        assert "<img src=x" not in page, path
        assert 'href="javascript' not in page, path


@pytest.mark.parametrize("wish", ALL, ids=[wish.kind for wish in ALL])
async def test_every_kind_has_its_page(house, scene, wish):
    browser, _, community = scene
    ana = await _actor(house, community.id, "SELECT actor_id FROM steward WHERE community_id = ?")
    post = await share(house.parts.reach, ana, wish, community_id=community.id)
    for path in ("", "/r/1", "/print", "/history", "/blame", "/edit"):
        answered = await browser.get(f"/a/{post.id}{path}")
        assert answered.status_code == 200, path
        assert f"k-{wish.kind}" in answered.text or path in {"/history", "/blame"}


async def test_lineage_files_and_revisions_that_are_not_there(house, scene):
    browser, _, community = scene
    ana = await _actor(house, community.id, "SELECT actor_id FROM steward WHERE community_id = ?")
    pin = ArtifactPin("https://riverside.example/a/9", 7, "sha-256:0")
    origin = Origin("adaptedFrom", pin, title="Four lines", by="Riverside Trust")
    post = await share(
        house.parts.reach, ana, HANDOVER, community_id=community.id, origins=(origin,)
    )
    page = (await browser.get(f"/a/{post.id}")).text
    assert "Four lines" in page
    assert "r7" in page
    for path in ("/r/2", "/r/0", "/diff/1..2", "/diff/x", "/diff/1..2..3", "/edit?restore=9"):
        assert (await browser.get(f"/a/{post.id}{path}")).status_code == 404, path
    assert (await browser.get("/c/handovers/new/sermon")).status_code == 404
    assert (await browser.get("/a/1")).status_code == 404


async def _actor(house, number, sql="SELECT id FROM actor WHERE id = ?"):
    found = (await house.store.read(sql, number))[0][0]
    rows = await house.store.read(f"SELECT {ActorRow.columns()} FROM actor WHERE id = ?", found)
    return ActorRow.of(rows[0])
