"""What was put into a set comes out of it: every row, file and key, on another machine."""

import tarfile
from pathlib import Path

import pyrage
import pytest

from fedcop import settings as house
from fedcop.assembly import Parts, open_parts
from fedcop.community import quarantine
from fedcop.errors import Conflict, Misconfigured
from fedcop.keeping import on_postgresql, on_sqlite
from fedcop.keeping.checking import examine
from fedcop.keeping.making import Wish, create
from fedcop.keeping.restoring import Place, restore
from fedcop.keeping.sets import list_sets
from fedcop.store.verify import verify
from tests.keeping.rig import Kept, nothing

pytestmark = pytest.mark.timeout(240)  # a whole schema is made anew


async def counts_of(kept: Kept, url: str) -> dict[str, int]:
    if kept.kind == "postgresql":
        return await on_postgresql.count_tables(url)
    with on_sqlite.read_only(Path(url.removeprefix("sqlite:///"))) as link:
        return on_sqlite.count_rows(link)


async def test_a_set_is_whole(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    report = await examine(made.path, kept.identity, tmp_path, kept.server)
    assert report.findings == report.notes == []
    assert report.keys == 22
    assert report.digests == 25
    assert report.contents.about.origin == kept.settings.origin
    assert report.contents.manifest.counts["artifact"] == 24
    assert [one.path for one in list_sets(kept.settings.backup_folder)] == [made.path]


async def test_all_is_there_again_and_quiet(kept: Kept, tmp_path: Path) -> None:
    before = await counts_of(kept, kept.url)
    made = await kept.back_up()

    place = Place(tmp_path / "elsewhere", await kept.make_room())
    restored = await restore(made.path, kept.identity, place)

    settings = house.load(restored.settings, {})
    assert settings.origin == kept.settings.origin
    assert settings.data == tmp_path / "elsewhere" / "data"
    assert settings.key_file.read_text() == kept.settings.key_file.read_text()
    # It remembers that it was restored, and that it is to be quiet.
    more = {"node_value": before["node_value"] + 2, "ring": 0}
    assert await counts_of(kept, settings.database) == {**before, **more}
    assert await verify(settings.database) == []
    blobs = {path.name for path in (kept.settings.data / "media").rglob("*") if path.is_file()}
    assert {p.name for p in (settings.data / "media").rglob("*") if p.is_file()} == blobs
    assert blobs

    original = await open_parts(kept.settings, beside=True)
    parts = await open_parts(settings, beside=True)
    try:
        await _signs_as_before(original, parts)
        assert await _head(parts) - await _head(original) == 1_000_000_000
        assert await quarantine.find_since(parts.store)
        assert (await quarantine.find_restored(parts.store))["taken"] == made.taken
    finally:
        await parts.close()
        await original.close()


async def _signs_as_before(original: Parts, parts: Parts) -> None:
    rows = await original.store.read("SELECT id FROM actor WHERE host = ''")
    assert len(rows) > 8
    for (actor,) in rows:
        signature = (await original.keyring.signer(actor)).key.sign(b"said long ago")
        again = await parts.keyring.signer(actor)
        assert again.key.public.verifies(signature, b"said long ago")


async def _head(parts: Parts) -> int:
    return int((await parts.store.read("SELECT head FROM log_head"))[0][0])


async def test_what_stood_there_is_put_aside_and_the_new_speaks_when_told_so(kept: Kept) -> None:
    made = await kept.back_up()
    place = Place(kept.folder, kept.url if kept.elsewhere else "", replace=True, speak=True)
    loud = await restore(made.path, kept.identity, place)
    parts = await open_parts(house.load(loud.settings, {}), beside=True)
    assert not await quarantine.find_since(parts.store)
    await parts.close()
    assert len(loud.aside) == (3 if kept.elsewhere else 2)


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_what_is_there_is_not_touched(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    full = tmp_path / "full"
    full.mkdir()
    (full / "note.txt").write_text("mine")
    with pytest.raises(Conflict, match="not empty"):
        await restore(made.path, kept.identity, Place(full, await kept.make_room()))
    assert [path.name for path in full.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_database_that_holds_a_node_is_not_touched(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    with pytest.raises(Conflict, match="holds a node"):
        await restore(made.path, kept.identity, Place(tmp_path / "new", kept.url))


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_without_a_recipient_nothing_is_made(kept: Kept) -> None:
    kept.config.write_text(kept.config.read_text().replace("backup_recipient", "#"))
    with pytest.raises(Misconfigured, match="fedcop backup key"):
        await kept.back_up()
    wish = Wish.usual(kept.settings, open_to_all=True)
    made = await create(kept.settings, wish, nothing)
    assert made.path.suffix == ".tar"
    with tarfile.open(made.path) as tar:
        assert tar.getnames()[0] == "about.json"
        assert tar.getnames()[-1] == "manifest.json"


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_by_hand_it_is_opened_with_age_and_tar(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    key = pyrage.x25519.Identity.from_str(kept.identity_file.read_text().strip())
    pyrage.decrypt_file(str(made.path), str(tmp_path / "set.tar"), [key])
    with tarfile.open(tmp_path / "set.tar") as tar:
        assert tar.extractfile("master.key").read() == kept.settings.key_file.read_bytes()


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_copies_of_what_stands_elsewhere_are_left_out(kept: Kept, tmp_path: Path) -> None:
    parts = await open_parts(kept.settings, beside=True)
    own = {path.name for path in (kept.settings.data / "media").rglob("*") if path.is_file()}
    copy = await parts.files.put(b"what stands elsewhere")
    shared = await parts.files.put(b"what stands elsewhere, and here")
    insert = (
        "INSERT INTO media (id, owner_id, key, kind, hash, used, created)"
        " VALUES ({0}, 1, '{0}', 'image', '{1}', {2}, 1)"
    )
    statements = [insert.format(n, *v) for n, v in enumerate(((copy, 9), (shared, 9), (shared, 0)))]
    await parts.close()
    on_sqlite.run_all(Path(kept.url.removeprefix("sqlite:///")), tuple(statements))
    made = await kept.back_up()
    place = Place(tmp_path / "elsewhere", await kept.make_room())
    settings = house.load((await restore(made.path, kept.identity, place)).settings, {})
    there = {path.name for path in (settings.data / "media").rglob("*") if path.is_file()}
    assert there == own | {shared}
    parts = await open_parts(settings, beside=True)
    rows = await parts.store.read("SELECT hash, used FROM media WHERE id = 0")
    assert [tuple(row) for row in rows] == [("", 0)]
    await parts.close()
