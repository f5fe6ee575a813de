"""Random days in the life of a node, compared with plain lists of what each peer is owed.

FEDCOP_TEST_STEPS says how many steps each seed takes: 10,000 for a long look.
"""

import os

import pytest

from tests.lanes.model import run_model

STEPS = int(os.environ.get("FEDCOP_TEST_STEPS", "300"))
SEEDS = (1, 2, 3)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", SEEDS)
async def test_every_peer_gets_what_it_is_owed_and_nothing_else_and_in_order(database_url, seed):
    report = await run_model(database_url, seed, STEPS)
    assert report.wrong == [], "\n".join(report.story)
    assert report.steps >= STEPS
    assert report.received > 0


@pytest.mark.timeout(900)
async def test_so_it_is_when_two_workers_share_the_lanes(postgresql_url):
    report = await run_model(postgresql_url, 4, STEPS, workers=2)
    assert report.wrong == [], "\n".join(report.story)
    assert report.received > 0
