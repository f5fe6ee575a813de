"""A node for each story, on each database."""

import pytest

from tests.federation.inbox.rig import open_node


@pytest.fixture
def node(store):
    """The inbox and the worker of an empty node."""
    return open_node(store)
