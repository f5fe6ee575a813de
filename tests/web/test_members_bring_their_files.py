"""A member takes along what is theirs, and brings it from elsewhere."""

import pytest

from fedcop.community import carrying, keepsakes, lists, membership, moderation, mutes
from fedcop.community.perform import perform
from fedcop.federation.remote.carrying import do_due
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.writing import write

PAGE = "/settings/files"


@pytest.fixture
async def scene(house):
    """Ann, who has something of everything, and who else is known here."""
    ann, browser = await house.person("ann")
    bo = await make_person(house.store, "bo")
    rita = await remember_person(house.store, "https://riverside.example/users/rita")
    for other in (bo, rita):
        await let_follow(house.store, ann, other)
    return ann, browser, bo, rita


async def upload(browser, kind, text, name="file.csv"):
    parts = {"csrf": (None, browser.csrf), "kind": (None, kind), "file": (name, text, "text/csv")}
    headers = {"Origin": browser.origin}
    return await browser.client.post(PAGE, files=parts, headers=headers)


async def test_what_is_taken_can_be_brought_by_somebody_else(house, scene):
    ann, browser, bo, rita = scene
    group = await make_community(house.store, bo, "weavers")
    post = await write(house.store, bo, "<p>Hi</p>")
    await let_follow(house.store, ann, group)
    listing = await perform(house.store, lists.create, ann, lists.Wish("Wool, mostly"))
    await perform(house.store, lists.add, ann, listing.id, [bo.id])
    await perform(house.store, mutes.mute, ann, rita, notifications=False)
    await perform(house.store, mutes.block_host, ann, "loud.example")
    await perform(house.store, keepsakes.bookmark, ann, post.id)
    cleo, other = await house.person("cleo")
    for kind in carrying.KINDS:
        answer = await browser.get(f"{PAGE}/{kind}.csv")
        assert answer.headers["content-type"].startswith("text/csv")
        if kind == "blocks":
            continue
        assert (await upload(other, kind, answer.text)).status_code == 303
        while await do_due(house.parts.reach):
            pass
    store = house.store
    assert await carrying.list_failed(store, cleo) == []
    for target in (bo, group):
        assert await membership.is_member(store, cleo.id, target.id)
    assert (await mutes.find(store, cleo.id, rita.id)).notifications == 0
    assert await mutes.is_host_blocked(store, cleo.id, "loud.example")
    assert await keepsakes.is_bookmarked(store, cleo.id, post.id)
    own = [one for one in await lists.list_all(store, cleo) if not one.community_id]
    assert [one.title for one in own] == ["Wool, mostly"]
    assert [actor for _, actor in await lists.members(store, cleo, own[0].id)] == [bo.id]


async def test_blocks_are_brought_with_or_without_a_head(house, scene):
    ann, browser, bo, rita = scene
    await upload(browser, "blocks", "\ufeffAccount address\r\nbo@" + house.settings.host + "\r\n")
    await do_due(house.parts.reach)
    await upload(browser, "blocks", "rita@riverside.example\n")
    await do_due(house.parts.reach)
    blocked = await moderation.list_blocked(house.store, ann.id)
    assert {one.id for one in blocked} == {bo.id, rita.id}


async def test_what_cannot_be_done_is_shown_with_its_reason(house, scene):
    _, browser, _, _ = scene
    await upload(browser, "follows", "nobody\n<b>\nnobody@" + house.settings.host + "\n")
    page = (await browser.get(PAGE)).text
    assert "3 lines are still to be done" in page
    assert await do_due(house.parts.reach) == 3
    page = (await browser.get(PAGE)).text
    assert page.count("Whom you follow: ") == 3
    assert "&lt;b&gt;" in page
    await upload(browser, "blocks", "rita@riverside.example\n")
    assert "Whom you follow: " not in (await browser.get(PAGE)).text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("follows", ""),
        ("follows", "Account address,Show boosts\n"),
        ("nonsense", "a@b.example"),
        ("follows", "a@b.example\n" * 5001),
        ("follows", "x" * 3000),
        ("follows", "\x00"),
        ("follows", b"\xff\xfe"),
    ],
    ids=range(7),
)
async def test_what_is_no_file_of_this_kind_is_refused(house, scene, kind, text):
    _, browser, _, _ = scene
    answer = await upload(browser, kind, text)
    assert answer.status_code in {400, 422}
    assert await carrying.list_due(house.store) == []


async def test_files_are_for_their_owner_alone(house, scene):
    _, browser, _, _ = scene
    assert (await house.guest().get(f"{PAGE}/follows.csv")).status_code == 303
    assert (await browser.get(f"{PAGE}/secrets.csv")).status_code == 404
    guessed = {"csrf": (None, "guessed"), "kind": (None, "blocks"), "file": ("f", "a@b.example")}
    answer = await browser.client.post(PAGE, files=guessed, headers={"Origin": browser.origin})
    assert answer.status_code == 403
