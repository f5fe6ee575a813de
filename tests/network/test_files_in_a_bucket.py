"""Files in a bucket: written, read in parts, missing, refused; the server is a real one."""

import asyncio
import secrets
import time
from dataclasses import replace

import pytest

from fedcop.assembly import open_parts
from fedcop.cli.check import _files
from fedcop.errors import Misconfigured, NotFound, Unavailable
from fedcop.store.batch import Unit
from fedcop.store.files import Files, Folder, try_once
from fedcop.store.queries.moving import Moving, put_moving
from fedcop.transport import blobs
from fedcop.transport.blobs import NoAnswer
from tests import buckets
from tests.api.rig import open_home
from tests.pictures import picture


@pytest.fixture
async def s3(tmp_path):
    async with buckets.opened(tmp_path / "s3") as server:
        yield server


@pytest.fixture
async def bucket(s3):
    bucket = s3.bucket()
    yield bucket
    bucket.close()


def _name(number):
    return f"{number:02x}" * 32


@pytest.fixture(params=["folder", "bucket"])
async def place(request, tmp_path):
    """Either place; they behave alike."""
    if request.param == "folder":
        yield Folder(tmp_path / "media")
        return
    async with buckets.opened(tmp_path / "s3") as server:
        bucket = server.bucket()
        yield bucket
        bucket.close()


async def test_what_is_put_is_read_whole_and_in_parts(place):
    await place.put(_name(1), b"0123456789")
    assert await place.read(_name(1), 0, 100) == (b"0123456789", 10)
    assert await place.read(_name(1), 3, 5) == (b"34", 10)
    assert await place.read(_name(1), 8, 1000) == (b"89", 10)
    assert await place.read(_name(1), 50, 60) == (b"", 10)
    assert await place.size_of(_name(1)) == 10


async def test_what_is_not_there_is_not_there(place):
    assert await place.read(_name(1), 0, 10) is None
    assert await place.size_of(_name(1)) is None
    assert await place.drop(_name(1))
    assert [one async for one in place.list_names()] == []


async def test_what_is_young_stays_and_what_is_old_goes(place):
    await place.put(_name(1), b"x")
    assert not await place.drop(_name(1), younger=60)
    assert await place.size_of(_name(1)) == 1
    assert await place.drop(_name(1))
    assert await place.size_of(_name(1)) is None


async def test_names_are_listed_in_their_order_and_from_where_one_was(place):
    for number in (0xC1, 0x01, 0x9F, 0x10):
        await place.put(_name(number), bytes(number))
    found = [one async for one in place.list_names()]
    assert [one.name for one in found] == [_name(n) for n in (0x01, 0x10, 0x9F, 0xC1)]
    assert [one.size for one in found] == [0x01, 0x10, 0x9F, 0xC1]
    assert all(abs(one.at - time.time()) < 60 for one in found)
    later = [one.name async for one in place.list_names(_name(0x10))]
    assert later == [_name(0x9F), _name(0xC1)]


async def test_a_few_bytes_are_tried_and_leave_nothing(place):
    await try_once(place)
    assert [one async for one in place.list_names()] == []


@pytest.mark.parametrize(
    ("other", "cause"),
    [
        ({"key_id": "NOBODY"}, "does not know the key `s3_key_id`"),
        ({"secret": "another"}, "refuses the signature: `s3_secret` or `s3_region` is wrong"),
        ({"bucket": "nowhere"}, "has no bucket of the name in `s3_bucket`"),
        (
            {"key_id": buckets.READER, "secret": buckets.READERS_SECRET},
            "does not allow this to the key `s3_key_id`",
        ),
        ({"endpoint": "http://nowhere.invalid"}, "is at a name that cannot be found"),
        ({"endpoint": "http://127.0.0.1:4"}, "takes no connections: does it run"),
    ],
)
async def test_each_refusal_has_its_cause(s3, other, cause):
    bucket = s3.bucket(**other)
    with pytest.raises(NoAnswer) as refused:
        await try_once(bucket)
    assert cause in refused.value.why
    assert "secret" not in refused.value.safe
    bucket.close()


async def test_a_clock_that_is_off_is_named(s3, monkeypatch):
    # The server reads the clock of this machine, so the other way round: its clock is moved.
    await s3.stop()
    monkeypatch.setenv("NODE_OPTIONS", "--import=./an-hour-ahead.mjs")
    await s3.start()
    bucket = s3.bucket()
    with pytest.raises(NoAnswer) as refused:
        await try_once(bucket)
    assert "says that the clock of this machine is wrong" in refused.value.why
    bucket.close()


async def test_a_server_that_says_nothing_costs_bounded_time(s3, bucket, monkeypatch):
    monkeypatch.setattr(blobs, "_ALTOGETHER", 1.0)
    s3.freeze()
    begun = time.monotonic()
    with pytest.raises(NoAnswer) as refused:
        await bucket.put(_name(1), b"x")
    assert time.monotonic() - begun < 3
    assert "does not answer in time" in refused.value.why


# A node with its files in a bucket


@pytest.fixture
async def home(s3, settings):
    async with open_home(s3.known_to(settings)) as opened:
        yield opened


async def _send(phone, data=None, name="a.png", mime="image/png"):
    files = {"file": (name, data or picture(), mime)}
    return await phone.ask("POST", "/api/v2/media", files=files)


def _many_bytes():
    return b"%PDF-1.4\n" + secrets.token_bytes(2_500_000)


async def test_an_upload_is_in_the_bucket_and_is_served_from_there(home, s3):
    ada = await home.phone_of(await home.person("ada"))
    told = (await _send(ada)).json()
    kept = [one async for one in home.parts.files.places["s3"].list_names()]
    assert len(kept) == 2  # with its preview
    assert [one async for one in home.parts.files.places["folder"].list_names()] == []
    served = await home.phone().get(told["url"])
    assert served.status_code == 200
    assert served.headers["content-type"] == "image/png"
    assert served.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert served.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert served.content.startswith(b"\x89PNG")
    head = await home.phone().ask("HEAD", told["url"])
    assert head.headers["content-length"] == str(len(served.content))
    again = await home.phone().ask(
        "GET", told["url"], headers={"If-None-Match": served.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=1048000-1049000", slice(1_048_000, 1_049_001)),
        ("bytes=2000000-", slice(2_000_000, None)),
        ("bytes=-1500000", slice(-1_500_000, None)),
        ("bytes=5-99999999", slice(5, None)),
    ],
)
async def test_a_part_is_served_as_it_is_asked_for(home, asked, part):
    ada = await home.phone_of(await home.person("ada"))
    data = _many_bytes()
    told = (await _send(ada, data, "a.pdf", "application/pdf")).json()
    whole = await home.phone().get(told["url"])
    assert whole.content == data
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-disposition"].startswith("attachment")
    got = await home.phone().ask("GET", told["url"], headers={"Range": asked})
    assert got.status_code == 206
    assert got.content == data[part]
    start = part.indices(len(data))[0]
    end = start + len(got.content) - 1
    assert got.headers["content-range"] == f"bytes {start}-{end}/{len(data)}"
    stale = {"Range": asked, "If-Range": '"another"'}
    assert (await home.phone().ask("GET", told["url"], headers=stale)).content == data


async def test_a_part_that_is_not_there_is_refused(home):
    ada = await home.phone_of(await home.person("ada"))
    told = (await _send(ada, _many_bytes(), "a.pdf", "application/pdf")).json()
    got = await home.phone().ask("GET", told["url"], headers={"Range": "bytes=9999999-"})
    assert got.status_code == 416
    assert got.headers["content-range"] == "bytes */2500009"


async def test_while_s3_is_away_nothing_is_half_done_and_later_all_is_well(home, s3):
    ada = await home.phone_of(await home.person("ada"))
    told = (await _send(ada)).json()
    await s3.stop()
    refused = await _send(ada, picture(size=(20, 20)))
    assert refused.status_code == 503
    assert refused.json() == {
        "error": "The place where files are kept does not answer; try again in a while."
    }
    assert len(await home.store.read("SELECT 1 FROM media")) == 1
    unread = await home.phone().get(told["url"])
    assert unread.status_code == 503
    assert unread.headers["cache-control"] == "no-store"
    await s3.start()
    assert (await home.phone().get(told["url"])).status_code == 200
    assert (await _send(ada, picture(size=(20, 20)))).status_code == 200


async def test_what_is_gone_from_the_bucket_is_missing_and_not_unavailable(home):
    ada = await home.phone_of(await home.person("ada"))
    told = (await _send(ada)).json()
    async for one in home.parts.files.places["s3"].list_names():
        await home.parts.files.places["s3"].drop(one.name)
    assert (await home.phone().get(told["url"])).status_code == 404


async def test_the_check_names_what_keeps_files_from_the_bucket(home, s3, settings):
    assert await _files(home.parts) == "kept in the bucket"
    parts = await open_parts(replace(s3.known_to(settings), s3_secret="another"))
    try:
        with pytest.raises(Unavailable, match="`s3_secret` or `s3_region` is wrong"):
            await _files(parts)
    finally:
        await parts.close()


async def test_the_check_says_when_the_settings_lag_behind(home, s3, settings):
    unit = Unit(home.store)
    unit.add(put_moving(Moving("folder", 1, done=True)))
    await unit.commit()
    with pytest.raises(Misconfigured, match='write media_storage = "folder"'):
        await _files(home.parts)


async def test_what_is_in_neither_place_is_not_found(s3, bucket, tmp_path):
    files = Files(tmp_path / "media", bucket, _in_the_bucket)
    name = await files.put(b"here")
    assert (await files.read(name)).body == b"here"
    await Folder(tmp_path / "media").put(_name(7), b"old")
    assert (await files.read(_name(7))).body == b"old"  # from before it was moved
    with pytest.raises(NotFound):
        await files.read(_name(8))
    await asyncio.gather(files.drop(name), files.drop(_name(7)))
    assert await files.size_of(name) is None


async def _in_the_bucket():
    return "s3"
