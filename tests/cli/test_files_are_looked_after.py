"""What an operator types about files: the commands of the page on storing media."""

import asyncio
from pathlib import Path

import pytest

from fedcop import settings as house
from fedcop.assembly import open_parts
from fedcop.community import audit, media
from fedcop.community.drafts import Words
from fedcop.community.media import Kept
from fedcop.community.perform import perform
from tests.builders import make_person
from tests.cli.rig import fedcop, init


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A node with one file of 2,000 bytes, whose blob is there, and one whose blob is not."""
    config = tmp_path / "fedcop.toml"
    assert init(config).code == 0
    asyncio.run(_fill(config))
    return config


async def _fill(config: Path) -> None:
    parts = await open_parts(house.load(config), beside=True)
    ada = await make_person(parts.store, "ada")
    name = await parts.files.put(bytes(2000))
    for blob in (name, "f" * 64):
        kept = Kept("unknown", "application/pdf; name=pdf", 2000, blob)
        await perform(parts.store, media.upload, ada, kept, Words())
    await parts.close()


def test_usage_is_drawn_for_people_and_counted_for_programs(config: Path) -> None:
    drawn = fedcop(config, "media", "usage")
    assert drawn.code == 0
    assert "█" * 20 in drawn.out
    assert "4.0 kB" in drawn.out
    told = fedcop(config, "--json", "media", "usage").items
    assert {one["name"]: one["bytes"] for one in told} == {"ada": 4000, "unknown": 4000}


def test_what_is_missing_is_named_and_fails(config: Path) -> None:
    said = fedcop(config, "--json", "media", "orphans")
    assert said.code == 1
    assert [one["missing"] for one in said.items] == ["f" * 64]
    assert said.lines[-1]["missing"] == 1
    assert said.lines[-1]["orphans"] == 0


def test_pruning_and_asking_again_find_nothing_to_do_and_are_written_down(config: Path) -> None:
    assert fedcop(config, "media", "prune", "--older-than", "14", "--dry-run").code == 0
    said = fedcop(config, "--json", "media", "prune", "--older-than", "14")
    assert said.lines[-1]["copies"] == 0
    assert fedcop(config, "--json", "media", "refetch").lines[-1]["had"] == 0
    assert "prune-media" in asyncio.run(_acts(config))


async def _acts(config: Path) -> list[str]:
    parts = await open_parts(house.load(config), beside=True)
    acts = [row.act for row in await audit.read_log(parts.store)]
    await parts.close()
    return acts


def test_without_a_bucket_nothing_moves(config: Path) -> None:
    said = fedcop(config, "media", "move-to-s3", "--yes")
    assert said.code == 1
    assert "s3_bucket: write into the settings which bucket" in said.err


def test_the_check_looks_at_files(config: Path) -> None:
    told = fedcop(config, "--json", "check").items
    found = {one["check"]: one["found"] for one in told}
    assert found["files"] == "kept in the folder of this machine"
