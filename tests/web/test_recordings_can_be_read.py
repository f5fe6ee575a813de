"""Captions on pages: put beside a recording of one's own, shown with it, gone with it."""

import io
import re
import wave

import httpx
import pytest

from fedcop.app import build
from fedcop.community import media, posts, quotas
from fedcop.community.drafts import Draft, Words
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries import media as queries
from fedcop.values import MediaPlace

TALK = b"WEBVTT\n\n00:00.000 --> 00:00.500\n<i>Hello</i> you\n\n00:00.500 --> 00:01.000\nGood bye\n"


def sound():
    """A second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    return out.getvalue()


async def speak(house, author, **draft):
    """Write a post with a recording; returns both."""
    kept = await media.keep_file(house.parts.files, None, sound(), "talk.wav")
    row = await perform(house.store, media.upload, author, kept, Words("A talk"))
    said = Draft(content="<p>Listen</p>", source="Listen", media=(row.id,), **draft)
    return await perform(house.store, posts.write, author, said), row


async def send(browser, path, data, name="talk.vtt", language="en"):
    """Send captions as a browser does."""
    return await browser.client.post(
        path,
        data={"csrf": browser.csrf, "language": language},
        files={"captions": (name, data, "text/vtt")},
        headers={"Origin": browser.origin},
    )


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    post, row = await speak(house, ana)
    return ana, browser, post, row, f"/n/{post.id}/captions/{row.id}"


async def parts_of(house, row):
    return await queries.list_parts(house.store, [row.id])


async def test_captions_and_their_transcript_stand_beside_a_recording(house, scene):
    ana, browser, post, row, there = scene
    page = (await browser.get(f"/t/{post.id}")).text
    assert f'href="{there}"' in page
    before = await quotas.use_of(house.store, ana.id, quotas.FREE)
    assert (await send(browser, there, TALK)).status_code == 303
    (part,) = await parts_of(house, row)
    after = await quotas.use_of(house.store, ana.id, quotas.FREE)
    assert after.used - before.used == part.size > 0
    page = (await browser.get(f"/t/{post.id}")).text
    found = re.search(r'<track kind="captions" src="([^"]+)" srclang="en" label="English">', page)
    assert found is not None
    assert "<p>Hello you\nGood bye</p>" in page
    assert "media-src 'self'" in (await browser.get("/home")).headers["content-security-policy"]
    transport = httpx.ASGITransport(build(house.parts))
    async with httpx.AsyncClient(transport=transport, base_url=browser.origin) as client:
        served = await client.get(found[1])
        assert served.headers["content-type"] == "text/vtt; charset=utf-8"
        assert "<i>" not in served.text
        assert "Hello you" in served.text
        unit = Unit(house.store)
        await posts.remove(unit, ana, post.id)
        await unit.commit()
        assert (await client.get(found[1])).status_code == 404
    assert not await parts_of(house, row)
    left = await quotas.use_of(house.store, ana.id, quotas.FREE)
    assert left.used == 0


async def test_several_languages_are_replaced_and_removed(house, scene):
    _, browser, post, row, there = scene
    await send(browser, there, TALK)
    await send(browser, there, TALK.replace(b"Hello", b"Hallo"), language="de")
    await send(browser, there, b"Ola, a todos", "talk.txt", language="pt")
    await send(browser, there, TALK.replace(b"Hello", b"Howdy"))
    parts = {part.language: part for part in await parts_of(house, row)}
    assert {tag: part.kind for tag, part in parts.items()} == {
        "de": "captions",
        "en": "captions",
        "pt": "transcript",
    }
    assert parts["en"].description.startswith("Howdy")
    page = (await browser.get(f"/t/{post.id}")).text
    assert page.count("<track ") == 2
    assert "<p>Ola, a todos</p>" in page
    gone = await browser.post(f"{there}/remove", part=str(parts["de"].id))
    assert gone.headers["location"] == there
    assert {part.language for part in await parts_of(house, row)} == {"en", "pt"}
    shown = await browser.get(f"/n/{post.id}/transcript/{parts['pt'].id}")
    assert "<p>Ola, a todos</p>" in shown.text


async def test_what_is_no_captions_is_told_beside_the_field(house, scene):
    _, browser, _, row, there = scene
    for data, told in ((b"RIFF", "first line must be WEBVTT"), (b"", "Choose a file")):
        answer = await send(browser, there, data)
        assert answer.status_code == 422
        assert 'id="captions-fault"' in answer.text
        assert told in answer.text
    answer = await send(browser, there, TALK, language="<b>")
    assert 'id="language-fault"' in answer.text
    assert not await parts_of(house, row)


async def test_nobody_else_puts_captions_there_or_reads_what_is_not_for_them(house, scene):
    ana, browser, post, row, there = scene
    _, other = await house.person("ben")
    assert (await send(other, there, TALK)).status_code == 403
    await send(browser, there, TALK)
    (part,) = await parts_of(house, row)
    assert (await other.post(f"{there}/remove", part=str(part.id))).status_code == 403
    guest = house.guest()
    assert (await guest.get(f"/n/{post.id}/transcript/{part.id}")).status_code == 200
    hidden, secret = await speak(house, ana, audience=4)
    await send(browser, f"/n/{hidden.id}/captions/{secret.id}", TALK)
    (part,) = await parts_of(house, secret)
    for reader in (guest, other):
        assert (await reader.get(f"/n/{hidden.id}/transcript/{part.id}")).status_code == 404
        assert (await reader.get(f"/n/{post.id}/transcript/{part.id}")).status_code == 404
    assert (await browser.get(f"/n/{hidden.id}/transcript/{part.id}")).status_code == 200


async def test_what_goes_before_it_is_posted_takes_its_captions_along(house, scene):
    row = scene[3]
    unit = Unit(house.store)
    unit.add(queries.put_media(row.id, MediaPlace.GONE))
    await unit.commit()
    (gone,) = await media.gone(house.store)
    await perform(house.store, media.forget, gone, house.parts.files)
    assert not await parts_of(house, row)
