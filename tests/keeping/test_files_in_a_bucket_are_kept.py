"""Files in a bucket are in the set as well, and come out of it where there is no bucket."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from fedcop.errors import Unavailable
from fedcop.keeping.checking import examine
from fedcop.keeping.making import Wish, create
from fedcop.keeping.restoring import Place, restore
from fedcop.settings import Settings
from tests import buckets
from tests.keeping.rig import Kept, nothing

LARGE = os.urandom(5_000_000)
SMALL = [os.urandom(700) for _ in range(20)]


@pytest.fixture
def kind() -> str:
    """SQLite alone: the database has no part in this."""
    return "sqlite"


@pytest.fixture
async def s3(tmp_path: Path) -> AsyncIterator[buckets.S3]:
    """A server with a bucket."""
    async with buckets.opened(tmp_path / "s3") as server:
        yield server


def name_of(body: bytes) -> str:
    return sha256(body).hexdigest()


async def filled(kept: Kept, s3: buckets.S3) -> Settings:
    """Keep some files in the bucket, one of them in the folder besides."""
    bucket = s3.bucket()
    for body in (LARGE, *SMALL):
        await bucket.put(name_of(body), body)
    settings = s3.known_to(kept.settings)
    name = name_of(SMALL[0])
    both = settings.data / "media" / name[:2] / name[2:4] / name
    both.parent.mkdir(parents=True, exist_ok=True)
    both.write_bytes(SMALL[0])
    bucket.close()
    return settings


async def test_they_come_out_of_it_in_the_folder(kept: Kept, s3: buckets.S3, tmp_path: Path):
    settings = await filled(kept, s3)
    own = {path.name for path in (settings.data / "media").rglob("*") if path.is_file()}
    made = await create(settings, Wish.usual(settings), nothing)
    report = await examine(made.path, kept.identity, tmp_path)
    assert report.findings == report.notes == []
    await s3.stop()
    await restore(made.path, kept.identity, Place(tmp_path / "elsewhere"))
    media = tmp_path / "elsewhere" / "data" / "media"
    there = {path.name: path for path in media.rglob("*") if path.is_file()}
    assert there.keys() == own | {name_of(body) for body in (LARGE, *SMALL)}
    assert made.media == len(there)  # what was in both places is in it once
    for body in (LARGE, *SMALL):
        assert there[name_of(body)].read_bytes() == body


async def test_they_stay_out_where_the_bucket_keeps_its_own(
    kept: Kept, s3: buckets.S3, tmp_path: Path
) -> None:
    settings = replace(await filled(kept, s3), backup_bucket=False)
    own = [path for path in (settings.data / "media").rglob("*") if path.is_file()]
    made = await create(settings, Wish.usual(settings), nothing)
    assert made.media == len(own)
    report = await examine(made.path, kept.identity, tmp_path)
    assert report.notes == ["files of people in the bucket are no part of it (backup_bucket)"]


async def test_a_bucket_that_refuses_leaves_no_set_behind(kept: Kept, s3: buckets.S3) -> None:
    settings = await filled(kept, s3)
    await s3.stop()
    with pytest.raises(
        Unavailable, match=r"the bucket files at .* takes no connections.*nothing was kept"
    ):
        await create(settings, Wish.usual(settings), nothing)
    assert [one.name for one in settings.backup_folder.iterdir() if "fedcop-" in one.name] == [
        ".fedcop-backup.lock"
    ]
