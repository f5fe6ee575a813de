"""Pictures of posts over time: while they wait, after an edit, when they are written anew."""

from datetime import UTC, datetime

import pytest

from fedcop import clock
from tests.api.contract import check
from tests.pictures import picture


@pytest.fixture
async def ada(home):
    return await home.phone_of(await home.person("ada"))


async def file_of(phone, words="A red wall", size=(80, 40)):
    sent = {"file": ("a.png", picture(size=size), "image/png")}
    answer = await phone.ask("POST", "/api/v2/media", files=sent, data={"description": words})
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(files):
    return [one["id"] for one in files]


async def test_what_waits_says_what_it_will_show(ada):
    one, two = await file_of(ada), await file_of(ada, "Another")
    at = datetime.fromtimestamp(clock.now() + 3600, UTC).isoformat()
    shown = [two["id"], one["id"]]
    answer = await ada.post("/api/v1/statuses", status="Later", media_ids=shown, scheduled_at=at)
    waiting = answer.json()
    assert waiting["params"]["media_ids"] == shown
    assert ids(waiting["media_attachments"]) == shown
    assert waiting["media_attachments"][1]["description"] == "A red wall"
    check(answer, "/api/v1/statuses")
    assert (await ada.read("/api/v1/scheduled_statuses")) == [waiting]


async def test_the_history_shows_what_was_shown_then(home, ada):
    one, two = await file_of(ada, "First"), await file_of(ada, "Second", (60, 60))
    files = [one["id"], two["id"]]
    post = (await ada.post("/api/v1/statuses", status="Two", media_ids=files)).json()
    path = f"/api/v1/statuses/{post['id']}"
    fields = {
        "status": "One",
        "media_ids": [two["id"]],
        "media_attributes": [{"id": two["id"], "description": "Anew", "focus": "0.5,0.5"}],
    }
    edited = (await ada.ask("PUT", path, json=fields)).json()
    assert ids(edited["media_attachments"]) == [two["id"]]
    assert edited["media_attachments"][0]["description"] == "Anew"
    assert edited["media_attachments"][0]["meta"]["focus"] == {"x": 0.5, "y": 0.5}
    answer = await ada.get(f"{path}/history")
    check(answer, "/api/v1/statuses/{id}/history")
    before, after = answer.json()
    assert ids(before["media_attachments"]) == files
    assert [file["description"] for file in before["media_attachments"]] == ["First", "Second"]
    assert ids(after["media_attachments"]) == [two["id"]]
    assert after["media_attachments"][0]["description"] == "Anew"
    assert (await home.phone().get(before["media_attachments"][0]["url"])).status_code == 200
    back = {"status": "Two again", "media_ids": files}
    again = (await ada.ask("PUT", path, json=back)).json()
    assert ids(again["media_attachments"]) == files


async def test_what_is_taken_back_can_be_written_anew_with_its_pictures(ada):
    file = await file_of(ada)
    post = (await ada.post("/api/v1/statuses", status="Wrogn", media_ids=[file["id"]])).json()
    gone = (await ada.ask("DELETE", f"/api/v1/statuses/{post['id']}")).json()
    assert ids(gone["media_attachments"]) == [file["id"]]
    anew = await ada.post("/api/v1/statuses", status="Right", media_ids=[file["id"]])
    assert ids(anew.json()["media_attachments"]) == [file["id"]]
    path = f"/api/v1/statuses/{anew.json()['id']}"
    assert (await ada.ask("DELETE", path, params={"delete_media": "true"})).status_code == 200
    third = await ada.post("/api/v1/statuses", status="Right", media_ids=[file["id"]])
    assert third.status_code == 422


@pytest.mark.parametrize("place", ["public", "tag/wool", "account"])
async def test_only_what_shows_pictures_can_be_asked_for(ada, place):
    words = (await ada.post("/api/v1/statuses", status="Only words #wool")).json()
    file = await file_of(ada)
    shown = {"status": "A picture #wool", "media_ids": [file["id"]]}
    seen = (await ada.post("/api/v1/statuses", **shown)).json()
    account = words["account"]["id"]
    timeline = f"/api/v1/timelines/{place}"
    path = f"/api/v1/accounts/{account}/statuses" if place == "account" else timeline
    assert ids(await ada.read(path)) == [seen["id"], words["id"]]
    assert ids(await ada.read(path, only_media="true")) == [seen["id"]]
    late = {"status": "Only words #wool", "media_ids": [(await file_of(ada))["id"]]}
    await ada.ask("PUT", f"/api/v1/statuses/{words['id']}", json=late)
    await ada.ask(
        "PUT", f"/api/v1/statuses/{seen['id']}", json={"status": "No #wool", "media_ids": []}
    )
    assert ids(await ada.read(path, only_media="true")) == [words["id"]]
