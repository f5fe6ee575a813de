"""Pictures on pages: sent with a form, described, shown where a post is, folded when sensitive."""

import re

import httpx
import pytest

from fedcop.app import build
from fedcop.store.batch import Unit
from fedcop.store.queries import media
from fedcop.store.statements import Statement
from tests.builders import make_community
from tests.pictures import picture

_HIDDEN = re.compile(r'name="file-(\d)" value="(\d+)"')


@pytest.fixture
async def scene(house):
    ann, browser = await house.person("ann")
    await make_community(house.store, ann, "weavers")
    return ann, browser


async def send(browser, path, *, body=None, name="a.png", **fields):
    """Send a form with a file as a browser does; without one its field is empty."""
    files = {
        "picture": (name, body, "image/png") if body else ("", b"", "application/octet-stream")
    }
    return await browser.client.post(
        path, data={"csrf": browser.csrf, **fields}, files=files, headers={"Origin": browser.origin}
    )


async def newest(house):
    rows = await house.store.read("SELECT max(id) FROM post")
    return rows[0][0]


async def test_a_thread_starts_with_a_picture(house, scene):
    _, browser = scene
    fields = {"title": "Red", "text": "Look", "audience": "0", "picture-words": "A red wall"}
    answer = await send(browser, "/c/weavers/write", body=picture(), **fields)
    assert answer.status_code == 303, answer.text
    (row,) = await media.list_of_post(house.store, await newest(house))
    assert row.description == "A red wall"
    page = (await browser.get(answer.headers["location"])).text
    assert 'alt="A red wall"' in page
    source = re.search(r'<img class="fx4 fy4" src="([^"]+)"', page)
    assert source is not None
    assert source[1].startswith("/media/")
    for path in ("/c/weavers", "/home", "/u/ann"):
        assert f'src="{source[1]}"' in (await browser.get(path)).text
    transport = httpx.ASGITransport(build(house.parts))
    async with httpx.AsyncClient(transport=transport, base_url=browser.origin) as client:
        assert (await client.get(source[1])).status_code == 200


@pytest.mark.parametrize(
    ("name", "body", "player"),
    [
        ("talk.ogg", b"OggS" + bytes(64), "<audio controls"),
        ("loom.webm", b"\x1aE\xdf\xa3" + bytes(64), "<video controls"),
    ],
)
async def test_a_thread_starts_with_a_recording(house, scene, name, body, player):
    _, browser = scene
    fields = {"title": "Heard", "text": "Listen", "audience": "0", "picture-words": "The loom"}
    page = await send(browser, "/c/weavers/write", body=body, name=name, preview="1", **fields)
    assert player in page.text
    assert "What recording 1 is about" in page.text
    ((place, number),) = _HIDDEN.findall(page.text)
    picked = {f"file-{place}": number, f"words-{number}": "The loom"}
    answer = await send(browser, "/c/weavers/write", **(fields | picked))
    assert answer.status_code == 303, answer.text
    there = (await browser.get(answer.headers["location"])).text
    assert player in there
    assert 'aria-label="The loom"' in there


async def test_what_is_neither_is_refused_by_what_it_is_not_by_its_name(house, scene):
    _, browser = scene
    fields = {"title": "Heard", "text": "Listen", "audience": "0"}
    page = await send(browser, "/c/weavers/write", body=b"MZ" + bytes(64), name="a.mp3", **fields)
    assert page.status_code == 422
    assert 'id="picture-fault"' in page.text


async def test_the_gist_of_an_article_folds_no_picture(house, scene):
    """An Article from elsewhere has a summary, which is no warning."""
    _, browser = scene
    fields = {"title": "Red", "text": "Look", "audience": "0", "picture-words": "A red wall"}
    await send(browser, "/c/weavers/write", body=picture(), **fields)
    unit = Unit(house.store)
    unit.add(Statement("UPDATE post SET summary = ?", ("<p>A red wall, and why.</p>",)))
    await unit.commit()
    for path in ("/c/weavers", "/home", "/u/ann"):
        page = (await browser.get(path)).text
        assert 'alt="A red wall"' in page
        assert "Sensitive" not in page


async def test_pictures_are_gathered_by_a_preview(house, scene):
    _, browser = scene
    fields = {"text": "Look", "audience": "0", "preview": "1", "picture-words": "One"}
    page = await send(browser, "/write/alone", body=picture(), **fields)
    ((place, number),) = _HIDDEN.findall(page.text)
    assert page.status_code == 200
    assert "One</textarea>" in page.text
    more = {
        **fields,
        f"file-{place}": number,
        f"words-{number}": "One, said better",
        "picture-words": "Two",
    }
    page = await send(browser, "/write/alone", body=picture(size=(60, 60)), **more)
    found = dict(_HIDDEN.findall(page.text))
    assert len(found) == 2
    done = {"text": "Look", "audience": "0", "sensitive": "1"}
    done |= {f"file-{n}": one for n, one in found.items()}
    done |= {f"words-{found['1']}": "One, said better", f"words-{found['2']}": "Two"}
    answer = await send(browser, "/write/alone", **done)
    assert answer.status_code == 303
    rows = await media.list_of_post(house.store, await newest(house))
    assert [row.description for row in rows] == ["One, said better", "Two"]
    page = (await browser.get("/home")).text
    assert "Sensitive: 2 files" in page
    assert "gallery many" in page


async def test_an_answer_may_be_a_picture_alone_and_is_edited(house, scene):
    _, browser = scene
    await send(browser, "/write/alone", text="Show me", audience="0")
    start = await newest(house)
    answer = await send(browser, f"/n/{start}/reply", body=picture(), text="")
    assert answer.status_code == 303, answer.text
    reply = await newest(house)
    (row,) = await media.list_of_post(house.store, reply)
    form = (await browser.get(f"/n/{reply}/edit")).text
    assert f'name="file-1" value="{row.id}"' in form
    fields = {"text": "Now with words", "file-1": str(row.id), f"words-{row.id}": "A wall"}
    assert (await send(browser, f"/n/{reply}/edit", **fields)).status_code == 303
    (row,) = await media.list_of_post(house.store, reply)
    assert row.description == "A wall"
    page = (await browser.get(f"/t/{start}")).text
    assert 'alt="A wall"' in page
    fields = {"text": "Only words", "file-1": str(row.id), f"drop-{row.id}": "1"}
    assert (await send(browser, f"/n/{reply}/edit", **fields)).status_code == 303
    assert await media.list_of_post(house.store, reply) == []
    assert 'alt="A wall"' not in (await browser.get(f"/t/{start}")).text
    # What it showed then, and what was said of it then, stands in its history.
    history = (await browser.get(f"/n/{reply}/history")).text
    assert history.count('alt="A wall"') == 1
    assert history.count('alt=""') == 1


@pytest.mark.parametrize(
    "body", [b"<html>", b"<svg onload='alert(1)'/>", picture()[:-20], picture() + b"<script>"]
)
async def test_what_is_no_picture_is_refused_and_the_text_is_kept(house, scene, body):
    _, browser = scene
    fields = {"title": "Red", "text": "Look at this", "audience": "0"}
    page = await send(browser, "/c/weavers/write", body=body, **fields)
    assert page.status_code == 422
    assert "picture-fault" in page.text
    assert "Look at this</textarea>" in page.text


async def test_nobody_shows_a_file_of_somebody_else(house, scene):
    _, browser = scene
    _, other = await house.person("eve")
    page = await send(other, "/write/alone", body=picture(), text="Mine", audience="0", preview="1")
    ((_, number),) = _HIDDEN.findall(page.text)
    fields = {"text": "Not mine", "audience": "0", "file-1": number}
    assert (await send(browser, "/write/alone", **fields)).status_code == 422


async def test_who_is_not_signed_in_sends_nothing(house, scene):
    guest = house.guest()
    answer = await send(guest, "/write/alone", body=picture(), text="Look", audience="0")
    assert answer.headers["location"].startswith("/signin")
