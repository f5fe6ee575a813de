"""What the model of the lanes is worth: with a fault in the code, it says that something is wrong.

Each fault runs in a process of its own, for the code is loaded with the fault in it.
"""

import asyncio
import json
import sys

import pytest

from tests.corpus import ROOT
from tests.databases import fresh
from tests.lanes.faults import FAULTS, NONE, OUTDATED, Fault

LONGEST_SECONDS = 60
MORE_SEEDS = range(101, 121)  # chance and the clock decide what a day brings: one day shows it


async def what_is_wrong(name: str, url: str, seed: int, steps: int) -> list[str]:
    words = ("-m", "tests.lanes.faults", name, url, str(seed), str(steps))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, stdout=pipe, stderr=pipe
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            said, complaint = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode == 0, complaint.decode()
    return json.loads(said)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_the_model_catches_the_fault_that(fault: Fault, tmp_path):
    kind = "sqlite" if fault.workers == 1 else "postgresql"
    seeds = (*fault.seeds, *MORE_SEEDS)
    for seed in seeds:
        async with fresh(kind, tmp_path) as url:
            if await what_is_wrong(fault.name, url, seed, fault.steps):
                return
    pytest.fail(f"nobody noticed in seeds {seeds} that {fault.name}")


@pytest.mark.timeout(300)
async def test_without_a_fault_the_same_days_show_nothing_wrong(tmp_path):
    steps = max(fault.steps for fault in FAULTS)
    async with fresh("sqlite", tmp_path) as url:
        assert await what_is_wrong(NONE.name, url, 1, steps) == []


async def test_a_fault_that_no_longer_fits_the_source_fails_loudly(sqlite_url):
    with pytest.raises(AssertionError, match="no longer has the text"):
        await what_is_wrong(OUTDATED.name, sqlite_url, 1, 1)
