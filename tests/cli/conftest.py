"""A node to type commands about."""

import pytest

from tests.cli.rig import copied, init


@pytest.fixture(scope="session")
def first_node(tmp_path_factory):
    """A node that was set up once."""
    config = tmp_path_factory.mktemp("node") / "fedcop.toml"
    assert init(config).code == 0
    return config


@pytest.fixture
def node(first_node, tmp_path):
    """The settings file of a node with an owner, kwame, and nobody else."""
    return copied(first_node, tmp_path / "node")
