"""A post that waits for its time is written once then, whatever happens meanwhile."""

import asyncio

import pytest

from fedcop import clock
from fedcop.community import posting
from fedcop.community.events import PostWritten
from fedcop.community.perform import perform
from fedcop.errors import Conflict
from fedcop.federation.remote import scheduled
from fedcop.federation.remote.composing import draft_of
from fedcop.values import PostPolicy
from tests.api.getting_in import window_of
from tests.writing import count, recorded, write

HOUR = 3600
PATH = "/api/v1/scheduled_statuses"


@pytest.fixture
async def phone(home):
    return await home.phone_of(await home.person("ann"))


@pytest.fixture
def now():
    held = [float(int(clock.now()))]
    with clock.held(lambda: held[0]):
        yield held


def at(seconds):
    return clock.iso(int(seconds) * 1000)


async def later(phone, now, **fields):
    given = {"status": "Later", "scheduled_at": at(now[0] + HOUR), **fields}
    answer = await phone.post("/api/v1/statuses", **given)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_post_waits_and_is_written_when_its_time_has_come(home, phone, now):
    said = await later(phone, now, visibility="unlisted", spoiler_text="Fold", language="de")
    assert said["scheduled_at"] == at(now[0] + HOUR)[:-1] + ".000Z"
    assert said["params"]["text"] == "Later"
    assert said["media_attachments"] == []
    assert await scheduled.write_due(home.parts.reach) == 0
    assert await count(home.store, "post") == 0
    now[0] += HOUR
    assert await scheduled.write_due(home.parts.reach) == 1
    assert await scheduled.write_due(home.parts.reach) == 0
    assert await phone.read(PATH) == []
    [post] = await phone.read(f"/api/v1/accounts/{phone.actor.id}/statuses")
    assert (post["visibility"], post["spoiler_text"]) == ("unlisted", "Fold")
    assert (post["language"], post["content"]) == ("de", "<p>Later</p>")


async def test_two_workers_and_one_that_comes_back_write_it_once(home, phone, now):
    await later(phone, now)
    now[0] += HOUR
    reach = home.parts.reach
    [row] = await posting.list_due(home.store)
    await asyncio.gather(*(scheduled.write_due(reach) for _ in range(3)))
    draft = await draft_of(reach, posting.read_wish(row))
    with pytest.raises(Conflict):  # one that read it before and was stopped comes back
        await perform(home.store, posting.publish, phone.actor, row, draft)
    assert await count(home.store, "post") == 1
    assert len(await recorded(home.store, PostWritten)) == 1


async def test_a_time_that_has_passed_is_now_and_one_too_near_is_refused(home, phone, now):
    answer = await phone.post("/api/v1/statuses", status="Hi", scheduled_at=at(now[0] - 60))
    assert answer.json()["content"] == "<p>Hi</p>"
    answer = await phone.post("/api/v1/statuses", status="Hi", scheduled_at=at(now[0] + 60))
    assert answer.status_code == 422
    assert "5 minutes" in answer.json()["error"]


async def test_a_post_that_waits_is_moved_and_cancelled(home, phone, now):
    said = await later(phone, now)
    path = f"{PATH}/{said['id']}"
    moved = await phone.ask("PUT", path, json={"scheduled_at": at(now[0] + 2 * HOUR)})
    assert moved.json()["scheduled_at"] == at(now[0] + 2 * HOUR)[:-1] + ".000Z"
    now[0] += HOUR
    assert await scheduled.write_due(home.parts.reach) == 0
    assert (await phone.read(path))["id"] == said["id"]
    assert (await phone.ask("DELETE", path)).json() == {}
    assert (await phone.get(path)).status_code == 404
    now[0] += HOUR
    assert await scheduled.write_due(home.parts.reach) == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_what_others_have_yet_to_say_is_nobodys_business(home, phone, now, method):
    said = await later(phone, now)
    other = await home.phone_of(await home.person("bo"))
    body = {"json": {"scheduled_at": at(now[0] + HOUR)}} if method == "PUT" else {}
    answer = await other.ask(method, f"{PATH}/{said['id']}", **body)
    assert answer.status_code == 404


async def test_a_request_to_wait_that_is_repeated_is_the_same_even_when_it_is_written(
    home, phone, now
):
    headers = {"Idempotency-Key": "k"}
    fields = {"status": "Later", "scheduled_at": at(now[0] + 400)}
    first, second = [
        (await phone.ask("POST", "/api/v1/statuses", json=fields, headers=headers)).json()
        for _ in range(2)
    ]
    assert first["id"] == second["id"]
    now[0] += 400
    await scheduled.write_due(home.parts.reach)
    third = (await phone.ask("POST", "/api/v1/statuses", json=fields, headers=headers)).json()
    assert third["content"] == "<p>Later</p>"
    assert await count(home.store, "post") == 1


async def test_what_is_refused_then_stays_for_its_author_to_see(home, phone, now):
    bo = await home.person("bo")
    await home.community(bo, "weavers", post_policy=PostPolicy.MEMBERS)
    said = await later(phone, now, status="@weavers")
    now[0] += HOUR
    assert await scheduled.write_due(home.parts.reach) == 1
    now[0] += 365 * 24 * HOUR
    assert await scheduled.write_due(home.parts.reach) == 0
    row = await posting.get_scheduled(home.store, phone.actor, int(said["id"]))
    assert row.error == "Only members write in this community."
    assert [one["id"] for one in await phone.read(PATH)] == [said["id"]]
    window = await window_of(home, phone.actor)
    page = (await window.client.get("/notifications")).text
    for words in ("could not be posted", "Only members write in this community.", "@weavers"):
        assert words in page
    assert 'class="unread"' in page
    await phone.ask("DELETE", f"{PATH}/{said['id']}")
    page = (await window.client.get("/notifications")).text
    assert "could not be posted" not in page
    assert "Nothing needs you" in page


async def test_a_reply_whose_start_is_gone_meanwhile_is_not_written(home, phone, now):
    post = await write(home.store, phone.actor, "<p>Hi</p>")
    await later(phone, now, in_reply_to_id=str(post.id))
    await phone.ask("DELETE", f"/api/v1/statuses/{post.id}")
    now[0] += HOUR
    assert await scheduled.write_due(home.parts.reach) == 1
    assert await count(home.store, "post WHERE deleted = 0") == 0


async def test_what_may_go_better_later_is_tried_again(home, phone, now):
    await later(phone, now)
    now[0] += HOUR
    [row] = await posting.list_due(home.store)
    await perform(home.store, posting.put_off, row, "not now", again=True)
    assert await posting.list_due(home.store) == []
    now[0] += HOUR
    assert [one.tries for one in await posting.list_due(home.store)] == [1]


async def test_what_waits_is_paged(home, phone, now):
    ids = [(await later(phone, now))["id"] for _ in range(5)]
    seen, path = [], f"{PATH}?limit=2"
    while path:
        answer = await phone.get(path)
        seen += [one["id"] for one in answer.json()]
        path = answer.links.get("next", {}).get("url", "")
    assert seen == ids[::-1]
    above = await phone.read(PATH, min_id=ids[0], limit=2)
    assert [one["id"] for one in above] == [ids[2], ids[1]]
