"""A picture posted at one node is seen at the other: through it, described alike, also later."""

import io

import pytest
from PIL import Image

from tests.network.test_apps_on_two_nodes import phones
from tests.nodes import until
from tests.pictures import moving, picture

__all__ = ["phones"]  # a fixture from elsewhere
pytestmark = pytest.mark.timeout(240)


async def _upload(phone, body, **said):
    files = {"file": ("a.png", body, "image/png")}
    answer = await phone.client.post("/api/v2/media", files=files, data=said)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _with_picture(statuses):
    every = [one["reblog"] or one for one in statuses]
    return next((one for one in every if one["media_attachments"]), None)


async def _load(phone, url):
    """Load a picture that a node itself gives out."""
    assert url.startswith(f"{phone.node.origin}/media/proxy/")
    answer = await phone.client.get(url.removeprefix(phone.node.origin))
    return Image.open(io.BytesIO(answer.content)) if answer.status_code == 200 else None


def _check_alike(shown, sent):
    for name in ("type", "description", "blurhash"):
        assert shown[name] == sent[name]
    assert shown["meta"]["focus"] == sent["meta"]["focus"]
    assert shown["meta"]["original"] == sent["meta"]["original"]
    assert shown["remote_url"] == sent["url"]


async def test_a_picture_is_seen_at_the_other_node_and_stays(phones):
    ana, tomas = phones
    said = {"description": "A red wall, freshly painted", "focus": "0.5,-0.25"}
    sent = await _upload(ana, picture(size=(800, 400)), **said)
    words = f"Look @handovers@{ana.node.host}"
    post = await ana.do("/v1/statuses", status=words, media_ids=[sent["id"]])
    seen = await tomas.sees("/v1/timelines/home", _with_picture)
    (shown,) = seen["media_attachments"]
    _check_alike(shown, sent)
    assert (await _load(tomas, shown["url"])).size == (800, 400)
    assert (await _load(tomas, shown["preview_url"])).size == (640, 320)

    edit = [{"id": sent["id"], "description": "A red wall"}]
    await ana.do(f"/v1/statuses/{post['id']}", "PUT", status=words, media_attributes=edit)

    def described_anew(status):
        return status["media_attachments"][0]["description"] == "A red wall" and status

    again = await tomas.sees(f"/v1/statuses/{seen['id']}", described_anew)
    assert again["media_attachments"][0]["url"] == shown["url"]

    await ana.node.stop()
    await tomas.node.stop()
    await tomas.node.start()

    async def still_there():
        return await _load(tomas, shown["url"])

    assert (await until(still_there)).size == (800, 400)


async def test_a_face_is_seen_at_the_other_node(phones):
    ana, tomas = phones
    number = await tomas.find(f"@ana@{ana.node.host}")
    await tomas.do(f"/v1/accounts/{number}/follow")
    followed = "/v1/accounts/relationships"
    await tomas.sees(followed, lambda found: found[0]["following"], id=number)
    face = {"avatar": ("a.gif", moving(), "image/gif")}
    dressed = await ana.client.patch("/api/v1/accounts/update_credentials", files=face)
    assert dressed.status_code == 200, dressed.text

    def dressed_there(account):
        return "/media/proxy/" in account["avatar"] and account

    account = await tomas.sees(f"/v1/accounts/{number}", dressed_there)
    assert (await _load(tomas, account["avatar"])).n_frames == 3
    assert getattr(await _load(tomas, account["avatar_static"]), "n_frames", 1) == 1
