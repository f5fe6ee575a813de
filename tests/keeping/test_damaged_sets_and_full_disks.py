"""A damaged set is refused before anything is touched; a full disk leaves no half of a set."""

import asyncio
import os
import resource
import shutil
import sys
from pathlib import Path

import orjson
import pytest

from fedcop.errors import FedcopError, Misconfigured
from fedcop.keeping.checking import examine
from fedcop.keeping.packing import only_run
from fedcop.keeping.restoring import Place, restore
from fedcop.keeping.sets import list_sets
from tests.corpus import ROOT
from tests.keeping.rig import Kept

PLACES = (0, 25, 100, 230, 4_000, 65_900, 0.3, 0.6, 0.95, -1)
MOST = 3 << 20


@pytest.fixture
def kind() -> str:
    """What is in a set does not matter here."""
    return "sqlite"


def spoiled(path: Path, place: float, to: Path) -> Path:
    """Copy a set with one bit of it changed."""
    data = bytearray(path.read_bytes())
    at = int(len(data) * place) if isinstance(place, float) else place
    data[at] ^= 0x10
    to.write_bytes(data)
    return to


async def test_a_set_of_which_a_bit_changed_is_refused(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    for place in PLACES:
        bad = spoiled(made.path, place, tmp_path / made.path.name)
        with pytest.raises(FedcopError):
            await restore(bad, kept.identity, Place(tmp_path / "new"))
        with pytest.raises(FedcopError):
            await examine(bad, kept.identity, tmp_path)
        assert not (tmp_path / "new").exists()


async def test_a_set_that_is_cut_off_is_refused(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    size = made.path.stat().st_size
    bad = Path(shutil.copy(made.path, tmp_path / made.path.name))
    for left in (size - 1, size - 70_000, size // 2, 65_536 + 250, 180, 20, 0):
        os.truncate(bad, left)
        with pytest.raises(FedcopError):
            await restore(bad, kept.identity, Place(tmp_path / "new"))
        assert not (tmp_path / "new").exists()


async def test_a_node_that_is_there_stays_when_the_set_is_damaged(
    kept: Kept, tmp_path: Path
) -> None:
    made = await kept.back_up()
    bad = spoiled(made.path, 0.9, tmp_path / made.path.name)
    before = {path.name: path.stat().st_ino for path in kept.folder.iterdir()}
    with pytest.raises(FedcopError, match="damaged"):
        await restore(bad, kept.identity, Place(kept.folder, replace=True))
    assert {path.name: path.stat().st_ino for path in kept.folder.iterdir()} == before


async def test_a_set_that_anybody_may_open_is_checked_too(kept: Kept, tmp_path: Path) -> None:
    made = await _fedcop(kept, "backup", "create", "--unencrypted")
    path = Path(made[-1]["set"])
    assert (await examine(path, None, tmp_path)).well
    for place in (3_000, 0.2, 0.5, 0.97):
        with pytest.raises(FedcopError):
            await examine(spoiled(path, place, tmp_path / path.name), None, tmp_path)


async def test_a_set_of_a_later_version_is_refused(kept: Kept, tmp_path: Path) -> None:
    file = kept.settings.database.removeprefix("sqlite:///")
    script = (
        "INSERT INTO tortoise_migrations (app, name, applied_at)"
        " VALUES ('fedcop', '9999_later', '2027-01-01')"
    )
    done = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import sqlite3; c = sqlite3.connect({file!r});"
        f" c.execute({script!r}); c.commit()",
    )  # fmt: skip
    assert await done.wait() == 0
    made = await kept.back_up()
    with pytest.raises(Misconfigured, match="9999_later"):
        await restore(made.path, kept.identity, Place(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def _little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST, MOST))


async def _fedcop(kept: Kept, *words: str, code: int = 0, full: bool = False) -> list[dict]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "fedcop", "--config", str(kept.config), "--json", *words),
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=_little_room if full else None,
    )
    out, err = await process.communicate()
    assert process.returncode == code, (out, err)
    return [orjson.loads(line) for line in out.splitlines()]


async def test_a_disk_that_fills_up_leaves_older_sets_and_no_half_one(kept: Kept) -> None:
    made = await kept.back_up()
    before = made.path.read_bytes()
    said = await _fedcop(kept, "backup", "create", code=1, full=True)
    assert said[-1]["error"]
    folder = kept.settings.backup_folder
    assert [path.name for path in folder.iterdir() if path.name != ".fedcop-backup.lock"] == [
        made.path.name
    ]
    assert made.path.read_bytes() == before


async def test_a_disk_that_fills_up_restores_nothing(kept: Kept, tmp_path: Path) -> None:
    made = await kept.back_up()
    words = ("backup", "restore", str(made.path), "--identity", str(kept.identity_file))
    said = await _fedcop(kept, *words, "--into", str(tmp_path / "new"), code=1, full=True)
    assert "nothing was restored" in said[-1]["error"]
    assert not (tmp_path / "new").exists()


async def test_what_a_killed_run_left_goes_with_the_next(kept: Kept) -> None:
    folder = kept.settings.backup_folder
    folder.mkdir()
    (folder / ".fedcop-x.tar.age.part").write_bytes(b"half")
    (folder / ".fedcop-x.tar.age.part.db").write_bytes(b"half")
    made = await kept.back_up()
    assert sorted(path.name for path in folder.iterdir()) == [".fedcop-backup.lock", made.path.name]


async def test_only_one_run_at_a_time(kept: Kept) -> None:
    with only_run(kept.settings.backup_folder):
        said = await _fedcop(kept, "backup", "create", code=5)
    assert "another backup" in said[-1]["error"]
    assert list_sets(kept.settings.backup_folder) == []
