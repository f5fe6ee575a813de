"""Pictures from an app: drawn anew, described, posted, served, gone with their post."""

import dataclasses
import io
import struct
import zlib

import orjson
import pytest
from PIL import Image, ImageSequence

from fedcop import clock
from fedcop.community import media
from fedcop.community.perform import perform
from fedcop.federation.documents.facts import facts_of
from fedcop.federation.documents.notes import note
from fedcop.store.queries.posts import find_post
from tests.api.contract import check
from tests.api.rig import open_home
from tests.writing import write


def picture(form="PNG", size=(80, 40), **more):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def bomb(side=20_000):
    """A picture of a few kilobytes that unpacks to more than a gigabyte."""

    def chunk(kind, data):
        end = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + end

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    begin = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return begin + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def lying_bomb():
    """A picture that says it is small, and unpacks to far more."""
    return bomb(side=5000)


async def send(phone, data, name="a.png", mime="image/png", path="/api/v2/media", **words):
    return await phone.ask("POST", path, files={"file": (name, data, mime)}, data=words)


@pytest.fixture
async def ada(home):
    return await home.phone_of(await home.person("ada"))


async def test_a_picture_is_drawn_anew_and_served_to_anybody(home, ada):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home, 52.5 13.4"
    sent = picture("JPEG", exif=exif)
    answer = await send(
        ada, sent, "a.jpg", "image/jpeg", description="A red wall", focus="0.5,-0.25"
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["type"] == "image"
    assert told["description"] == "A red wall"
    assert told["meta"]["focus"] == {"x": 0.5, "y": -0.25}
    assert told["meta"]["original"]["size"] == "40x80"
    assert len(told["blurhash"]) == 28
    check(answer, "/api/v2/media")
    served = await home.phone().get(told["url"])
    assert b"at home" in sent
    assert b"at home" not in served.content
    assert b"Exif" not in served.content
    assert Image.open(io.BytesIO(served.content)).size == (40, 80)


async def test_a_file_is_given_out_so_that_nothing_in_it_runs(home, ada):
    told = (await send(ada, picture("JPEG"), "a.jpg", "image/jpeg")).json()
    stranger = home.phone()
    served = await stranger.get(told["url"])
    assert served.status_code == 200
    assert served.headers["content-type"] == "image/jpeg"
    assert "sandbox" in served.headers["content-security-policy"]
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["access-control-allow-origin"] == "*"
    assert "immutable" in served.headers["cache-control"]
    tag = served.headers["etag"]
    again = await stranger.ask("GET", told["url"], headers={"If-None-Match": tag})
    assert again.status_code == 304
    part = await stranger.ask("GET", told["url"], headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, served.content[:10])
    guessed = told["url"].rpartition("/")[0] + "/" + "0" * 32 + ".jpg"
    assert (await stranger.get(guessed)).status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "mime"),
    [
        (b"<html><script>alert(1)</script>", "a.png", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "image/svg+xml"),
        (b"<svg/>", "a.svg", "application/octet-stream"),
        (b"GIF89a/*" + bytes(20) + b"*/=alert(1)//;", "a.gif", "image/gif"),
        (picture("GIF") + b"<script>alert(1)</script>", "a.gif", "image/gif"),
        (picture("JPEG") + b"PK\x05\x06\0\0\0\0" + bytes(14), "a.jpg", "image/jpeg"),
        (picture()[:-20], "a.png", "image/png"),
        (picture("JPEG")[:200], "a.jpg", "image/jpeg"),
        (picture("WEBP") + b"x" * 10, "a.webp", "image/webp"),
        (bomb(), "a.png", "image/png"),
        (lying_bomb(), "a.png", "image/png"),
        (b"", "a.png", "image/png"),
        (b"MZ\0\0", "a.exe", "application/octet-stream"),
        (b"no pdf", "a.pdf", "application/pdf"),
    ],
)
async def test_what_is_not_what_it_says_is_refused(ada, data, name, mime):
    answer = await send(ada, data, name, mime)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: File")


async def test_what_is_no_picture_is_a_download(home, ada):
    told = (await send(ada, b"%PDF-1.7 ...", "Notes.PDF", "application/pdf")).json()
    assert told["type"] == "unknown"
    served = await home.phone().get(told["url"])
    assert served.headers["content-type"] == "application/pdf"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-disposition"].startswith("attachment")


async def test_an_animated_picture_goes_on_moving(home, ada):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (n * 80, 0, 0)) for n in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=90, comment=b"who")
    told = (await send(ada, out.getvalue(), "a.gif", "image/gif", path="/api/v1/media")).json()
    served = await home.phone().get(told["url"])
    moving = Image.open(io.BytesIO(served.content))
    assert len(list(ImageSequence.Iterator(moving))) == 3
    assert b"who" not in served.content


async def test_a_file_is_posted_once_by_its_owner(home, ada):
    bo = await home.phone_of(await home.person("bo"))
    number = await send(ada, picture())
    number = number.json()["id"]
    taken = await bo.post("/api/v1/statuses", status="mine", media_ids=[number])
    assert taken.status_code == 422
    assert (await bo.get(f"/api/v1/media/{number}")).status_code == 404
    changed = await ada.ask("PUT", f"/api/v1/media/{number}", json={"description": "A wall"})
    assert changed.json()["description"] == "A wall"
    posted = await ada.post("/api/v1/statuses", media_ids=[number])
    assert posted.status_code == 200, posted.text
    shown = posted.json()["media_attachments"]
    assert [one["id"] for one in shown] == [number]
    assert shown[0]["description"] == "A wall"
    again = await ada.post("/api/v1/statuses", status="again", media_ids=[number])
    assert again.status_code == 422
    assert (await ada.ask("DELETE", f"/api/v1/media/{number}")).status_code == 422


async def test_an_edit_describes_adds_and_takes_away(home, ada):
    first = (await send(ada, picture())).json()["id"]
    second = (await send(ada, picture(size=(9, 9)))).json()["id"]
    posted = (await ada.post("/api/v1/statuses", status="look", media_ids=[first])).json()
    path = f"/api/v1/statuses/{posted['id']}"
    words = [{"id": first, "description": "Now described", "focus": "0,1"}]
    edited = await ada.ask("PUT", path, json={"status": "look", "media_attributes": words})
    assert edited.status_code == 200, edited.text
    assert edited.json()["media_attachments"][0]["description"] == "Now described"
    assert edited.json()["edited_at"]
    edited = await ada.ask("PUT", path, json={"status": "look", "media_ids": [second]})
    assert [one["id"] for one in edited.json()["media_attachments"]] == [second]
    # What it showed before is there for its history, until the post goes.
    taken_out = posted["media_attachments"][0]["url"]
    assert (await home.phone().get(taken_out)).status_code == 200
    assert (await ada.ask("DELETE", path)).status_code == 200
    assert (await home.phone().get(taken_out)).status_code == 404


async def test_a_file_goes_with_its_post_and_what_nobody_posts_after_a_day(home, ada, monkeypatch):
    shown = (await send(ada, picture())).json()
    posted = (await ada.post("/api/v1/statuses", status="x", media_ids=[shown["id"]])).json()
    left = (await send(ada, picture(size=(7, 7)))).json()
    await ada.ask("DELETE", f"/api/v1/statuses/{posted['id']}?delete_media=true")
    assert (await home.phone().get(shown["url"])).status_code == 404
    assert (await home.phone().get(left["url"])).status_code == 200
    monkeypatch.setattr(media, "_DAY_MS", -1)
    monkeypatch.setattr(media, "_YOUNG_SECONDS", -1.0)
    await perform(home.store, media.expire)
    for row in await media.gone(home.store):
        await perform(home.store, media.forget, row, home.parts.files)
    assert (await home.phone().get(left["url"])).status_code == 404
    folder = home.settings.data / home.settings.media_folder
    assert [path for path in folder.rglob("*") if path.is_file()] == []


async def test_peers_read_what_a_post_shows(home, ada):
    sent = await send(ada, picture(), description="A wall", focus="0.5,0")
    posted = await ada.post("/api/v1/statuses", status="x", media_ids=[sent.json()["id"]])
    post = await find_post(home.store, int(posted.json()["id"]))
    written = note(await facts_of(home.store, post), home.store.uris)
    shown = written.attachments[0]
    assert shown.url == sent.json()["url"]
    assert (shown.media_type, shown.name, shown.focus) == ("image/png", "A wall", (0.5, 0.0))
    assert (shown.width, shown.height) == (80, 40)


@pytest.mark.parametrize("sensitive", [False, True])
async def test_the_card_of_a_titled_post_shows_its_first_picture(home, sensitive):
    ann = await home.person("ann")
    phone = await home.phone_of(ann)
    notes = await send(phone, b"What we saw, in words.", "a.txt", "text/plain")
    wall = (await send(phone, picture(), description="A wall")).json()
    files = (int(notes.json()["id"]), int(wall["id"]))
    more = {"kind": "Article", "title": "Walls", "sensitive": sensitive}
    post = await write(home.store, ann, "<p>Look</p>", media=files, **more)
    path = "/api/v1/statuses/:id"
    card = check(await phone.get(path.replace(":id", str(post.id))), path)["card"]
    shown = (card["image"], card["image_description"], card["blurhash"])
    if sensitive:
        assert (shown, card["width"], card["height"]) == ((None, "", None), 0, 0)
    else:
        assert shown == (wall["preview_url"], "A wall", wall["blurhash"])
        assert (card["width"], card["height"]) == (80, 40)


async def test_a_post_that_waits_keeps_its_files(home, ada):
    number = (await send(ada, picture())).json()["id"]
    at = clock.iso(clock.now_ms() + 3_600_000)
    waits = await ada.post("/api/v1/statuses", status="later", media_ids=[number], scheduled_at=at)
    assert waits.status_code == 200, waits.text
    taken = await ada.post("/api/v1/statuses", status="now", media_ids=[number])
    assert taken.status_code == 200  # its owner decided otherwise
    assert orjson.loads(taken.content)["media_attachments"]


async def test_a_profile_gets_pictures(home, ada):
    files = {"avatar": ("me.png", picture(), "image/png")}
    told = await ada.ask("PATCH", "/api/v1/accounts/update_credentials", files=files)
    assert told.status_code == 200, told.text
    first = told.json()["avatar"]
    assert (await home.phone().get(first)).status_code == 200
    files = {"avatar": ("me.jpg", picture("JPEG"), "image/jpeg")}
    told = await ada.ask("PATCH", "/api/v1/accounts/update_credentials", files=files)
    assert told.json()["avatar"] != first
    assert (await home.phone().get(first)).status_code == 404
    files = {"avatar": ("me.svg", b"<svg/>", "image/svg+xml")}
    refused = await ada.ask("PATCH", "/api/v1/accounts/update_credentials", files=files)
    assert refused.status_code == 422
    last = told.json()["avatar"]
    bare = (await ada.ask("DELETE", "/api/v1/profile/avatar")).json()
    assert bare["avatar"].endswith("/pictures/avatar.png")
    assert (await home.phone().get(last)).status_code == 404


async def test_the_page_of_a_post_shows_what_stands_beside_it(home, ada):
    sent = (await send(ada, picture(), description='A "red" wall')).json()
    posted = await ada.post("/api/v1/statuses", status="look", media_ids=[sent["id"]])
    page = await home.phone().get(f"/n/{posted.json()['id']}")
    if page.status_code in {301, 302, 303, 307}:
        page = await home.phone().get(page.headers["location"])
    path = sent["preview_url"].removeprefix(home.settings.origin)
    assert f'src="{path}"' in page.text
    assert 'alt="A &#34;red&#34; wall"' in page.text


async def test_the_operator_says_how_large_a_file_may_be(settings):
    async with open_home(dataclasses.replace(settings, max_upload=100_000)) as home:
        phone = await home.phone_of(await home.person("ada"))
        told = await phone.read("/api/v2/instance")
        assert told["configuration"]["media_attachments"]["image_size_limit"] == 100_000
        large = b"%PDF-" + bytes(100_000)
        answer = await send(phone, large, "a.pdf", "application/pdf")
        assert (answer.status_code, "100,000 bytes" in answer.json()["error"]) == (422, True)
        assert (await send(phone, large[:-5], "a.pdf", "application/pdf")).status_code == 200
        assert (await send(phone, bytes(2_000_000), "a.pdf", "application/pdf")).status_code == 413
