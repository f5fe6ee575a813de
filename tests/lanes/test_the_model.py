"""Random days in the life of a node, compared with plain lists of what each peer is owed.

FEDCOP_TEST_STEPS says how many steps each seed takes: 10,000 for a long look.
"""

import os

import pytest

from tests.lanes.model import run_model

SEEDS = (2, 3)
STEPS = 300
LONG_SEED = 1
LONG_STEPS = 2_000  # 10,000 on request: CONTRIBUTING.md


def steps(usually: int) -> int:
    return int(os.environ.get("FEDCOP_TEST_STEPS", usually))


async def nothing_is_wrong(url: str, seed: int, count: int, workers: int = 1) -> None:
    report = await run_model(url, seed, count, workers=workers)
    assert report.wrong == [], "\n".join([*report.wrong, *report.story])
    assert report.steps >= count
    assert report.received > 0


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", SEEDS)
async def test_every_peer_gets_what_it_is_owed_and_nothing_else_and_in_order(database_url, seed):
    await nothing_is_wrong(database_url, seed, steps(STEPS))


@pytest.mark.timeout(1800)
async def test_so_it_is_over_a_long_time(database_url):
    await nothing_is_wrong(database_url, LONG_SEED, steps(LONG_STEPS))


@pytest.mark.timeout(900)
async def test_so_it_is_when_two_workers_share_the_lanes(postgresql_url):
    await nothing_is_wrong(postgresql_url, 4, steps(STEPS), workers=2)
