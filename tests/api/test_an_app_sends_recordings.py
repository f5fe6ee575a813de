"""Sounds and videos from an app: known by their bytes, kept as they came, given out in parts."""

import io
import wave

import pytest

from fedcop.federation.documents.facts import facts_of
from fedcop.federation.documents.notes import note
from fedcop.store.queries.posts import find_post


def sound(seconds=1):
    """A second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000 * seconds))
    return out.getvalue()


STARTS = {
    "a.mp3": b"ID3\x04\0\0\0\0\0\0" + bytes(64),
    "a.ogg": b"OggS" + bytes(64),
    "a.opus": b"OggS" + bytes(64),
    "a.m4a": b"\0\0\0\x20ftypM4A " + bytes(64),
    "a.mp4": b"\0\0\0\x20ftypisom" + bytes(64),
    "a.webm": b"\x1aE\xdf\xa3" + bytes(64),
    "a.flac": b"fLaC" + bytes(64),
    "a.wav": sound(),
}


async def _send(phone, name, data, mime="application/octet-stream"):
    return await phone.ask("POST", "/api/v2/media", files={"file": (name, data, mime)})


@pytest.fixture
async def ada(home):
    return await home.phone_of(await home.person("ada"))


@pytest.mark.parametrize("name", STARTS)
async def test_a_recording_is_kept_as_it_came(home, ada, name):
    answer = await _send(ada, name, STARTS[name])
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["type"] == ("video" if name in {"a.mp4", "a.webm"} else "audio")
    assert told["url"].endswith(name.removeprefix("a"))
    served = await home.phone().get(told["url"])
    assert served.content == STARTS[name]
    assert served.headers["content-type"].startswith(told["type"] + "/")
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"] == "default-src 'none'; sandbox"
    part = await home.phone().ask("GET", told["url"], headers={"Range": "bytes=4-11"})
    assert part.status_code == 206
    assert part.content == STARTS[name][4:12]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mp3", b"<html><script>alert(1)</script>"),
        ("a.mp4", b"OggS" + bytes(64)),
        ("a.wav", b"RIFF\0\0\0\0WEBP"),
        ("a.avi", b"RIFF\0\0\0\0AVI "),
        ("a.webm", b""),
    ],
)
async def test_what_is_no_recording_is_refused(ada, name, data):
    answer = await _send(ada, name, data)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed")


async def test_a_post_with_a_recording_tells_peers_what_it_is(home, ada):
    told = (await _send(ada, "a.wav", sound())).json()
    posted = await ada.post("/api/v1/statuses", status="Listen", media_ids=[told["id"]])
    assert posted.status_code == 200, posted.text
    assert posted.json()["media_attachments"][0]["type"] == "audio"
    found = await home.store.read("SELECT post_id FROM media WHERE id = ?", int(told["id"]))
    facts = await facts_of(home.store, await _post(home, found[0][0]))
    written = note(facts, home.store.uris)
    assert written.attachments[0].media_type == "audio/wav"


async def _post(home, number):
    return await find_post(home.store, number)


async def test_apps_are_told_what_may_be_sent(home):
    instance = await home.phone().read("/api/v2/instance")
    kinds = instance["configuration"]["media_attachments"]["supported_mime_types"]
    assert {"image/jpeg", "audio/mpeg", "audio/ogg", "video/mp4", "video/webm"} <= set(kinds)
