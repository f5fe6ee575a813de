"""What somebody does from an app to posts and people, seen by others."""

import pytest

from fedcop import clock
from fedcop.community import communities, membership, moderation, mutes, own_pins
from fedcop.community.events import (
    Blocked,
    FollowAccepted,
    FollowAsked,
    FollowRejected,
    PostBoosted,
    PostLiked,
    PostPinned,
    PostUnboosted,
    PostUnliked,
    PostUnpinned,
    ReportFiled,
    Unblocked,
)
from fedcop.values import Audience
from tests.builders import let_follow, remember_person
from tests.writing import count, recorded, write


@pytest.fixture
async def ann(home):
    return await home.person("ann")


@pytest.fixture
async def bo(home):
    return await home.person("bo")


@pytest.fixture
async def phone(home, ann):
    return await home.phone_of(ann)


@pytest.fixture
async def others(home, bo):
    return await home.phone_of(bo)


async def act(phone, path, **fields):
    answer = await phone.post(f"/api/v1/{path}", **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_like_is_counted_once_and_taken_back(home, bo, phone):
    post = await write(home.store, bo, "<p>Hi</p>")
    for _ in range(2):
        said = await act(phone, f"statuses/{post.id}/favourite")
    assert (said["favourited"], said["favourites_count"]) == (True, 1)
    for _ in range(2):
        said = await act(phone, f"statuses/{post.id}/unfavourite")
    assert (said["favourited"], said["favourites_count"]) == (False, 0)
    assert len(await recorded(home.store, PostLiked)) == 1
    assert len(await recorded(home.store, PostUnliked)) == 1


async def test_a_boost_has_an_id_of_its_own_and_stands_for_the_post(home, bo, phone):
    post = await write(home.store, bo, "<p>Hi</p>")
    boost = await act(phone, f"statuses/{post.id}/reblog")
    again = await act(phone, f"statuses/{boost['id']}/reblog")
    assert boost["id"] == again["id"] != str(post.id)
    assert boost["reblog"]["id"] == str(post.id)
    assert (boost["reblog"]["reblogged"], boost["account"]["acct"]) == (True, "ann")
    said = await act(phone, f"statuses/{boost['id']}/favourite")
    assert (said["id"], said["favourited"]) == (str(post.id), True)
    said = await act(phone, f"statuses/{post.id}/unreblog")
    assert (said["id"], said["reblogged"], said["reblogs_count"]) == (str(post.id), False, 0)
    assert len(await recorded(home.store, PostBoosted)) == 1
    assert len(await recorded(home.store, PostUnboosted)) == 1


async def test_a_boost_is_deleted_like_a_status(home, bo, phone):
    post = await write(home.store, bo, "<p>Hi</p>")
    boost = await act(phone, f"statuses/{post.id}/reblog")
    answer = await phone.ask("DELETE", f"/api/v1/statuses/{boost['id']}")
    assert answer.status_code == 200
    assert (await phone.read(f"/api/v1/statuses/{post.id}"))["reblogged"] is False


async def test_what_is_not_for_everybody_is_not_passed_on(home, ann, phone):
    post = await write(home.store, ann, "<p>Hi</p>", audience=Audience.FOLLOWERS)
    answer = await phone.post(f"/api/v1/statuses/{post.id}/reblog")
    assert answer.status_code == 403
    assert "passed on" in answer.json()["error"]


async def test_a_bookmark_is_known_to_nobody_else(home, bo, phone, others):
    post = await write(home.store, bo, "<p>Hi</p>")
    assert (await act(phone, f"statuses/{post.id}/bookmark"))["bookmarked"] is True
    await act(phone, f"statuses/{post.id}/bookmark")
    assert [one["id"] for one in await phone.read("/api/v1/bookmarks")] == [str(post.id)]
    assert (await others.read(f"/api/v1/statuses/{post.id}"))["bookmarked"] is False
    assert (await act(phone, f"statuses/{post.id}/unbookmark"))["bookmarked"] is False
    assert await phone.read("/api/v1/bookmarks") == []


async def test_one_pins_what_one_wrote_for_everybody_and_five_at_most(home, ann, bo, phone):
    posts = [await write(home.store, ann, f"<p>{n}</p>") for n in range(6)]
    for post in posts[:5]:
        assert (await act(phone, f"statuses/{post.id}/pin"))["pinned"] is True
    answer = await phone.post(f"/api/v1/statuses/{posts[5].id}/pin")
    assert answer.status_code == 422
    assert await own_pins.list_pinned(home.store, ann.id) == [post.id for post in posts[4::-1]]
    pinned = await phone.read(f"/api/v1/accounts/{ann.id}/statuses", pinned="true")
    assert {one["id"] for one in pinned} == {str(post.id) for post in posts[:5]}
    assert (await act(phone, f"statuses/{posts[0].id}/unpin"))["pinned"] is False
    secret = await write(home.store, ann, "<p>Hi</p>", audience=Audience.FOLLOWERS)
    others = await write(home.store, bo, "<p>Hi</p>")
    for post in (secret, others):
        assert (await phone.post(f"/api/v1/statuses/{post.id}/pin")).status_code == 422
    assert len(await recorded(home.store, PostPinned)) == 5
    assert len(await recorded(home.store, PostUnpinned)) == 1


async def test_a_thread_is_muted_from_any_post_in_it(home, ann, bo, phone):
    start = await write(home.store, bo, "<p>Hi</p>")
    reply = await write(home.store, bo, "<p>Yes</p>", reply_to_id=start.id)
    assert (await act(phone, f"statuses/{reply.id}/mute"))["muted"] is True
    assert await mutes.is_thread_muted(home.store, ann.id, start.id)
    assert (await act(phone, f"statuses/{start.id}/unmute"))["muted"] is False


async def test_acts_on_what_is_not_there_or_not_for_one_are_not_found(home, bo, phone):
    secret = await write(home.store, bo, "<p>Hi</p>", audience=Audience.NAMED)
    acts = ("favourite", "reblog", "bookmark", "pin", "mute", "unfavourite", "unpin")
    for number in ("4711", "9223372036854775807", str(secret.id)):
        for one in acts[:5] if number == str(secret.id) else acts:
            answer = await phone.post(f"/api/v1/statuses/{number}/{one}")
            assert (one, answer.status_code) == (one, 404), answer.text


async def test_a_follow_has_wishes_that_stay_until_they_change(home, bo, phone):
    said = await act(phone, f"accounts/{bo.id}/follow", reblogs=False, languages=["de", "x"])
    assert (said["following"], said["showing_reblogs"], said["notifying"]) == (True, False, False)
    assert said["languages"] == ["de"]
    said = await act(phone, f"accounts/{bo.id}/follow", notify="true")
    assert (said["showing_reblogs"], said["notifying"], said["languages"]) == (False, True, ["de"])
    said = await act(phone, f"accounts/{bo.id}/unfollow")
    assert (said["following"], said["requested"]) == (False, False)
    said = await act(phone, f"accounts/{bo.id}/follow")
    assert (said["showing_reblogs"], said["notifying"], said["languages"]) == (True, False, None)


async def test_a_community_is_joined_by_following_it(home, ann, bo, phone):
    group = await home.community(bo, "weavers")
    said = await act(phone, f"accounts/{group.id}/follow")
    assert said["following"] is True
    assert await membership.is_member(home.store, ann.id, group.id)
    assert (await act(phone, f"accounts/{group.id}/unfollow"))["following"] is False


async def test_the_last_steward_cannot_leave(home, ann, phone):
    group = await home.community(ann, "weavers")
    answer = await phone.post(f"/api/v1/accounts/{group.id}/unfollow")
    assert answer.status_code == 403
    assert "last steward" in answer.json()["error"]


async def test_a_remote_person_is_asked_and_told(home, phone):
    rita = await remember_person(home.store, "https://riverside.example/users/rita")
    said = await act(phone, f"accounts/{rita.id}/follow")
    assert (said["following"], said["requested"]) == (False, True)
    assert len(await recorded(home.store, FollowAsked)) == 1


async def test_who_is_locked_decides_who_follows(home, ann, bo, phone, others):
    patch = {"locked": True}
    said = (await phone.ask("PATCH", "/api/v1/accounts/update_credentials", json=patch)).json()
    assert said["locked"] is True
    cleo = await home.person("cleo")
    third = await home.phone_of(cleo)
    assert (await act(others, f"accounts/{ann.id}/follow"))["requested"] is True
    assert (await act(third, f"accounts/{ann.id}/follow"))["requested"] is True
    asking = await phone.read("/api/v1/follow_requests")
    assert [one["acct"] for one in asking] == ["cleo", "bo"]
    me = await phone.read("/api/v1/accounts/verify_credentials")
    assert me["source"]["follow_requests_count"] == 2
    assert (await act(phone, f"follow_requests/{bo.id}/authorize"))["followed_by"] is True
    assert (await act(phone, f"follow_requests/{cleo.id}/reject"))["followed_by"] is False
    assert await phone.read("/api/v1/follow_requests") == []
    assert await membership.is_member(home.store, bo.id, ann.id)
    assert not await membership.is_member(home.store, cleo.id, ann.id)
    again = await phone.post(f"/api/v1/follow_requests/{cleo.id}/authorize")
    assert again.status_code == 404
    assert len(await recorded(home.store, FollowAccepted)) == 1
    assert len(await recorded(home.store, FollowRejected)) == 1


async def test_who_unlocks_lets_in_all_who_asked(home, ann, bo, phone, others):
    path = "/api/v1/accounts/update_credentials"
    await phone.ask("PATCH", path, json={"locked": True})
    await act(others, f"accounts/{ann.id}/follow")
    await phone.ask("PATCH", path, json={"locked": False})
    assert await membership.is_member(home.store, bo.id, ann.id)


async def test_follow_requests_are_paged_by_link(home, ann, phone):
    await phone.ask("PATCH", "/api/v1/accounts/update_credentials", json={"locked": True})
    people = [await home.person(f"p{n}") for n in range(5)]
    for one in people:
        await act(await home.phone_of(one), f"accounts/{ann.id}/follow")
    seen, path = [], "/api/v1/follow_requests?limit=2"
    while path:
        answer = await phone.get(path)
        seen += [one["acct"] for one in answer.json()]
        path = answer.links.get("next", {}).get("url", "")
    assert seen == ["p4", "p3", "p2", "p1", "p0"]


async def test_a_follower_is_removed_without_a_block(home, ann, bo, phone):
    await let_follow(home.store, bo, ann)
    said = await act(phone, f"accounts/{bo.id}/remove_from_followers")
    assert (said["followed_by"], said["blocking"]) == (False, False)
    assert (await act(phone, f"accounts/{bo.id}/remove_from_followers"))["followed_by"] is False


async def test_a_block_ends_what_is_between_two_and_is_listed(home, ann, bo, phone, others):
    await let_follow(home.store, bo, ann)
    said = await act(phone, f"accounts/{bo.id}/block")
    assert (said["blocking"], said["followed_by"]) == (True, False)
    assert [one["acct"] for one in await phone.read("/api/v1/blocks")] == ["bo"]
    assert (await others.post(f"/api/v1/accounts/{ann.id}/follow")).status_code == 403
    assert (await act(phone, f"accounts/{bo.id}/unblock"))["blocking"] is False
    assert await phone.read("/api/v1/blocks") == []
    assert await moderation.list_blocked(home.store, ann.id) == []
    assert len(await recorded(home.store, Blocked)) == 1
    assert len(await recorded(home.store, Unblocked)) == 1


async def test_a_mute_is_for_a_while_or_for_good(home, bo, phone):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        said = await act(phone, f"accounts/{bo.id}/mute", duration=3600, notifications=False)
        assert (said["muting"], said["muting_notifications"]) == (True, False)
        [listed] = await phone.read("/api/v1/mutes")
        assert (listed["acct"], listed["mute_expires_at"][-1]) == ("bo", "Z")
        now[0] += 3601
        assert await phone.read("/api/v1/mutes") == []
        [relation] = await phone.read("/api/v1/accounts/relationships", **{"id[]": bo.id})
        assert relation["muting"] is False
        await act(phone, f"accounts/{bo.id}/mute")
        [listed] = await phone.read("/api/v1/mutes")
        assert listed["mute_expires_at"] is None
    assert (await act(phone, f"accounts/{bo.id}/unmute"))["muting"] is False


async def test_a_note_is_kept_and_erased(home, bo, phone):
    assert (await act(phone, f"accounts/{bo.id}/note", comment=" Weaver "))["note"] == "Weaver"
    assert (await act(phone, f"accounts/{bo.id}/note", comment=""))["note"] == ""
    answer = await phone.post(f"/api/v1/accounts/{bo.id}/note", comment="x" * 2001)
    assert answer.status_code == 422


async def test_a_node_is_blocked_for_oneself(home, phone):
    await remember_person(home.store, "https://riverside.example/users/rita")
    path = "/api/v1/domain_blocks"
    assert (await phone.form(path, {"domain": "Riverside.Example"})).json() == {}
    assert await phone.read(path) == ["riverside.example"]
    for wrong in ("", "not a host", "northwind.localhost:8001"):
        assert (await phone.form(path, {"domain": wrong})).status_code == 422
    assert (await phone.form(path, {"domain": "riverside.example"}, "DELETE")).json() == {}
    assert await phone.read(path) == []


async def test_nobody_mutes_or_blocks_or_follows_themselves(home, ann, phone):
    for one in ("mute", "block", "follow"):
        assert (await phone.post(f"/api/v1/accounts/{ann.id}/{one}")).status_code == 403


async def test_a_report_names_posts_and_says_whether_it_goes_out(home, ann, bo, phone):
    group = await home.community(ann, "weavers")
    post = await write(home.store, bo, "<p>Hi</p>", community_id=group.id)
    own = await write(home.store, ann, "<p>Hi</p>")
    said = await act(
        phone,
        "reports",
        account_id=str(bo.id),
        status_ids=[str(post.id), str(own.id), "4711"],
        comment="Rude",
        category="spam",
    )
    assert said["status_ids"] == [str(post.id)]
    assert (said["category"], said["comment"], said["forwarded"]) == ("spam", "Rude", False)
    assert said["target_account"]["acct"] == "bo"
    [row] = await moderation.list_open_reports(home.store)
    assert (row.subject_id, row.community_id, row.forward) == (bo.id, group.id, 0)
    assert len(await recorded(home.store, ReportFiled)) == 1
    assert (await phone.post("/api/v1/reports", account_id="4711")).status_code == 404
    wrong = await phone.post("/api/v1/reports", account_id=str(bo.id), category="taste")
    assert wrong.status_code == 422


async def test_pins_of_a_community_and_of_a_person_stand_apart(home, ann, phone):
    group = await home.community(ann, "weavers")
    post = await write(home.store, ann, "<p>Hi</p>", community_id=group.id)
    await act(phone, f"statuses/{post.id}/pin")
    assert await communities.list_pinned(home.store, group.id) == []
    await phone.ask("DELETE", f"/api/v1/statuses/{post.id}")
    assert await count(home.store, "pin") == 0
