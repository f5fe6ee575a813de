"""Real nodes to watch."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import nodes
from tests.network import fakes


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[nodes.Town]:
    """Nodes of one's own; they end with the test."""
    opened = nodes.Town(tmp_path)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Either database."""
    return str(request.param)


@pytest.fixture
async def net() -> AsyncIterator[fakes.Net]:
    """Servers of other programs, all on one socket."""
    async with fakes.opened() as made:
        yield made
