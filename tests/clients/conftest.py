"""Two organizations for all the days that are played, and who plays them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from fedcop.store.rows import ActorRow
from tests import databases, nodes
from tests.builders import PASSWORD
from tests.clients.players import javascript
from tests.clients.players.masto_js import Masto
from tests.clients.players.mastodon_py import MastodonPy
from tests.clients.players.megalodon_js import Megalodon
from tests.clients.players.shape import Player
from tests.clients.players.toot_cli import Toot
from tests.clients.towns import LIMITS, Browser, Organization

LIBRARIES: Final[tuple[type[Player], ...]] = (MastodonPy, Toot, Masto, Megalodon)
FOUNDER = "ana"
COMMUNITY = "handovers"


@dataclass
class Pair:
    """Northwind hosts a community; members of Riverside follow it with their apps."""

    north: Organization
    river: Organization
    group: ActorRow
    witness: MastodonPy

    @property
    def handle(self) -> str:
        """What somebody elsewhere writes to reach the community."""
        return f"@{COMMUNITY}@{self.north.host}"


async def sign_in(player: Player, node: Organization, login: str) -> Player:
    """Let a client library in for somebody."""
    browser = Browser(login)
    try:
        await player.sign_in(node.origin, browser.let_in)
    finally:
        await browser.close()
    return player


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Both organizations, running, with a witness at the one that hosts the community."""
    async with AsyncExitStack() as open_:

        async def organization(name: str) -> Organization:
            folder = tmp_path_factory.mktemp(name)
            url = await open_.enter_async_context(databases.fresh("sqlite", folder))
            node = Organization(name, nodes.free_port(), folder, url)
            await node.set_up(client_limits=LIMITS, registrations="open")
            open_.push_async_callback(node.close)
            return node

        north, river = await organization("northwind"), await organization("riverside")
        ana = await north.person(FOUNDER)
        group = await north.community(ana, COMMUNITY, display="Handovers")
        await asyncio.gather(north.start(), river.start())
        witness = MastodonPy()
        await sign_in(witness, north, FOUNDER)
        yield Pair(north, river, group, witness)
        for node in (north, river):
            assert "Traceback" not in node.log()


def made(library: type[Player], folder: Path) -> Player:
    """Bring a library, which keeps in a folder what it must."""
    if library is Toot:
        return Toot(folder)
    if library in {Masto, Megalodon} and (why := javascript.missing()):
        pytest.skip(why)
    return library()


async def join(app: Player, node: Organization) -> None:
    """Let somebody have an account, through their library where it can ask for one."""
    if "register" in app.lacks:
        await node.person(app.login)
        return
    mail = f"{app.login}@mail.example"
    app.first_token = await app.register(node.origin, app.login, mail, PASSWORD)


@pytest_asyncio.fixture(
    params=LIBRARIES, ids=lambda one: one.name, scope="module", loop_scope="module"
)
async def player(
    pair: Pair, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Player]:
    """Each client library in turn, with which somebody at Riverside signed in."""
    app = made(request.param, tmp_path_factory.mktemp("player"))
    try:
        await join(app, pair.river)
        yield await sign_in(app, pair.river, app.login)
    finally:
        await app.close()
