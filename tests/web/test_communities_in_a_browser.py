"""Communities by their pages: founded, described, joined, left, and who is let in."""

import pytest

from fedcop.community import communities, membership, stewards
from fedcop.values import Audience, Handle, PostPolicy
from tests.builders import make_community, remember_group
from tests.writing import write

PLAN = {
    "display": "Safer Handovers",
    "name": "handovers",
    "domain": "Handing over well.",
    "charter": "We *meet*.",
    "post_policy": "1",
    "audience": "3",
}


async def _find(house, name="handovers"):
    return await communities.find_by_handle(house.store, Handle(name))


async def test_somebody_founds_a_community(house):
    ana, browser = await house.person("ana")
    answer = await browser.post("/communities/new", **PLAN, locked="1")
    assert answer.headers["location"] == "/c/handovers"
    group = await _find(house)
    assert (group.actor.display, group.actor.locked) == ("Safer Handovers", 1)
    assert group.actor.summary == "<p>We <em>meet</em>.</p>\n"
    assert group.practice.audience == Audience.MEMBERS
    assert group.practice.post_policy == PostPolicy.MEMBERS
    assert await stewards.is_steward(house.store, ana.id, group.actor.id)
    page = (await browser.get("/c/handovers")).text
    assert "<em>meet</em>" in page
    assert "Nobody has written here yet." in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Not a name!"}, "name"),
        ({"name": "admin"}, "name"),
        ({"name": "ana"}, "name"),
        ({"display": ""}, "display"),
        ({"domain": " "}, "domain"),
        ({"domain": "x" * 400}, "domain"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(house, change, field):
    _, browser = await house.person("ana")
    answer = await browser.post("/communities/new", **{**PLAN, **change})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-fault"' in answer.text
    assert "We *meet*." in answer.text
    assert await _find(house) is None


async def test_a_community_that_waits_for_an_admin_is_shown_to_its_steward_alone(house):
    ana, founder = await house.person("ana")
    _, admin = await house.person("root1", role="admin")
    _, other = await house.person("bo")
    await make_community(house.store, ana, "handovers", needs_approval=True)
    assert "waits for an admin" in (await founder.get("/c/handovers")).text
    assert (await other.get("/c/handovers")).status_code == 404
    assert (await house.guest().get("/c/handovers")).status_code == 404
    assert (await other.post("/c/handovers/approve")).status_code == 404
    assert "/c/handovers/approve" in (await admin.get("/communities")).text
    await admin.post("/c/handovers/approve")
    assert (await other.get("/c/handovers")).status_code == 200


async def test_people_join_and_leave(house):
    ana, _ = await house.person("ana")
    bo, browser = await house.person("bo")
    community = await make_community(house.store, ana, "handovers")
    answer = await browser.post("/c/handovers/join", next="/c/handovers")
    assert answer.headers["location"] == "/c/handovers"
    assert await membership.is_member(house.store, bo.id, community.id)
    page = (await browser.get("/c/handovers")).text
    assert "/c/handovers/leave" in page
    assert "/c/handovers/join" not in page
    await browser.post("/c/handovers/leave")
    assert not await membership.is_member(house.store, bo.id, community.id)


async def test_the_last_steward_is_told_why_they_cannot_leave(house):
    ana, browser = await house.person("ana")
    await make_community(house.store, ana, "handovers")
    answer = await browser.post("/c/handovers/leave")
    assert answer.status_code == 403
    assert "last steward" in answer.text


async def test_a_steward_lets_somebody_in_and_declines_another(house):
    ana, steward = await house.person("ana")
    bo, first = await house.person("bo")
    cy, second = await house.person("cy")
    community = await make_community(house.store, ana, "handovers", locked=True)
    await first.post("/c/handovers/join")
    await second.post("/c/handovers/join")
    assert "the answer is still to come" in (await first.get("/c/handovers")).text
    page = (await steward.get("/c/handovers/waiting")).text
    wishes = await membership.list_requests(house.store, community.id)
    for follow, _ in wishes:
        assert f"/c/handovers/waiting/{follow.id}/approve" in page
    await steward.post(f"/c/handovers/waiting/{wishes[0][0].id}/approve")
    await steward.post(f"/c/handovers/waiting/{wishes[1][0].id}/refuse")
    assert await membership.is_member(house.store, bo.id, community.id)
    assert not await membership.is_member(house.store, cy.id, community.id)
    assert "declined" in (await second.get("/c/handovers")).text


async def test_only_stewards_let_people_in_and_describe(house):
    ana, _ = await house.person("ana")
    _, other = await house.person("bo")
    community = await make_community(house.store, ana, "handovers", locked=True)
    await other.post("/c/handovers/join")
    ((wish, _),) = await membership.list_requests(house.store, community.id)
    for path in (
        "/c/handovers/describe",
        f"/c/handovers/waiting/{wish.id}/approve",
        f"/c/handovers/waiting/{wish.id}/refuse",
    ):
        assert (await other.post(path, **PLAN)).status_code == 403
    for path in ("/c/handovers/describe", "/c/handovers/waiting"):
        assert (await other.get(path)).status_code == 403


async def test_a_steward_of_one_community_settles_nothing_in_another(house):
    ana, _ = await house.person("ana")
    bo, browser = await house.person("bo")
    community = await make_community(house.store, ana, "handovers", locked=True)
    await make_community(house.store, bo, "other")
    await browser.post("/c/handovers/join")
    ((wish, _),) = await membership.list_requests(house.store, community.id)
    assert (await browser.post(f"/c/other/waiting/{wish.id}/approve")).status_code == 403


async def test_a_steward_describes_the_community_anew(house):
    ana, browser = await house.person("ana")
    await make_community(house.store, ana, "handovers", charter="Old.")
    assert "Old." in (await browser.get("/c/handovers/describe")).text
    answer = await browser.post("/c/handovers/describe", **{**PLAN, "display": "Handing over"})
    assert answer.headers["location"] == "/c/handovers"
    assert (await _find(house)).actor.display == "Handing over"


async def test_a_community_elsewhere_has_its_page_and_says_where_it_lives(house):
    ana, browser = await house.person("ana")
    remote = await remember_group(house.store, "https://riverside.example/c/mealtimes")
    path = "/c/mealtimes@riverside.example"
    page = (await browser.get(path)).text
    assert "riverside.example" in page
    assert "Nothing has reached us from here yet." in page
    assert (await browser.post(f"{path}/join")).status_code == 303
    follow = await membership.find_follow(house.store, ana.id, remote.id)
    assert follow.state == "pending"
    assert "the answer is still to come" in (await browser.get(path)).text


async def test_threads_come_forty_at_a_time(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    for number in range(42):
        place = {"title": f"Thread number {number}.", "community_id": community.id}
        await write(house.store, ana, **place)
    page = (await browser.get("/c/handovers")).text
    assert page.count('<article class="item') == 40
    older = page.split("?before=")[1].split('"')[0]
    page = (await browser.get(f"/c/handovers?before={older}")).text
    assert page.count('<article class="item') == 2
    assert "Thread number 0." in page


@pytest.mark.parametrize("text", ["x", "1-", "-1", "9" * 30 + "-1", "1-2-3", "\u0661-\u0662"])
async def test_a_place_that_is_none_is_the_first_page(house, text):
    ana, _ = await house.person("ana")
    await make_community(house.store, ana, "handovers")
    page = await house.guest().client.get("/c/handovers", params={"before": text})
    assert page.status_code == 200


@pytest.mark.parametrize("handle", ["nobody", "no@where.example", "a@b@c", "%20", "ana", "@", "a@"])
async def test_a_community_that_is_not_there_is_not_found(house, handle):
    await house.person("ana")
    assert (await house.guest().get(f"/c/{handle}")).status_code == 404


async def test_founding_one_after_the_other_is_stopped(house):
    _, browser = await house.person("ana")
    codes = []
    for _ in range(11):
        answer = await browser.post("/communities/new", **{**PLAN, "display": ""})
        codes.append(answer.status_code)
    assert codes == [422] * 10 + [429]
    assert int(answer.headers["Retry-After"]) > 0
