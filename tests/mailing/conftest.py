"""A node that sends mail to a server on loopback."""

import time
from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import letters
from fedcop.community.letters import Letter
from fedcop.community.perform import perform
from fedcop.mailing.sending import Mailing
from fedcop.settings import Settings
from fedcop.transport.mail import Mail
from tests.mailing.servers import Desk, mail_server


async def always() -> bool:
    return True


class Post:
    """A node with a store, and the way to its mail server."""

    def __init__(self, store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.moved = 0.0
        self.mailing = self.anew()

    def anew(self) -> Mailing:
        """A worker that has just been started."""
        self.mailing = Mailing(self.store, self.settings, Mail(self.settings, 1.0), always)
        return self.mailing

    async def owe(self, address: str, kind: str = "test", **more) -> None:
        async def verb(unit) -> None:
            letters.owe(unit, Letter(kind, address, **more))

        await perform(self.store, verb)

    async def send(self) -> int:
        """Send until nothing more is due."""
        total = 0
        while tried := await self.mailing.step():
            total += tried
        return total

    def clock(self):
        return clock.held(lambda: time.time() + self.moved)


def mailing_settings(port: int, **more) -> Settings:
    known = {
        "origin": "https://cop.example",
        "secret": "only-for-tests-0123456789abcdefgh",
        "organization": "Northwind",
        "smtp_host": "localhost",
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": "cop@cop.example",
    }
    return Settings(**{**known, **more})


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def post(store, desk):
    async with mail_server(desk) as port:
        yield Post(store, mailing_settings(port))


@pytest.fixture
def with_settings():
    return replace
