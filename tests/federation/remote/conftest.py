"""A node for each story, on each database."""

import pytest

from tests.federation.inbox.rig import open_node


@pytest.fixture
def node(store):
    """A node whose web answers as a test tells it."""
    return open_node(store)
