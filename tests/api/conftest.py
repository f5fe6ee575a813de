"""The `home` fixture: an open node with all its doors."""

import pytest

from tests.api.rig import open_home


@pytest.fixture
async def home(settings):
    """An empty node, once on SQLite and once on PostgreSQL."""
    async with open_home(settings) as opened:
        yield opened
