"""Accounts, who follows whom, timelines and search are what clients expect, and end."""

import pytest

from fedcop import clock, ids
from fedcop.community import lists, membership, mutes, reactions, tags
from fedcop.community.perform import perform
from fedcop.values import ListReplies
from tests.api import contract
from tests.builders import let_follow, remember_group, remember_person
from tests.corpus import needs_corpus
from tests.writing import answer, echo, write

pytestmark = needs_corpus


@pytest.fixture
async def ann(home):
    return await home.person("ann", display="Ann Osei")


@pytest.fixture
async def bo(home):
    return await home.person("bo")


@pytest.fixture
async def phone(home, bo):
    return await home.phone_of(bo)


@pytest.fixture
async def weavers(home, ann, bo):
    return await home.community(ann, "weavers", bo)


async def test_people_communities_and_strangers(home, phone, ann, weavers):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    await write(home.store, ann, community_id=weavers.id)
    path = "/api/v1/accounts/:id"
    person = contract.check(await phone.get(f"/api/v1/accounts/{ann.id}"), path)
    assert (person["acct"], person["statuses_count"], person["bot"]) == ("ann", 1, False)
    assert person["avatar"] == f"{home.settings.origin}/pictures/avatar.png"
    assert (await phone.get(person["avatar"])).status_code == 200
    group = contract.check(await phone.get(f"/api/v1/accounts/{weavers.id}"), path)
    assert (group["group"], group["bot"], group["followers_count"]) == (True, False, 2)
    other = contract.check(await home.phone().get(f"/api/v1/accounts/{rita.id}"), path)
    assert other["acct"] == "rita@riverside.example"
    assert "roles" not in other
    several = await phone.get("/api/v1/accounts", **{"id[]": [ann.id, 7, rita.id]})
    assert [one["id"] for one in contract.check(several, "/api/v1/accounts")] == [
        str(ann.id),
        str(rita.id),
    ]
    assert (await phone.get("/api/v1/accounts/7")).status_code == 404


async def test_a_community_that_waits_is_for_its_stewards(home, phone, ann):
    hidden = await home.community(ann, "hidden", needs_approval=True)
    for path in ("", "/statuses", "/followers", "/following"):
        got = await phone.get(f"/api/v1/accounts/{hidden.id}{path}")
        assert got.status_code == 404, path
    assert (await phone.read("/api/v2/search", q="hidden"))["accounts"] == []
    hers = await home.phone_of(ann)
    assert (await hers.get(f"/api/v1/accounts/{hidden.id}")).status_code == 200


async def test_relations_say_everything_at_once(home, phone, bo, ann, weavers):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    await perform(home.store, mutes.mute, bo, ann, 600)
    await perform(home.store, mutes.block_host, bo, "riverside.example")
    await let_follow(home.store, ann, bo)
    path = "/api/v1/accounts/relationships"
    asked = {"id[]": [ann.id, weavers.id, rita.id, 7]}
    one, two, three = contract.check(await phone.get(path, **asked), path)
    assert (one["muting"], one["followed_by"], one["following"]) == (True, True, False)
    assert one["muting_expires_at"].endswith("Z")
    assert (two["following"], two["showing_reblogs"], two["note"]) == (True, True, "")
    assert (three["domain_blocking"], three["requested"]) == (True, False)
    assert len(await phone.read(path, id=ann.id)) == 1
    assert await phone.read(path) == []


async def test_lists_of_people_end(home, phone, ann, bo, weavers):
    crowd = [await home.person(f"p{number}") for number in range(5)]
    for one in crowd:
        await let_follow(home.store, one, weavers)
    path, base = "/api/v1/accounts/:id/followers", f"/api/v1/accounts/{weavers.id}/followers"
    seen, url, pages = [], f"{base}?limit=3", 0
    while url:
        got = await phone.get(url)
        seen += [one["acct"] for one in contract.check(got, path)]
        url, pages = contract.links(got).get("next", ""), pages + 1
    assert seen == ["p4", "p3", "p2", "p1", "p0", "bo", "ann"]
    assert pages == 3
    got = await phone.get(f"/api/v1/accounts/{bo.id}/following")
    assert [one["acct"] for one in contract.check(got, "/api/v1/accounts/:id/following")] == [
        "weavers"
    ]


async def test_who_likes_and_who_passes_on(home, phone, ann, bo, weavers):
    post = await write(home.store, ann, community_id=weavers.id)
    await perform(home.store, reactions.like, bo, post.id)
    await perform(home.store, reactions.boost, bo, post.id)
    for name in ("favourited_by", "reblogged_by"):
        got = await phone.get(f"/api/v1/statuses/{ids.relayed(post.id)}/{name}")
        [by] = contract.check(got, f"/api/v1/statuses/:id/{name}")
        assert by["acct"] == "bo"
    [liked] = contract.check(await phone.get("/api/v1/favourites"), "/api/v1/favourites")
    assert (liked["id"], liked["favourited"], liked["reblogged"]) == (str(post.id), True, True)
    contract.check(await phone.get("/api/v1/bookmarks"), "/api/v1/bookmarks", empty=True)


async def test_what_somebody_wrote_and_passed_on(home, phone, ann, bo, weavers):
    path, base = "/api/v1/accounts/:id/statuses", f"/api/v1/accounts/{ann.id}/statuses"
    start = await write(home.store, bo, community_id=weavers.id)
    own = await write(home.store, ann, hashtags=("Care",))
    reply = await answer(home.store, ann, start)
    alone = await answer(home.store, ann, own)
    await perform(home.store, reactions.boost, ann, start.id)
    everything = contract.check(await phone.get(base), path)
    assert [one["reblog"] is not None for one in everything] == [True, False, False, False]
    assert [one["id"] for one in everything[1:]] == [str(post.id) for post in (alone, reply, own)]
    some = await phone.read(base, exclude_replies=True, exclude_reblogs="1")
    assert [one["id"] for one in some] == [str(alone.id), str(own.id)]
    assert [one["id"] for one in await phone.read(base, tagged="CARE")] == [str(own.id)]
    assert await phone.read(base, only_media="true") == []
    assert await phone.read(base, pinned=True) == []
    group = f"/api/v1/accounts/{weavers.id}/statuses"
    assert len(await phone.read(group, exclude_reblogs=True)) == 1


async def test_public_timelines(home, phone, ann, weavers):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    here = await write(home.store, ann, community_id=weavers.id)
    there = await write(home.store, rita)
    await answer(home.store, rita, here)
    path = "/api/v1/timelines/public"
    nobody = home.phone()
    whole = contract.check(await nobody.get(path), path)
    assert [one["id"] for one in whole] == [str(there.id), str(here.id)]
    assert "favourited" not in whole[0]
    assert [one["id"] for one in await phone.read(path, local="true")] == [str(here.id)]
    assert [one["id"] for one in await phone.read(path, remote="1")] == [str(there.id)]


async def test_only_what_has_pictures(home, phone, ann):
    path = "/api/v1/timelines/public"
    await write(home.store, ann)
    shown = await write(home.store, ann)
    await home.change(
        "INSERT INTO media (id, owner_id, key, post_id, kind, created)"
        " VALUES (1, ?, 'k', ?, 'image', 1)",
        ann.id,
        shown.id,
    )
    await home.change("UPDATE post SET files = 1 WHERE id = ?", shown.id)
    for place in (path, f"/api/v1/accounts/{ann.id}/statuses"):
        assert [one["id"] for one in await phone.read(place, only_media="1")] == [str(shown.id)]


async def test_hashtags_any_all_and_none(home, phone, ann, weavers):
    both = await write(home.store, ann, hashtags=("Wool", "Care"))
    wool = await write(home.store, ann, hashtags=("wool",))
    path = "/api/v1/timelines/tag/:hashtag"
    found = contract.check(await phone.get("/api/v1/timelines/tag/WOOL"), path)
    assert [one["id"] for one in found] == [str(wool.id), str(both.id)]
    for asked, wanted in (
        ({"all[]": "care"}, [both]),
        ({"none[]": "care"}, [wool]),
        ({"any[]": ["care", "x"]}, [wool, both]),
    ):
        got = await phone.read("/api/v1/timelines/tag/wool", **asked)
        assert [one["id"] for one in got] == [str(post.id) for post in wanted], asked


async def test_lists_and_communities_as_lists(home, phone, ann, bo, weavers):
    cleo = await home.person("cleo")
    for other in (ann, cleo):
        await let_follow(home.store, bo, other)
    hers = await write(home.store, ann)
    await write(home.store, cleo)
    there = await write(home.store, cleo, community_id=weavers.id)
    await echo(home.store)
    listing = await perform(home.store, lists.create, bo, lists.Wish("Near", ListReplies.LIST))
    await perform(home.store, lists.add, bo, listing.id, [ann.id])
    path = "/api/v1/timelines/list/:list_id"
    got = contract.check(await phone.get(f"/api/v1/timelines/list/{listing.id}"), path)
    assert [one["id"] for one in got] == [str(hers.id)]
    group = await phone.read(f"/api/v1/timelines/list/{ids.relayed(weavers.id)}")
    assert [one["id"] for one in group] == [str(there.id)]
    assert (await phone.get("/api/v1/timelines/list/7")).status_code == 404
    assert len(await phone.read("/api/v1/timelines/home")) == 3
    await perform(home.store, lists.change, bo, listing.id, lists.Wish(exclusive=True))
    assert len(await phone.read("/api/v1/timelines/home")) == 2


async def test_pages_go_down_and_up_without_a_gap(home, phone, ann):
    now = clock.now_ms()
    posts = [
        await write(home.store, ann, f"<p>{n}</p>", published=now - 60_000 * n) for n in range(12)
    ]
    wanted = [str(post.id) for post in posts]
    base = f"/api/v1/accounts/{ann.id}/statuses"
    seen, url = [], f"{base}?limit=5"
    while url:
        got = await phone.get(url)
        page = contract.check(got, "/api/v1/accounts/:id/statuses")
        seen += [one["id"] for one in page]
        links = contract.links(got)
        assert "limit=5" in links["prev"]
        url = links.get("next", "")
    assert seen == wanted
    above = await phone.read(base, min_id=wanted[8], limit=3)
    assert [one["id"] for one in above] == wanted[5:8]
    newest = await phone.read(base, since_id=wanted[8], limit=3)
    assert [one["id"] for one in newest] == wanted[:3]
    between = await phone.read(base, since_id=wanted[8], max_id=wanted[5])
    assert [one["id"] for one in between] == wanted[6:8]


@pytest.mark.parametrize(
    "query",
    [
        "limit=1000000",
        "limit=-5",
        "limit=nine",
        "max_id=0",
        "max_id=-1",
        "max_id=99999999999999999999999",
        "min_id=abc&since_id=x",
        "max_id=1&min_id=9223372036854775807",
    ],
)
async def test_odd_pages_are_ordinary_pages(home, phone, ann, query):
    await write(home.store, ann)
    for path in ("timelines/home", "timelines/public", "favourites", f"accounts/{ann.id}/statuses"):
        got = await phone.get(f"/api/v1/{path}?{query}")
        assert got.status_code == 200, path
        assert len(got.json()) <= 40


async def test_search_finds_people_tags_and_addresses(home, phone, ann, weavers):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    potters = await remember_group(home.store, "https://riverside.example/c/potters")
    post = await write(home.store, ann, hashtags=("Weaving",))
    path = "/api/v2/search"

    def accts(found):
        return [one["acct"] for one in found["accounts"]]

    both = contract.check(await phone.get(path, q="wea"), path)
    assert accts(both) == ["weavers"]
    assert [tag["name"] for tag in both["hashtags"]] == ["weaving"]
    assert len(both["hashtags"][0]["history"]) == 7
    assert both["hashtags"][0]["history"][0]["uses"] == "1"
    assert accts(await phone.read(path, q="ann os", type="accounts")) == ["ann"]
    assert accts(await phone.read(path, q="@rita@riverside.example")) == [f"rita@{rita.host}"]
    assert accts(await phone.read(path, q="potters@river")) == [f"potters@{potters.host}"]
    assert accts(await phone.read(path, q=rita.uri)) == [f"rita@{rita.host}"]
    for address in (post.uri, f"{home.settings.origin}/t/{post.id}"):
        found = contract.check(await phone.get(path, q=address), path)
        assert [one["id"] for one in found["statuses"]] == [str(post.id)]
    assert (await phone.read(path, q=post.uri, type="accounts"))["statuses"] == []
    assert await phone.read(path, q="") == {"accounts": [], "hashtags": [], "statuses": []}
    listed = await phone.get("/api/v1/accounts/search", q="ann")
    assert accts({"accounts": contract.check(listed, "/api/v1/accounts/search")}) == ["ann"]
    one = await phone.get("/api/v1/accounts/lookup", acct="ann")
    assert contract.check(one, "/api/v1/accounts/lookup")["id"] == str(ann.id)
    assert (await phone.get("/api/v1/accounts/lookup", acct="nobody")).status_code == 404


async def test_a_search_brings_no_more_than_was_asked_for(home, phone, ann):
    for number in range(6):
        await home.person(f"wren{number}")
        await write(home.store, ann, hashtags=(f"wren{number}",))
    found = await phone.read("/api/v2/search", q="wren", limit=2)
    assert (len(found["accounts"]), len(found["hashtags"])) == (2, 2)
    rest = await phone.read("/api/v2/search", q="wren", limit=9, offset=2, type="accounts")
    assert len(rest["accounts"]) == 4
    assert not {one["id"] for one in rest["accounts"]} & {one["id"] for one in found["accounts"]}
    assert len(await phone.read("/api/v1/accounts/search", q="wren", limit=3)) == 3


async def test_who_hides_whom_they_follow_sees_it_themselves(home, phone, bo, ann):
    await let_follow(home.store, bo, ann)
    path = "/api/v1/accounts/update_credentials"
    assert (await phone.ask("PATCH", path, json={"hide_collections": True})).status_code == 200
    mine = f"/api/v1/accounts/{bo.id}/following"
    assert [one["acct"] for one in await phone.read(mine)] == ["ann"]
    assert await home.phone().read(mine) == []


async def test_a_followed_hashtag_brings_a_post_as_it_is(home, phone, bo, ann):
    await perform(home.store, tags.follow, bo, "Wool")
    post = await write(home.store, ann, hashtags=("wool",))
    await echo(home.store)
    [status] = await phone.read("/api/v1/timelines/home")
    assert (status["id"], status["reblog"]) == (str(post.id), None)


async def test_who_left_reads_what_is_for_members_no_longer(home, phone, bo, ann, weavers):
    await write(home.store, ann, community_id=weavers.id)
    await echo(home.store)
    assert len(await phone.read("/api/v1/timelines/home")) == 1
    await perform(home.store, membership.leave, bo, weavers)
    assert await phone.read("/api/v1/timelines/home") == []


async def test_whoever_is_muted_is_out_of_timelines_alone(home, phone, bo, ann, weavers):
    post = await write(home.store, ann, community_id=weavers.id)
    await echo(home.store)
    await perform(home.store, mutes.mute, bo, ann)
    assert await phone.read("/api/v1/timelines/home") == []
    assert await phone.read("/api/v1/timelines/public") == []
    assert len(await phone.read(f"/api/v1/accounts/{ann.id}/statuses")) == 1
    assert (await phone.get(f"/api/v1/statuses/{post.id}")).status_code == 200


def test_the_contract_can_fail():
    for entity, wrong in (("Status", {"id": "1"}), ("Account", {"id": 1})):
        assert list(contract.validator(entity).iter_errors(wrong))
    with pytest.raises(AssertionError):
        contract.strict({"created_at": "2026-11-20T10:00:00Z"})
    with pytest.raises(AssertionError):
        contract.strict({"acct": "a", "username": "a", "statuses_count": 0, "id": "1"})
