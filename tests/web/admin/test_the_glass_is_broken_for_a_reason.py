"""What is for members stays theirs, unless somebody who runs the node says why, for an hour."""

import pytest

from fedcop import clock
from fedcop.community import audit
from fedcop.values import Audience
from tests.builders import make_community, make_person
from tests.writing import answer, write

WHY = "A report says that patients are named here."


@pytest.fixture
async def scene(house):
    ana, steward = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    other = await make_community(house.store, ana, "others")
    members = Audience.MEMBERS
    post = await write(
        house.store, ana, "<p>SECRET</p>", title="Us", community_id=community.id, audience=members
    )
    await answer(house.store, ana, post, "<p>ANSWER</p>")
    apart = await write(
        house.store, ana, "<p>APART</p>", title="Them", community_id=other.id, audience=members
    )
    named = await answer(house.store, ana, post, "<p>NAMED</p>", audience=Audience.NAMED)
    return steward, post, apart, named


@pytest.mark.parametrize("role", ["owner", "admin", "moderator", "auditor"])
async def test_nobody_reads_it_by_their_role_alone(house, scene, role):
    _, post, _, _ = scene
    _, browser = await house.person("kwame", role=role)
    for path in (
        f"/t/{post.id}",
        f"/n/{post.id}",
        "/c/handovers",
        "/admin/communities",
        "/admin/communities/handovers/glass",
        f"/admin/communities/handovers/glass/{post.id}",
    ):
        page = await browser.get(path)
        assert "SECRET" not in page.text
        assert "ANSWER" not in page.text
    assert (await browser.get(f"/admin/communities/handovers/glass/{post.id}")).status_code == 403


@pytest.mark.parametrize("role", ["owner", "admin", "moderator"])
async def test_with_a_reason_it_is_read_and_the_stewards_are_told(house, scene, role):
    steward, post, apart, _ = scene
    kwame, browser = await house.person("kwame", role=role)
    there = "/admin/communities/handovers/glass"
    assert (await browser.post(there, reason="because")).status_code == 422
    assert (await browser.post(there, reason=WHY)).status_code == 303
    assert "Us" in (await browser.get(there)).text
    page = (await browser.get(f"{there}/{post.id}")).text
    assert "SECRET" in page
    assert "ANSWER" in page
    assert "NAMED" not in page  # what was for named people stays closed
    assert (await browser.get(f"{there}/{apart.id}")).status_code == 404
    assert "APART" not in (await browser.get("/admin/communities/others/glass")).text
    assert "SECRET" not in (await browser.get(f"/t/{post.id}")).text
    notices = (await steward.get("/notifications")).text
    assert "opened what is for members here" in notices
    assert "/c/handovers/glass" in notices
    told = (await steward.get("/c/handovers/glass")).text
    assert WHY in told
    assert "2 pages read" in told or "3 pages read" in told
    [row] = await audit.read_log(house.store, act="open-glass")
    assert (row.actor_id, row.subject) == (kwame.id, "handovers")


async def test_after_an_hour_it_is_closed_again(house, scene, monkeypatch):
    _, post, _, _ = scene
    _, browser = await house.person("kwame", role="owner")
    there = "/admin/communities/handovers/glass"
    await browser.post(there, reason=WHY)
    assert (await browser.get(f"{there}/{post.id}")).status_code == 200
    later = clock.now_ms() + 61 * 60_000
    monkeypatch.setattr(clock, "now_ms", lambda: later)
    assert (await browser.get(f"{there}/{post.id}")).status_code == 403


async def test_it_is_closed_before_its_time(house, scene):
    _, post, _, _ = scene
    _, browser = await house.person("kwame", role="owner")
    there = "/admin/communities/handovers/glass"
    await browser.post(there, reason=WHY)
    await browser.post(there, close="1")
    assert (await browser.get(f"{there}/{post.id}")).status_code == 403


async def test_only_its_stewards_see_who_read(house, scene):
    await make_person(house.store, "mia")
    _, owner = await house.person("kwame", role="owner")
    assert (await owner.get("/c/handovers/glass")).status_code == 404
    assert (await scene[0].get("/c/handovers/glass")).status_code == 200


async def test_an_auditor_never_opens_it(house, scene):
    _, browser = await house.person("kwame", role="auditor")
    answered = await browser.post("/admin/communities/handovers/glass", reason=WHY)
    assert answered.status_code == 403
    assert await audit.read_log(house.store, act="open-glass") == []
