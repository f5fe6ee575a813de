"""Real nodes and other people's servers, for every test over real sockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fedcop.settings import Settings
from fedcop.store.rows import ActorRow
from tests import nodes
from tests.api.rig import Home
from tests.builders import let_follow
from tests.network import fakes
from tests.network.streams import Station, open_station


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[nodes.Town]:
    """Nodes of one's own; they end with the test."""
    opened = nodes.Town(tmp_path)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def net() -> AsyncIterator[fakes.Net]:
    """Servers of other programs, all on one socket."""
    async with fakes.opened() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Either database."""
    return str(request.param)


# A node that streams, somebody who speaks and somebody who listens


@pytest.fixture
async def station(settings: Settings) -> AsyncIterator[Station]:
    """A node whose web processes listen."""
    async with open_station(settings) as opened:
        yield opened


@pytest.fixture
async def home(station: Station) -> Home:
    """What lives there."""
    return station.home


@pytest.fixture
async def ann(home: Home) -> ActorRow:
    """Somebody who speaks."""
    return await home.person("ann")


@pytest.fixture
async def bob(home: Home, ann: ActorRow) -> ActorRow:
    """Somebody who follows ann."""
    person = await home.person("bob")
    await let_follow(home.store, person, ann)
    return person


@pytest.fixture
async def secret(home: Home, bob: ActorRow) -> str:
    """The token of his app."""
    return (await home.phone_of(bob)).secret
