"""The `house` fixture: an open node with its people's door."""

import pytest

from tests.web.rig import open_house


@pytest.fixture
async def house(settings):
    """An empty node, once on SQLite and once on PostgreSQL."""
    async with open_house(settings) as opened:
        yield opened
