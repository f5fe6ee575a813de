"""Reports from the form to the answer, and who sees what of them on the way."""

import re

import pytest

from fedcop.community import notifications
from fedcop.community.events import read as read_event
from fedcop.community.perform import perform
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import EventRow
from tests.builders import let_follow, make_community
from tests.writing import write

MARK = "zinnoberrot"  # the reporter's name


@pytest.fixture
async def scene(house):
    founder, _ = await house.person("ana")
    group = await make_community(house.store, founder, "handovers")
    author, _ = await house.person("bo")
    post = await write(
        house.store, author, community_id=group.id, title="Cheap looms", content="<p>Buy now.</p>"
    )
    return group, founder, author, post


async def settled(house):
    rows = await house.store.read(f"SELECT {EventRow.columns()} FROM event WHERE told = 0")
    for row in rows:
        event = EventRow.of(row)
        await perform(house.store, notifications.tell, event, read_event(event))


async def file_one(house, post, **fields):
    reporter, browser = await house.person(MARK)
    given = {"category": "spam", "text": "It sells looms.", **fields}
    answer = await browser.post(f"/n/{post.id}/report", **given)
    assert answer.status_code == 303, answer.text
    await settled(house)
    [(number,)] = await house.store.read("SELECT id FROM report")
    return reporter, browser, number


async def test_a_report_goes_from_the_form_to_the_answer(house, scene):
    _group, _founder, _author, post = scene
    _, moderator = await house.person("mod", role="moderator")
    _, reporter, number = await file_one(house, post)
    assert "waits for somebody" in (await reporter.get("/reports/mine")).text
    assert f"/admin/reports/{number}" in (await moderator.get("/notifications")).text
    page = (await moderator.get(f"/admin/reports/{number}")).text
    assert "Buy now." in page
    assert "It sells looms." in page
    base = f"/admin/reports/{number}"
    assert (await moderator.post(f"{base}/take")).status_code == 303
    assert (await moderator.post(f"{base}/note", note="Looks clear.")).status_code == 303
    wrong = await moderator.post(f"{base}/settle", act="remove")
    assert wrong.status_code == 422
    done = await moderator.post(
        f"{base}/settle", act="remove", reason="No advertising.", answer="Thanks."
    )
    assert done.status_code == 303
    await settled(house)
    mine = (await reporter.get("/reports/mine")).text
    assert "The post was removed" in mine
    assert "Thanks." in mine


async def removed(house, post, moderator):
    _, _, number = await file_one(house, post)
    deed = {"act": "remove", "reason": "No advertising."}
    done = await moderator.post(f"/admin/reports/{number}/settle", **deed)
    assert done.status_code == 303
    await settled(house)
    assert (await find_post(house.store, post.id)).deleted


async def test_an_appeal_is_answered_by_somebody_else(house, scene):
    _, _, author, post = scene
    _, moderator = await house.person("mod", role="moderator")
    await removed(house, post, moderator)
    told = await house.browser(author)
    [path] = re.findall(r'href="(/appeal/\d+)"', (await told.get("/notifications")).text)
    assert "No advertising." in (await told.get(path)).text
    assert (await told.post(path, text="They are my own.")).status_code == 303
    assert (await told.post(path, text="Again.")).status_code == 422
    [(appeal,)] = await house.store.read("SELECT id FROM appeal")
    own = (await moderator.get(f"/admin/appeals/{appeal}")).text
    assert "somebody else has to look at it again" in own
    _, other = await house.person("max", role="moderator")
    answered = await other.post(
        f"/admin/appeals/{appeal}/answer", verdict="overturned", answer="You are right."
    )
    assert answered.status_code == 303
    assert "You are right." in (await told.get(path)).text
    assert (await find_post(house.store, post.id)).content == "<p>Buy now.</p>"
    log = (await house.guest().get("/c/handovers/log")).text
    assert "No advertising." in log
    assert "taken back" in log


async def test_nobody_else_learns_who_reported(house, scene):
    _group, founder, author, post = scene
    _, moderator = await house.person("mod", role="moderator")
    _, auditor = await house.person("aud", role="auditor")
    _, _, number = await file_one(house, post)
    steward, told = await house.browser(founder), await house.browser(author)
    assert MARK in (await moderator.get(f"/admin/reports/{number}")).text.lower()
    await steward.get(f"/c/handovers/reports/{number}")
    deed = {"act": "remove", "reason": "No advertising.", "answer": "Thanks."}
    done = await steward.post(f"/c/handovers/reports/{number}/settle", **deed)
    assert done.status_code == 303
    await settled(house)
    for browser, paths in (
        (steward, ("/c/handovers/reports", f"/c/handovers/reports/{number}", "/notifications")),
        (auditor, ("/admin/reports?view=resolved", f"/admin/reports/{number}", "/admin/audit")),
        (told, ("/notifications", "/c/handovers/log")),
        (house.guest(), ("/c/handovers/log", "/c/handovers")),
    ):
        for path in paths:
            page = await browser.get(path)
            assert page.status_code == 200, path
            assert MARK not in page.text.lower(), path
    for table, column in (
        ("audit_entry", "about"),
        ("audit_entry", "subject"),
        ("mail_letter", "facts"),
        ("report_step", "about"),
        ("report_step", "text"),
        ("decision", "reason"),
    ):
        rows = await house.store.read(f"SELECT {column} FROM {table}")
        assert not [row for row in rows if MARK in str(row[0]).lower()], table
    told_by = await house.store.read("SELECT actor_id FROM notification WHERE kind LIKE 'report%'")
    [(reporter,)] = await house.store.read("SELECT reporter_id FROM report")
    assert reporter not in {row[0] for row in told_by}


async def test_who_may_not_work_on_reports_is_turned_away(house, scene):
    _group, _founder, author, post = scene
    _, _, number = await file_one(house, post)
    _, auditor = await house.person("aud", role="auditor")
    _, stranger = await house.person("eve")
    subject = await house.browser(author)
    settle = {"act": "dismiss", "reason": "x"}
    for browser in (stranger, subject):
        assert (await browser.get(f"/admin/reports/{number}")).status_code == 403
        assert (await browser.get("/c/handovers/reports")).status_code == 403
        for path in (f"/admin/reports/{number}/settle", f"/c/handovers/reports/{number}/settle"):
            assert (await browser.post(path, **settle)).status_code == 403
    assert (await auditor.get(f"/admin/reports/{number}")).status_code == 200
    assert (await auditor.post(f"/admin/reports/{number}/settle", **settle)).status_code == 403
    assert (await auditor.post("/admin/rules/change", text="x")).status_code == 403
    guest = house.guest()
    assert (await guest.get("/reports/mine")).status_code == 303


async def test_members_posts_are_shown_as_far_as_they_were_reported(house, scene):
    group, founder, author, _ = scene
    await let_follow(house.store, author, group)
    secret = await write(
        house.store, author, "<p>Within.</p>", community_id=group.id, title="T", audience=3
    )
    reporter, browser = await house.person(MARK)
    await let_follow(house.store, reporter, group)
    await browser.post(f"/n/{secret.id}/report", text="Look at this.")
    [(number,)] = await house.store.read("SELECT id FROM report")
    writer = await house.browser(author)
    done = await writer.post(f"/n/{secret.id}/edit", title="T", text="Later words.")
    assert done.status_code == 303, done.text
    _, moderator = await house.person("mod", role="moderator")
    page = (await moderator.get(f"/admin/reports/{number}")).text
    assert "Within." in page
    assert "Later words." not in page
    assert "for members alone" in page
    steward = await house.browser(founder)
    assert "Later words." in (await steward.get(f"/c/handovers/reports/{number}")).text


async def test_whoever_is_suspended_appeals_by_a_link(house, scene):
    _, _, author, post = scene
    _, moderator = await house.person("mod", role="moderator")
    _, _, number = await file_one(house, post)
    out = await house.browser(author)
    deed = {"act": "suspend", "reason": "Again.", "days": "5"}
    done = await moderator.post(f"/admin/reports/{number}/settle", **deed)
    assert done.status_code == 303
    assert (await out.get("/home")).status_code == 303
    [(decision,)] = await house.store.read("SELECT id FROM decision")
    page = await moderator.post(f"/admin/decisions/{decision}/link")
    [link] = re.findall(r"(/appeal/\d+/[\w-]+)", page.text)
    guest = house.guest()
    await guest.get("/signin")
    shown = await guest.get(link)
    assert "Again." in shown.text
    [token] = re.findall(r'name="csrf" value="([^"]+)"', shown.text)
    sent = await guest.send(link, {"csrf": token, "text": "I will behave."})
    assert sent.status_code == 303
    assert (await guest.get(f"/appeal/{decision}/wrong")).status_code == 404
    assert (await guest.get(f"/appeal/{decision}")).status_code == 303
    lifted = await moderator.post(f"/admin/decisions/{decision}/lift")
    assert lifted.status_code == 303
    assert not (await find_actor(house.store, author.id)).suspended


async def test_rules_are_written_shown_and_chosen(house, scene):
    _, _, _, post = scene
    _, admin = await house.person("adam", role="admin")
    added = await admin.post("/admin/rules/change", text="No advertising.", hint="Not even looms.")
    assert added.status_code == 303
    assert (await admin.post("/admin/rules/change", text="")).status_code == 422
    assert "No advertising." in (await house.guest().get("/about")).text
    [(rule,)] = await house.store.read("SELECT id FROM house_rule")
    assert "1. No advertising." in (await admin.get(f"/n/{post.id}/report")).text
    _, _, number = await file_one(house, post, **{f"rule-{rule}": "1", "category": "violation"})
    assert "1. No advertising." in (await admin.get(f"/admin/reports/{number}")).text
    assert (await admin.get("/admin/reports?category=spam")).text.count("<tr>") <= 1
    assert str(number) in (await admin.get("/admin/reports?community=handovers")).text
