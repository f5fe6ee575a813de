"""A node that nobody owns is set up on pages: by one link, in one browser, all of it or nothing."""

import re

import pytest

from fedcop.community import audit, house_rules, options
from fedcop.community.joining import one_time
from fedcop.community.perform import perform
from fedcop.community.setting_up import beginning
from fedcop.community.setting_up.questions import NODE, STEPS, kept_in
from tests.writing import count

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
PASSWORD = "a long way home"
OWNER = {"owner": "Kwame", "owner_display": "Kwame A", "password": PASSWORD, "again": PASSWORD}
COMMUNITY = {"community": "handovers", "community_domain": "Handing over patients safely."}


async def link_of(house) -> str:
    link = await perform(house.store, beginning.make_setup_link)
    return link.removeprefix(house.settings.origin)


async def send(browser, path, **fields):
    page = await browser.get(path)
    assert page.status_code == 200, page.text
    return await browser.send(path, {"csrf": _TOKEN.search(page.text)[1], **fields})


async def seated(house):
    browser = house.guest()
    answer = await send(browser, await link_of(house))
    assert (answer.status_code, answer.headers["location"]) == (303, "/setup")
    return browser


async def test_from_the_link_to_a_node_with_an_owner_and_a_community(house) -> None:
    browser = await seated(house)
    first = await browser.get("/setup")
    assert first.headers["location"] == "/setup/steps/checks"
    for step, fields in (
        ("checks", {}),
        ("organization", {}),
        ("openness", {}),
        ("joining", {"registrations": "invitation"}),
        ("owner", OWNER),
        ("community", COMMUNITY),
        ("safety", {"conduct": "template"}),
    ):
        answer = await send(browser, f"/setup/steps/{step}", **fields)
        assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/setup/steps/review"
    assert (await count(house.store, "account")) == 0  # nothing is made before the last step
    done = await send(browser, "/setup/steps/review")
    assert (done.status_code, done.headers["location"]) == (303, "/admin")
    assert (await browser.get("/admin")).status_code == 200
    assert "Handing over patients safely." in (await browser.get("/c/handovers")).text
    assert (await options.read_options(house.store)).registrations == "invitation"
    assert (await beginning.read_answers(house.store)) == {}
    rules = await house_rules.list_rules(house.store)
    assert len({rule.text for rule in rules}) == 4
    assert "set-up-node" in [row.act for row in await audit.read_log(house.store)]
    assert (await house.guest().sign_in("kwame", PASSWORD)).status_code == 303
    for path in ("/setup", "/setup/steps/owner", "/setup/x"):
        assert (await browser.get(path)).status_code == 404


async def test_what_was_answered_is_there_in_another_browser(house) -> None:
    browser = await seated(house)
    await send(browser, "/setup/steps/joining", registrations="open")
    await send(browser, "/setup/steps/owner", **OWNER)
    assert (await house.guest().get("/setup")).status_code == 404
    other = await seated(house)  # by a new link
    assert (await browser.get("/setup/steps/owner")).status_code == 404
    page = (await other.get("/setup/steps/owner")).text
    assert 'value="kwame"' in page
    assert PASSWORD not in page
    assert (await other.get("/setup")).headers["location"] == "/setup/steps/community"
    again = await send(other, "/setup/steps/owner", owner="kwame", password="", again="")
    assert again.status_code == 303  # the password stays


async def test_a_link_is_good_once_and_a_wrong_one_is_nothing(house) -> None:
    link = await link_of(house)
    assert (await house.guest().get("/setup/wrong")).status_code == 404
    assert (await house.guest().get("/setup/steps/owner")).status_code == 404
    first = house.guest()
    assert (await send(first, link)).status_code == 303
    assert (await house.guest().get(link)).status_code == 404
    newer = await link_of(house)
    await link_of(house)
    assert (await house.guest().get(newer)).status_code == 404  # only the latest
    rows = await house.store.read("SELECT token_hash FROM one_time_link")
    assert link.rpartition("/")[2] not in [row[0] for row in rows]
    assert one_time.hash_link(link.rpartition("/")[2]) in [row[0] for row in rows]


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("owner", {**OWNER, "owner": "admin"}, "kept for the node itself"),
        ("owner", {**OWNER, "again": "another one"}, "The two passwords differ"),
        ("owner", {**OWNER, "password": "short", "again": "short"}, "10 to 256 characters"),
        ("owner", {**OWNER, "email": "nowhere"}, "no mail address"),
        ("community", {"community": "no blanks"}, "small letters"),
        ("joining", {"registrations": "whatever"}, "Choose one"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(house, step, fields, said) -> None:
    browser = await seated(house)
    answer = await send(browser, f"/setup/steps/{step}", **fields)
    assert answer.status_code == 422
    assert said in answer.text


async def test_what_stands_in_the_file_is_shown_with_its_line(house) -> None:
    browser = await seated(house)
    page = (await browser.get("/setup/steps/organization")).text
    assert "organization = &#34;Northwind&#34;" in page
    openness = (await browser.get("/setup/steps/openness")).text
    assert "federation_mode = &#34;open&#34;" in openness
    assert "Who sees what" in openness


async def test_a_node_with_an_owner_offers_nothing(house) -> None:
    link = await link_of(house)
    await house.person("ana", role="owner")
    assert (await house.guest().get(link)).status_code == 404
    assert (await house.guest().get("/setup")).status_code == 404


def test_each_question_belongs_to_a_step_and_is_asked_once() -> None:
    names = [one.name for one in kept_in(NODE)] + [one.name for one in kept_in("file")]
    assert len(names) == len(set(names))
    steps = {step.name for step in STEPS}
    assert {one.step for one in kept_in(NODE)} | {one.step for one in kept_in("file")} <= steps
