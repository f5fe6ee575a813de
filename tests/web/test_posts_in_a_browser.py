"""Posts by their pages: written, answered, edited, deleted, liked, passed on, pinned."""

import pytest

from fedcop.community import communities, moderation, timelines
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.writing import again, answer, count, echo, write

EVIL = """<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))
<b onclick=alert(1)>bold</b> {{7*7}} "><svg/onload=alert(1)>"""


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    return ana, browser, community


async def _newest(house):
    return (await timelines.local(house.store, None, 0, 1)).lines[0].post


async def test_a_thread_is_started(house, scene):
    ana, browser, community = scene
    fields = {"title": "Ten seconds", "text": "What *do* you say? #Bedside", "audience": "0"}
    sent = await browser.post("/c/handovers/write", **fields)
    post = await _newest(house)
    assert sent.headers["location"] == f"/t/{post.id}"
    assert (post.author_id, post.community_id) == (ana.id, community.id)
    assert (post.title, post.kind, post.language) == ("Ten seconds", "Article", "en")
    assert "<em>do</em>" in post.content
    assert post.source == fields["text"]
    page = (await house.guest().get(f"/t/{post.id}")).text
    assert "<em>do</em>" in page
    assert f'href="{house.settings.origin}/tags/bedside"' in page
    assert "Ten seconds" in (await house.guest().get("/tags/bedside")).text


async def test_whoever_is_named_is_mentioned_and_linked(house, scene):
    _, browser, _ = scene
    bo = await make_person(house.store, "bo")
    rita = await remember_person(house.store, "https://riverside.example/u/rita")
    text = "Ask @bo and @rita@riverside.example."
    await browser.post("/c/handovers/write", title="x", text=text, audience="0")
    post = await _newest(house)
    for actor in (bo, rita):
        assert f'href="{actor.url}"' in post.content
        assert await count(house.store, "mention WHERE actor_id = ?", actor.id) == 1


async def test_a_preview_publishes_nothing(house, scene):
    _, browser, _ = scene
    fields = {"title": "Ten", "text": "*look*", "audience": "0", "preview": "1"}
    page = await browser.post("/c/handovers/write", **fields)
    assert page.status_code == 200
    assert "<em>look</em>" in page.text
    assert 'value="Ten"' in page.text
    assert await count(house.store, "post") == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 60_000}, "text"),
        ({"audience": ""}, "audience"),
        ({"audience": "2"}, "audience"),
        ({"audience": "9"}, "audience"),
    ],
)
async def test_what_is_missing_is_said_and_the_text_is_kept(house, scene, change, field):
    _, browser, _ = scene
    fields = {"title": "Ten", "text": "A text.", "audience": "0", **change}
    page = await browser.post("/c/handovers/write", **fields)
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    assert fields["text"] in page.text
    assert await count(house.store, "post") == 0


async def test_hostile_text_is_shown_as_text(house, scene):
    _, browser, _ = scene
    await browser.post("/c/handovers/write", title=EVIL, text=EVIL, audience="0")
    post = await _newest(house)
    await browser.post(f"/n/{post.id}/reply", text=EVIL)
    await browser.post(f"/n/{post.id}/edit", title=f"{EVIL}.", text=f"{EVIL}.")
    await browser.post("/settings", display=EVIL[:90], bio=EVIL)
    await echo(house.store)
    paths = ["/", "/c/handovers", f"/t/{post.id}", f"/n/{post.id}/history", "/u/ana", "/home"]
    paths += [f"/n/{post.id}/edit", f"/n/{post.id}/reply", f"/n/{post.id}/remove", "/settings"]
    for path in paths:
        page = (await browser.get(path)).text
        assert "<script" not in page, path
        assert "<img" not in page, path
        assert "<svg/" not in page, path
        assert "<b onclick" not in page, path
        assert 'href="javascript' not in page, path
        assert "{{7*7}}" in page or path in {"/"}, path


async def test_a_reply_stands_below_what_it_answers(house, scene):
    ana, _, community = scene
    bo, browser = await house.person("bo")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    sent = await browser.post(f"/n/{post.id}/reply", text="Yes, **that**.")
    thread = await timelines.thread(house.store, bo, post.id)
    (reply,) = thread.replies
    assert sent.headers["location"] == f"/t/{post.id}#n{reply.post.id}"
    assert (reply.post.reply_to_id, reply.post.author_id) == (post.id, bo.id)
    page = (await browser.get(f"/t/{post.id}")).text
    assert "<strong>that</strong>" in page
    assert f'id="n{reply.post.id}"' in page
    assert "1 reply" in page
    note = await browser.get(f"/n/{reply.post.id}")
    assert note.headers["location"] == f"/t/{post.id}#n{reply.post.id}"


async def test_where_members_alone_write_others_are_told_so(house, scene):
    ana, _, _ = scene
    club = await make_community(house.store, ana, "club", post_policy=1)
    post = await write(house.store, ana, title="Hello", community_id=club.id)
    _, browser = await house.person("bo")
    page = (await browser.get(f"/t/{post.id}")).text
    assert "Only members write in this community." in page
    assert "<textarea" not in page
    assert (await browser.get("/c/club/write")).status_code == 403
    fields = {"title": "x", "text": "y", "audience": "0"}
    assert (await browser.post("/c/club/write", **fields)).status_code == 403
    assert (await browser.post(f"/n/{post.id}/reply", text="y")).status_code == 403
    assert "/c/club/write" not in (await browser.get("/c/club")).text


async def test_an_edit_keeps_what_was_said_before(house, scene):
    _, browser, _ = scene
    await browser.post("/c/handovers/write", title="First", text="old words", audience="0")
    post = await _newest(house)
    form = (await browser.get(f"/n/{post.id}/edit")).text
    assert "old words" in form
    sent = await browser.post(f"/n/{post.id}/edit", title="Second", text="new words")
    assert sent.headers["location"] == f"/t/{post.id}"
    now = await again(house.store, post)
    assert (now.title, now.source, now.revision) == ("Second", "new words", 2)
    page = (await house.guest().get(f"/n/{post.id}/history")).text
    for words in ("old words", "new words", "First", "Second"):
        assert words in page
    assert f"/n/{post.id}/history" in (await house.guest().get(f"/t/{post.id}")).text


async def test_plain_text_from_an_app_stays_plain_when_it_is_edited_here(house, scene):
    ana, browser, _ = scene
    post = await write(house.store, ana, "<p>*first* words</p>", source="*first* words", plain=True)
    assert "*first* words" in (await browser.get(f"/n/{post.id}/edit")).text
    await browser.post(f"/n/{post.id}/edit", text="*new* words")
    after = await again(house.store, post)
    assert (after.content, after.source) == ("<p>*new* words</p>", "*new* words")


async def test_only_its_author_edits_a_post(house, scene):
    ana, _, community = scene
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    _, other = await house.person("bo")
    assert (await other.get(f"/n/{post.id}/edit")).status_code == 403
    sent = await other.post(f"/n/{post.id}/edit", title="x", text="y")
    assert sent.status_code == 403
    assert (await again(house.store, post)).revision == 1


async def test_a_post_is_deleted_by_its_author_or_a_steward_and_by_nobody_else(house, scene):
    _, steward, community = scene
    bo, author = await house.person("bo")
    _, other = await house.person("cy")
    first = await write(house.store, bo, title="One", community_id=community.id)
    second = await write(house.store, bo, title="Two", community_id=community.id)
    assert (await other.post(f"/n/{first.id}/remove")).status_code == 403
    sent = await author.post(f"/n/{first.id}/remove")
    assert sent.headers["location"] == "/c/handovers"
    await steward.post(f"/n/{second.id}/remove", reason="Off topic")
    for post in (first, second):
        assert (await again(house.store, post)).deleted
        assert (await other.get(f"/t/{post.id}")).status_code == 410
        assert (await other.post(f"/n/{post.id}/like")).status_code == 410


async def test_a_thread_outlives_its_start(house, scene):
    ana, browser, community = scene
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    await answer(house.store, ana, post, "<p>Still here</p>")
    await browser.post(f"/n/{post.id}/remove")
    page = await browser.get(f"/t/{post.id}")
    assert page.status_code == 200
    assert "taken back" in page.text
    assert "Still here" in page.text


async def test_likes_and_boosts_come_and_go(house, scene):
    ana, _, community = scene
    _, browser = await house.person("bo")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    there = f"/t/{post.id}"
    sent = await browser.post(f"/n/{post.id}/like", next=there)
    assert sent.headers["location"] == there
    await browser.post(f"/n/{post.id}/boost")
    now = await again(house.store, post)
    assert (now.likes, now.boosts) == (1, 1)
    page = (await browser.get(there)).text
    assert f"/n/{post.id}/unlike" in page
    assert 'aria-pressed="true"' in page
    await browser.post(f"/n/{post.id}/like")
    await browser.post(f"/n/{post.id}/unlike")
    await browser.post(f"/n/{post.id}/unboost")
    now = await again(house.store, post)
    assert (now.likes, now.boosts) == (0, 0)
    assert "Liked" not in (await browser.get(there)).text


async def test_a_like_leads_nowhere_else(house, scene):
    ana, browser, community = scene
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    sent = await browser.post(f"/n/{post.id}/like", next="//evil.example")
    assert sent.headers["location"] == f"/t/{post.id}"


async def test_a_steward_pins_and_unpins(house, scene):
    ana, browser, community = scene
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    await browser.post(f"/n/{post.id}/pin")
    assert await communities.list_pinned(house.store, community.id) == [post.id]
    page = (await browser.get("/c/handovers")).text
    assert page.count(f'href="/t/{post.id}"') == 1
    assert "Pinned" in page
    _, other = await house.person("bo")
    assert (await other.post(f"/n/{post.id}/unpin")).status_code == 403
    await browser.post(f"/n/{post.id}/unpin")
    assert await communities.list_pinned(house.store, community.id) == []


async def test_what_is_not_for_everybody_is_seen_by_those_it_is_for(house, scene):
    ana, browser, community = scene
    bo, other = await house.person("bo")
    for audience, marker in ((Audience.MEMBERS, "for-members"), (Audience.FOLLOWERS, "for-follow")):
        place = {"community_id": community.id} if audience == Audience.MEMBERS else {}
        post = await write(house.store, ana, f"<p>{marker}</p>", audience=audience, **place)
        paths = [f"/t/{post.id}", f"/n/{post.id}", f"/n/{post.id}/history", f"/n/{post.id}/reply"]
        for reader in (other, house.guest()):
            for path in paths:
                answered = await reader.get(path)
                signed_in = reader is other or not path.endswith("reply")
                assert answered.status_code == (404 if signed_in else 303), path
            for path in ("/", "/c/handovers", "/u/ana", "/home", "/tags/x"):
                assert marker not in (await reader.get(path)).text
        for deed in ("like", "boost", "reply", "report", "remove", "edit"):
            assert (await other.post(f"/n/{post.id}/{deed}", text="x")).status_code == 404
        assert marker in (await browser.get(f"/t/{post.id}")).text
    await let_follow(house.store, bo, ana)
    assert "for-follow" in (await other.get("/u/ana")).text
    await let_follow(house.store, bo, community)
    assert "for-members" in (await other.get("/c/handovers")).text


async def test_a_piece_that_is_kept_is_shown_to_nobody_else(house, scene):
    ana, browser, community = scene
    _, other = await house.person("bo")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    reply = await answer(house.store, ana, post)
    mine = (await browser.get(f"/t/{post.id}")).text
    assert f"/n/{reply.id}/edit" in mine
    for reader in (other, house.guest()):
        page = (await reader.get(f"/t/{post.id}")).text
        assert f"/n/{reply.id}/edit" not in page
        assert f"/n/{reply.id}/remove" not in page
    assert f"/n/{reply.id}/like" not in (await house.guest().get(f"/t/{post.id}")).text


async def test_something_is_written_for_named_people_alone(house, scene):
    _, browser, _ = scene
    _, named = await house.person("bo")
    _, other = await house.person("cy")
    sent = await browser.post("/write/alone", text="Just us.", audience="4")
    assert sent.status_code == 422
    sent = await browser.post("/write/alone", text="Just us, @bo.", audience="4")
    there = sent.headers["location"]
    assert "Just us" in (await named.get(there)).text
    assert (await other.get(there)).status_code == 404
    reply = await named.post(f"/n/{there.rpartition('/')[2]}/reply", text="Only us.")
    assert "Only us" in (await browser.get(reply.headers["location"].partition("#")[0])).text


async def test_a_post_is_reported(house, scene):
    ana, _, community = scene
    bo, browser = await house.person("bo")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    assert (await browser.post(f"/n/{post.id}/report", text=" ")).status_code == 422
    sent = await browser.post(f"/n/{post.id}/report", text="It names a patient.")
    assert sent.headers["location"] == f"/reported?next=/t/{post.id}"
    assert (await browser.get(sent.headers["location"])).status_code == 200
    (report,) = await moderation.list_open_reports(house.store)
    assert (report.reporter_id, report.subject_id) == (bo.id, ana.id)
    assert (report.community_id, report.text) == (community.id, "It names a patient.")
    assert post.uri in report.posts


async def test_whom_one_blocks_is_not_seen(house, scene):
    ana, _, community = scene
    bo, browser = await house.person("bo")
    post = await write(house.store, ana, title="Hello there", community_id=community.id)
    await perform(house.store, moderation.block, bo, ana)
    assert (await browser.get(f"/t/{post.id}")).status_code == 404
    assert "Hello there" not in (await browser.get("/c/handovers")).text


@pytest.mark.parametrize("number", ["0", "17", "9" * 30, "-1", "x", "1.5", "\u0661"])
async def test_a_post_that_is_not_there_is_not_found(house, number):
    for path in (f"/t/{number}", f"/n/{number}", f"/n/{number}/history"):
        assert (await house.guest().get(path)).status_code == 404
