"""People by their pages: profiles, following, blocking, notices, home, finding."""

import pytest

from fedcop.community import accounts, membership, moderation, notifications
from fedcop.community.perform import perform
from fedcop.values import Handle
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.writing import answer, echo, write


async def test_a_profile_says_who_somebody_is_and_what_they_wrote(house):
    ana, browser = await house.person("ana")
    await browser.post("/settings", display="Ana Lima", bio="I *nurse*.")
    await write(house.store, ana, "<p>Hello world</p>")
    page = (await house.guest().get("/u/ana")).text
    for words in ("Ana Lima", "@ana<wbr>@northwind", "<em>nurse</em>", "Hello world"):
        assert words in page
    assert "Edit profile" not in page
    assert "Edit profile" in (await browser.get("/u/ana")).text


async def test_a_bio_that_is_too_long_is_said_so(house):
    _, browser = await house.person("ana")
    assert (await browser.post("/settings", display="Ana", bio="x" * 6000)).status_code == 422
    assert (await browser.post("/settings", display="x" * 200, bio="")).status_code == 422
    assert (await accounts.find_by_handle(house.store, Handle("ana"))).display == "Ana"


async def test_people_are_followed_and_no_longer(house):
    ana = await make_person(house.store, "ana")
    bo, browser = await house.person("bo")
    await browser.post("/u/ana/follow")
    assert await membership.is_member(house.store, bo.id, ana.id)
    assert "/u/ana/unfollow" in (await browser.get("/u/ana")).text
    await browser.post("/u/ana/unfollow")
    assert not await membership.is_member(house.store, bo.id, ana.id)


async def test_somebody_elsewhere_is_asked_first(house):
    rita = await remember_person(house.store, "https://riverside.example/u/rita")
    _, browser = await house.person("bo")
    path = "/u/rita@riverside.example"
    assert "Nothing of Rita has reached this node yet" in (await browser.get(path)).text
    await browser.post(f"{path}/follow")
    assert "the answer is still to come" in (await browser.get(path)).text
    await write(house.store, rita, "<p>From afar</p>")
    assert "From afar" in (await browser.get(path)).text


async def test_nobody_follows_themselves(house):
    _, browser = await house.person("ana")
    assert (await browser.post("/u/ana/follow")).status_code == 403


async def test_a_block_is_asked_about_made_and_taken_back(house):
    ana = await make_person(house.store, "ana")
    bo, browser = await house.person("bo")
    await let_follow(house.store, bo, ana)
    await write(house.store, ana, "<p>Unseen words</p>")
    assert "Block ana?" in (await browser.get("/u/ana/block")).text
    await browser.post("/u/ana/block")
    assert await moderation.is_blocked(house.store, bo.id, ana.id)
    page = (await browser.get("/u/ana")).text
    assert "You block ana" in page
    assert "Unseen words" not in page
    assert "/u/ana/unblock" in (await browser.get("/settings/blocked")).text
    await browser.post("/u/ana/unblock")
    assert not await moderation.is_blocked(house.store, bo.id, ana.id)


async def test_somebody_is_reported(house):
    ana = await make_person(house.store, "ana")
    _, browser = await house.person("bo")
    assert (await browser.post("/u/ana/report", text="Writes to everybody.")).status_code == 303
    (report,) = await moderation.list_open_reports(house.store)
    assert report.subject_id == ana.id


@pytest.mark.parametrize("handle", ["nobody", "no@where.example", "a@b@c", "%20", "@"])
async def test_somebody_who_is_not_there_is_not_found(house, handle):
    assert (await house.guest().get(f"/u/{handle}")).status_code == 404


async def test_the_page_of_a_person_who_is_a_community_is_that_of_the_community(house):
    ana = await make_person(house.store, "ana")
    await make_community(house.store, ana, "handovers")
    answered = await house.guest().get("/u/handovers")
    assert answered.headers["location"] == "/c/handovers"


async def test_home_shows_what_communities_and_people_say(house):
    ana = await make_person(house.store, "ana")
    bo, browser = await house.person("bo")
    community = await make_community(house.store, ana, "handovers")
    assert "Join a community to see its work here." in (await browser.get("/home")).text
    await let_follow(house.store, bo, community)
    await write(house.store, ana, title="To be read at home", community_id=community.id)
    await echo(house.store)
    page = (await browser.get("/home")).text
    assert "To be read at home" in page
    assert "You are up to date" in page


async def test_notices_say_what_happened_and_are_read(house):
    ana, browser = await house.person("ana")
    assert "Nothing needs you." in (await browser.get("/notifications")).text
    bo = await make_person(house.store, "bo")
    community = await make_community(house.store, ana, "handovers")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    reply = await answer(house.store, bo, post, "<p>Certainly</p>")
    await let_follow(house.store, bo, ana)
    await let_follow(house.store, bo, community)
    await echo(house.store)
    page = (await browser.get("/notifications")).text
    for words in ("answered you", "follows you", "joined Handovers", "Certainly"):
        assert words in page
    assert f'href="/n/{reply.id}"' in page
    assert ' class="unread"' in (await browser.get("/home")).text
    newest = page.split('name="up_to" value="')[1].split('"')[0]
    await browser.post("/notifications", up_to=newest)
    assert await notifications.count_unread(house.store, ana) == 0
    assert ' class="unread"' not in (await browser.get("/home")).text


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("@ana", "/u/ana"),
        ("@ana@northwind.localhost:8001", "/u/ana"),
        ("http://northwind.localhost:8001/u/ana", "/u/ana"),
        ("@rita@riverside.example", "/u/rita@riverside.example"),
        ("!mealtimes@riverside.example", "/c/mealtimes@riverside.example"),
        ("https://riverside.example/u/rita", "/u/rita@riverside.example"),
    ],
)
async def test_whoever_is_known_is_found(house, text, there):
    await make_person(house.store, "ana")
    await remember_person(house.store, "https://riverside.example/u/rita")
    await remember_group(house.store, "https://riverside.example/c/mealtimes")
    _, browser = await house.person("bo")
    assert (await browser.post("/lookup", q=text)).headers.get("location") == there


@pytest.mark.parametrize("text", ["", "@", "@nobody", "http://127.0.0.1/x", "https://", "@x@y@z"])
async def test_what_cannot_be_found_is_said_in_plain_words(house, text):
    _, browser = await house.person("bo")
    page = await browser.post("/lookup", q=text)
    assert page.status_code == 422
    assert 'id="q-fault"' in page.text


async def test_guests_look_nothing_up(house):
    guest = house.guest()
    assert (await guest.get("/lookup")).headers["location"] == "/signin?next=/lookup"


async def test_somebody_who_is_gone_is_gone(house):
    rita = await remember_person(house.store, "https://riverside.example/u/rita")
    await perform(house.store, accounts.mark_gone, rita)
    assert (await house.guest().get("/u/rita@riverside.example")).status_code == 410
