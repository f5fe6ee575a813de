"""Pictures of other nodes: shown through ours, kept, and let go again; whatever those nodes do."""

import asyncio
import dataclasses
import gzip
import io

import pytest
from PIL import Image

from fedcop import clock
from fedcop.federation.remote import objects
from fedcop.store.queries import media
from fedcop.tidy import Tidy
from fedcop.transport.client import Limits
from fedcop.transport.fetch import Budget
from tests.api.rig import open_home
from tests.network.fakes import written
from tests.pictures import moving, picture

HASH = "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH"
MP4 = b"\0\0\0\x18ftypisom" + bytes(400)
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


def shows(peer, path, body, kind="image/png"):
    peer.pages[path] = (200, body, kind)
    return f"{peer.origin}{path}"


@pytest.fixture
async def home(settings):
    """A node of our own that may visit the others on this machine."""
    there = dataclasses.replace(settings, origin="http://cop.localhost:8000", max_copy=1_000_000)
    async with open_home(there) as opened:
        yield opened


@pytest.fixture
def peer(net):
    return net.server("garden")


async def brought(home, peer, *attached, **more):
    """A note of a peer with files beside it, as an app sees it."""
    author = peer.person("bea")
    note = peer.note(author, attachment=list(attached), **more)
    post = await objects.find(home.parts.reach, note["id"], Budget())
    return post, note


def document(url, mime="image/png", **more):
    return {"type": "Document", "mediaType": mime, "url": url, "name": "A red wall", **more}


async def seen(home, post):
    return (await home.phone().read(f"/api/v1/statuses/{post.id}"))["media_attachments"]


async def test_a_picture_is_seen_through_our_node(home, peer):
    exif = Image.Exif()
    exif[0x010E] = "at home, 52.5 13.4"
    there = shows(peer, "/a.jpg", picture("JPEG", exif=exif), "image/jpeg")
    described = document(
        there, "image/jpeg", blurhash=HASH, focalPoint=[0.5, -0.25], width=80, height=40
    )
    post, _ = await brought(home, peer, described)
    (shown,) = await seen(home, post)
    assert shown["type"] == "image"
    assert shown["remote_url"] == there
    assert shown["description"] == "A red wall"
    assert shown["blurhash"] == HASH
    assert shown["meta"]["focus"] == {"x": 0.5, "y": -0.25}
    assert shown["meta"]["original"]["size"] == "80x40"
    assert shown["url"].startswith(f"{home.settings.origin}/media/proxy/")
    assert not [one for one in peer.asked if one.path == "/a.jpg"]
    whole = await home.phone().get(shown["url"])
    small = await home.phone().get(shown["preview_url"])
    assert (whole.status_code, whole.headers["content-type"]) == (200, "image/jpeg")
    assert b"at home" not in whole.content
    assert Image.open(io.BytesIO(small.content)).size == (80, 40)
    assert "sandbox" in whole.headers["content-security-policy"]
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in whole.headers["cache-control"]
    assert "location" not in whole.headers
    (asked,) = [one for one in peer.asked if one.path == "/a.jpg"]
    assert "authorization" not in asked.headers
    assert "192.0.2.7" not in str(asked.headers)


async def test_a_copy_stays_when_its_origin_is_gone(home, peer):
    post, _ = await brought(home, peer, document(shows(peer, "/a.png", picture())))
    (shown,) = await seen(home, post)
    assert (await home.phone().get(shown["url"])).status_code == 200
    peer.down = True
    again = await home.phone().get(shown["url"])
    assert again.status_code == 200
    assert Image.open(io.BytesIO(again.content)).size == (80, 40)


async def test_what_is_not_said_of_a_picture_is_seen_by_its_copy(home, peer):
    post, _ = await brought(home, peer, document(shows(peer, "/a.png", picture())))
    (before,) = await seen(home, post)
    assert before["blurhash"] is None
    await home.phone().get(before["preview_url"])
    (after,) = await seen(home, post)
    assert len(after["blurhash"]) == 28
    assert after["meta"]["original"]["size"] == "80x40"


async def test_however_many_ask_it_is_had_once(home, peer):
    body = picture()

    async def slowly(_seen):
        await asyncio.sleep(0.2)
        return 200, body, "image/png"

    peer.pages["/a.png"] = slowly
    post, _ = await brought(home, peer, document(f"{peer.origin}/a.png"))
    (shown,) = await seen(home, post)
    phone = home.phone()
    answers = await asyncio.gather(*(phone.get(shown["url"]) for _ in range(20)))
    assert {one.status_code for one in answers} == {200}
    assert len([one for one in peer.asked if one.path == "/a.png"]) == 1


async def test_what_nobody_showed_us_is_never_asked_for(home, peer):
    post, _ = await brought(home, peer, document(shows(peer, "/a.png", picture())))
    (shown,) = await seen(home, post)
    start, _, key = shown["url"].rpartition("/")
    phone = home.phone()
    other = "0" * 32
    for wrong in (
        f"{start}/{other}",
        f"/media/proxy/{post.id}/{key}",
        "/media/proxy/17/" + other,
        "/media/proxy/of/17/" + other,
        f"/media/proxy/{peer.origin}/a.png",
        f"/media/proxy/?url={peer.origin}/a.png",
    ):
        assert (await phone.get(wrong)).status_code == 404
    assert not [one for one in peer.asked if one.path == "/a.png"]


def _endless(_seen):
    return (HEAD + "\r\n").encode() + picture() + bytes(3_000_000)


BAD = {
    "huge by its own word": (HEAD + "Content-Length: 1000000000\r\n\r\n").encode(),
    "huge without a word": _endless,
    "packed small": (
        HEAD.encode()
        + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
        + gzip.compress(bytes(50_000_000))
    ),
    "html": (200, b"<html><script>alert(1)</script></html>", "image/png"),
    "svg": (200, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    "a video": (200, MP4, "image/png"),
    "cut short": (200, picture()[:-20], "image/png"),
    "more than a picture": (200, picture() + b"<script>alert(1)</script>", "image/png"),
    "to a private address": written(302, b"", "text/plain", "Location: http://169.254.169.254/a"),
    "in a circle": written(302, b"", "text/plain", "Location: /a.png"),
    "gone": (410, b"", "text/plain"),
    "broken": (500, b"", "text/plain"),
    "no http": b"hello\r\n\r\n",
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_picture_is_not_there_and_not_asked_for_again(home, peer, name):
    peer.pages["/a.png"] = (
        BAD[name]
        if isinstance(BAD[name], tuple)
        else lambda seen: BAD[name](seen) if callable(BAD[name]) else BAD[name]
    )
    post, _ = await brought(home, peer, document(f"{peer.origin}/a.png"))
    (shown,) = await seen(home, post)
    phone = home.phone()
    first = await phone.get(shown["url"])
    assert first.status_code == 404
    assert first.headers["cache-control"] == "no-store"
    asked = len(peer.asked)
    assert (await phone.get(shown["url"])).status_code == 404
    assert (await phone.get(shown["preview_url"])).status_code == 404
    assert len(peer.asked) == asked


async def test_what_could_not_be_had_is_tried_again_later(home, peer, monkeypatch):
    peer.pages["/a.png"] = (503, b"", "text/plain")
    post, _ = await brought(home, peer, document(f"{peer.origin}/a.png"))
    (shown,) = await seen(home, post)
    assert (await home.phone().get(shown["url"])).status_code == 404
    shows(peer, "/a.png", picture())
    assert (await home.phone().get(shown["url"])).status_code == 404
    later = clock.now_ms() + 120_000
    monkeypatch.setattr(clock, "now_ms", lambda: later)
    assert (await home.phone().get(shown["url"])).status_code == 200


async def test_a_recording_is_given_out_in_parts_and_what_is_too_large_is_linked_to(home, peer):
    small = shows(peer, "/a.mp4", MP4, "video/mp4")
    large = shows(peer, "/b.mp4", MP4 + bytes(1_000_000), "video/mp4")
    both = document(small, "video/mp4"), document(large, "video/mp4")
    post, _ = await brought(home, peer, *both)
    one, other = await seen(home, post)
    assert [one["type"], other["type"]] == ["video", "video"]
    phone = home.phone()
    part = await phone.ask("GET", one["url"], headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part.headers["content-type"] == "video/mp4"
    assert (await phone.get(other["url"])).status_code == 404
    _, other = await seen(home, post)
    assert (other["type"], other["url"]) == ("unknown", large)


async def test_a_face_from_elsewhere_is_seen_through_our_node(home, peer):
    icon = {"type": "Image", "url": shows(peer, "/face.gif", moving(), "image/gif")}
    author = peer.person("bea", icon=icon)
    note = peer.note(author)
    post = await objects.find(home.parts.reach, note["id"], Budget())
    account = (await home.phone().read(f"/api/v1/statuses/{post.id}"))["account"]
    phone = home.phone()
    for name, frames in (("avatar", 3), ("avatar_static", 1)):
        assert account[name].startswith(home.settings.origin)
        answer = await phone.get(account[name])
        assert answer.status_code == 200
        assert getattr(Image.open(io.BytesIO(answer.content)), "n_frames", 1) == frames
    assert len([one for one in peer.asked if one.path == "/face.gif"]) == 1


@pytest.mark.parametrize(
    "rules", [{"blocked": frozenset({"garden.localhost"})}, {"mode": "allowlist"}]
)
async def test_those_we_do_not_speak_with_are_not_asked(home, peer, rules):
    post, _ = await brought(home, peer, document(shows(peer, "/a.png", picture())))
    (shown,) = await seen(home, post)
    domains = home.parts.reach.domains
    usual = domains.rules
    domains.rules = dataclasses.replace(usual, **rules)
    assert (await home.phone().get(shown["url"])).status_code == 404
    assert not [one for one in peer.asked if one.path == "/a.png"]
    domains.rules = usual
    assert (await home.phone().get(shown["url"])).status_code == 200


async def test_who_never_answers_keeps_nobody_waiting_for_ever(home, peer):
    async def never(_seen):
        await asyncio.sleep(60)

    peer.pages["/a.png"] = never
    post, _ = await brought(home, peer, document(f"{peer.origin}/a.png"))
    (shown,) = await seen(home, post)
    client = home.parts.client.client
    await client.close()
    client.limits = Limits(read=0.3, total=1)
    assert (await home.phone().get(shown["url"])).status_code == 404
    (row,) = await media.list_of_post(home.store, post.id)
    assert (row.tries, row.rest > clock.now_ms()) == (1, True)


async def test_copies_that_nobody_wants_go_first(home, peer):
    files = [shows(peer, f"/{n}.png", picture(size=(80 + n, 40))) for n in range(4)]
    post, _ = await brought(home, peer, *(document(one) for one in files))
    shown = await seen(home, post)
    phone = home.phone()
    for one in shown:
        assert (await phone.get(one["url"])).status_code == 200
    rows = await media.list_of_post(home.store, post.id)
    for age, row in enumerate(rows):
        await home.change("UPDATE media SET used = ? WHERE id = ?", 1000 + age, row.id)
    room = sum(row.size for row in rows) - 1
    tight = dataclasses.replace(home.settings, copies=room)
    await Tidy(home.store, tight, home.parts.files).run()
    left = await media.list_of_post(home.store, post.id)
    assert [bool(row.hash) for row in left] == [False, True, True, True]
    assert not home.parts.files.path_of(rows[0].hash).exists()
    assert (await phone.get(shown[0]["url"])).status_code == 200


async def test_a_copy_that_was_lost_is_made_anew(home, peer):
    post, _ = await brought(home, peer, document(shows(peer, "/a.png", picture())))
    (shown,) = await seen(home, post)
    await home.phone().get(shown["url"])
    (row,) = await media.list_of_post(home.store, post.id)
    home.parts.files.path_of(row.hash).unlink()
    assert (await home.phone().get(shown["url"])).status_code == 200
