"""What a member is told is what clients expect: one by one, in groups, or waiting to be asked."""

import pytest

from fedcop.community import reactions
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.api import contract
from tests.builders import let_follow, make_person, remember_person
from tests.corpus import needs_corpus
from tests.writing import answer, echo, write

pytestmark = needs_corpus
V1, V2 = "/api/v1/notifications", "/api/v2/notifications"
TALKS = "/api/v1/conversations"


@pytest.fixture
async def ann(home):
    return await home.person("ann")


@pytest.fixture
async def bo(home):
    return await home.person("bo")


@pytest.fixture
async def rita(home):
    return await remember_person(home.store, "https://riverside.example/users/rita")


@pytest.fixture
async def phone(home, ann):
    return await home.phone_of(ann)


@pytest.fixture
async def busy(home, ann, bo, rita):
    """Two likes, an answer, a boost and a follow; the post they are about."""
    post = await write(home.store, ann)
    for actor in (bo, rita):
        await perform(home.store, reactions.like, actor, post.id)
    await echo(home.store)
    await answer(home.store, rita, post, "<p>I have wool</p>")
    await echo(home.store)
    await perform(home.store, reactions.boost, bo, post.id)
    await echo(home.store)
    await let_follow(home.store, bo, ann)
    await echo(home.store)
    return post


def done(answered):
    """An answer that says no more than that it is done."""
    assert (answered.status_code, answered.json()) == (200, {}), answered.text


def grouped(answered, path):
    """Groups, but for one number that is too large for a browser and therefore a text."""
    said = answered.json()
    for group in said["notification_groups"]:
        assert group["most_recent_notification_id"].isdigit()
        number = group | {"most_recent_notification_id": 1}
        assert list(contract.validator("NotificationGroup").iter_errors(number)) == []
    for name, entity in (("accounts", "Account"), ("statuses", "Status")):
        for one in said[name]:
            assert list(contract.validator(entity).iter_errors(one)) == []
    contract.operation("GET", path)
    contract.strict(said)
    return said


async def test_nobody_was_told_anything_yet(phone):
    assert contract.check(await phone.get(V1), V1, empty=True) == []
    assert (await phone.read(V2))["notification_groups"] == []
    assert await phone.read(f"{V1}/unread_count") == {"count": 0}
    assert await phone.read(f"{V2}/unread_count") == {"count": 0}


async def test_notifications_one_by_one(phone, busy):
    told = contract.check(await phone.get(V1), V1)
    assert [one["type"] for one in told] == [
        *("follow", "reblog", "mention", "favourite", "favourite"),
    ]
    assert "status" not in told[0]
    assert told[1]["status"]["id"] == str(busy.id)
    assert told[2]["group_key"] == f"ungrouped-{told[2]['id']}"
    assert {told[3]["group_key"], told[4]["group_key"]} == {f"favourite-{busy.id}"}
    one = contract.check(await phone.get(f"{V1}/{told[2]['id']}"), f"{V1}/:id")
    assert one["status"]["content"] == "<p>I have wool</p>"
    some = await phone.read(V1, **{"types[]": ["mention", "odd"]})
    assert [one["type"] for one in some] == ["mention"]
    rest = await phone.read(V1, **{"exclude_types[]": ["mention", "favourite", "odd"]})
    assert [one["type"] for one in rest] == ["follow", "reblog"]
    of_one = await phone.read(V1, account_id=told[2]["account"]["id"])
    assert {one["account"]["username"] for one in of_one} == {"rita"}
    assert await phone.read(V1, **{"types[]": "odd"}) == []


async def test_pages_of_notifications(phone, busy):
    first = await phone.get(V1, limit=2)
    whole = [one["id"] for one in await phone.read(V1)]
    seen, page = [one["id"] for one in first.json()], first
    while "next" in (pages := contract.links(page)):
        page = await phone.get(pages["next"])
        seen += [one["id"] for one in page.json()]
    assert seen == whole
    back = await phone.get(contract.links(page)["prev"])
    assert [one["id"] for one in back.json()] == whole[2:4]
    newest = await phone.get(V1, min_id=whole[0])
    assert newest.json() == []
    assert "link" not in newest.headers
    for odd in ({"limit": 10**30}, {"limit": -5}, {"max_id": "odd"}, {"min_id": -1, "max_id": 0}):
        assert (await phone.get(V1, **odd)).status_code == 200, odd
        assert (await phone.get(V2, **odd)).status_code == 200, odd


async def test_notifications_in_groups(phone, busy, bo, rita):
    said = grouped(await phone.get(V2), V2)
    groups = said["notification_groups"]
    assert [(one["type"], one["notifications_count"]) for one in groups] == [
        *(("follow", 1), ("reblog", 1), ("mention", 1), ("favourite", 2)),
    ]
    likes = groups[-1]
    assert set(likes["sample_account_ids"]) == {str(bo.id), str(rita.id)}
    assert likes["status_id"] == str(busy.id)
    assert {one["id"] for one in said["accounts"]} == {str(bo.id), str(rita.id)}
    assert str(busy.id) in {one["id"] for one in said["statuses"]}
    key = likes["group_key"]
    one = grouped(await phone.get(f"{V2}/{key}"), f"{V2}/:key")
    assert one["notification_groups"][0]["notifications_count"] == 2
    people = await phone.get(f"{V2}/{key}/accounts")
    assert len(contract.check(people, f"{V2}/:key/accounts")) == 2
    apart = await phone.read(V2, **{"grouped_types[]": "follow"})
    assert len(apart["notification_groups"]) == 5
    page = await phone.get(V2, limit=3)
    rest = await phone.get(contract.links(page)["next"])
    assert [one["type"] for one in rest.json()["notification_groups"]] == ["favourite"]
    assert "next" not in contract.links(rest)
    done(await phone.post(f"{V2}/{key}/dismiss"))
    assert (await phone.get(f"{V2}/{key}")).status_code == 404


async def test_what_is_not_read_is_counted_the_same_everywhere(phone, busy):
    assert await phone.read(f"{V1}/unread_count") == {"count": 5}
    assert await phone.read(f"{V2}/unread_count") == {"count": 4}
    assert await phone.read(f"{V1}/unread_count", limit=3) == {"count": 3}
    assert await phone.read(f"{V1}/unread_count", **{"types[]": "mention"}) == {"count": 1}
    newest = (await phone.read(V1))[0]["id"]
    await phone.post("/api/v1/markers", notifications={"last_read_id": newest})
    assert await phone.read(f"{V1}/unread_count") == {"count": 0}
    assert await phone.read(f"{V2}/unread_count") == {"count": 0}


async def test_notifications_are_dismissed(phone, busy):
    told = await phone.read(V1)
    done(await phone.post(f"{V1}/{told[0]['id']}/dismiss"))
    assert (await phone.post(f"{V1}/{told[0]['id']}/dismiss")).status_code == 404
    assert len(await phone.read(V1)) == 4
    done(await phone.post(f"{V1}/clear"))
    assert await phone.read(V1) == []


async def test_filters_hold_among_notifications(phone, busy):
    words = [{"keyword": "wool"}]
    given = {"title": "quiet", "context": ["notifications"], "keywords_attributes": words}
    made = (await phone.post("/api/v2/filters", filter_action="warn", **given)).json()
    told = {one["type"]: one for one in await phone.read(V1)}
    [why] = told["mention"]["status"]["filtered"]
    assert why["keyword_matches"] == ["wool"]
    assert told["favourite"]["status"]["filtered"] == []
    await phone.ask("PUT", f"/api/v2/filters/{made['id']}", json={"filter_action": "hide"})
    assert "mention" not in {one["type"] for one in await phone.read(V1)}
    groups = (await phone.read(V2))["notification_groups"]
    assert "mention" not in {one["type"] for one in groups}
    assert await phone.read(f"{V1}/unread_count") == {"count": 4}


async def test_a_policy_is_read_and_changed(phone):
    path = f"{V2}/policy"
    before = contract.check(await phone.get(path), path)
    assert before["for_not_following"] == "accept"
    answered = await phone.ask("PATCH", path, data={"for_not_following": "filter"})
    assert contract.check(answered, path)["for_not_following"] == "filter"
    assert (await phone.read(f"{V1}/policy"))["filter_not_following"] is True
    assert (await phone.ask("PATCH", path, json={"for_new_accounts": "odd"})).status_code == 422
    changed = await phone.ask("PUT", f"{V1}/policy", data={"filter_not_following": "false"})
    assert changed.json()["filter_not_following"] is False
    assert (await phone.read(path))["for_not_following"] == "accept"


@pytest.fixture
async def waiting(home, phone, ann):
    """Two strangers who wrote to somebody who would rather be asked."""
    await phone.ask("PATCH", f"{V2}/policy", json={"for_not_following": "filter"})
    for name in ("rita", "noor"):
        actor = await remember_person(home.store, f"https://riverside.example/users/{name}")
        await write(home.store, actor, f"<p>{name} asks</p>", mentions=(ann.id,))
        await echo(home.store)


async def test_strangers_wait_to_be_asked_for(phone, waiting):
    assert await phone.read(V1) == []
    requests = f"{V1}/requests"
    first, second = contract.check(await phone.get(requests), requests)
    assert (first["account"]["username"], second["account"]["username"]) == ("noor", "rita")
    assert first["notifications_count"] == "1"
    assert first["last_status"]["content"] == "<p>noor asks</p>"
    summary = (await phone.read(f"{V2}/policy"))["summary"]
    assert summary == {"pending_requests_count": 2, "pending_notifications_count": 2}
    shown = await phone.read(V1, account_id=first["account"]["id"], include_filtered="true")
    assert [one["filtered"] for one in shown] == [True]


async def test_requests_are_accepted_and_dismissed(phone, waiting):
    requests = f"{V1}/requests"
    first, second = await phone.read(requests)
    one = f"{requests}/{first['id']}"
    assert contract.check(await phone.get(one), f"{requests}/:id")["id"] == first["id"]
    done(await phone.post(f"{one}/accept"))
    assert [one["account"]["username"] for one in await phone.read(V1)] == ["noor"]
    assert await phone.read(f"{requests}/merged") == {"merged": True}
    done(await phone.form(f"{requests}/dismiss", {"id[]": [second["id"]]}))
    assert contract.check(await phone.get(requests), requests, empty=True) == []
    assert (await phone.post(f"{requests}/accept", id=["1"])).status_code == 404
    assert (await phone.get(one)).status_code == 404


async def test_conversations(home, phone, ann, bo):
    assert contract.check(await phone.get(TALKS), TALKS, empty=True) == []
    cleo = await make_person(home.store, "cleo")
    for author in (bo, cleo):
        named = {"audience": Audience.NAMED, "mentions": (ann.id,)}
        await write(home.store, author, f"<p>{author.name}</p>", **named)
        await echo(home.store)
    talks = contract.check(await phone.get(TALKS), TALKS)
    assert [one["accounts"][0]["username"] for one in talks] == ["cleo", "bo"]
    assert talks[0]["last_status"]["visibility"] == "direct"
    assert talks[0]["unread"] is True
    one = f"{TALKS}/{talks[0]['id']}"
    read = contract.check(await phone.post(f"{one}/read"), f"{TALKS}/:id/read")
    assert read["unread"] is False
    first = await phone.get(TALKS, limit=1)
    rest = await phone.get(contract.links(first)["next"])
    assert [one["id"] for one in rest.json()] == [talks[1]["id"]]
    done(await phone.ask("DELETE", one))
    assert len(await phone.read(TALKS)) == 1
    stranger = await home.phone_of(bo)
    assert (await stranger.post(f"{TALKS}/{talks[1]['id']}/read")).status_code == 404
