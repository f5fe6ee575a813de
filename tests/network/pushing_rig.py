"""A node in the process of the test, whose pushes are sent step by step to real endpoints."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fedcop.assembly import Parts
from fedcop.pushing import Pushing
from fedcop.settings import Settings
from fedcop.store.leases import Lease
from fedcop.store.rows import ActorRow, PostRow, PushRow
from tests import pushes
from tests.api.rig import Home, Phone, open_home
from tests.pushes import PATH, App, Endpoint
from tests.writing import count, echo, write

ALERTS = ("mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update")
EVERYTHING = dict.fromkeys(ALERTS, True)


def pushing_of(parts: Parts) -> Pushing:
    """What a worker has to send pushes with."""
    return Pushing(parts.store, parts.push, parts.seal, Lease(parts.store, "push").held)


@dataclass
class Desk:
    """Ana, who is told; Ben, who does things; and where her apps are told."""

    home: Home
    endpoint: Endpoint
    ana: ActorRow
    ben: ActorRow
    pushing: Pushing
    phones: dict[str, Phone] = field(default_factory=dict)

    async def app(self, **data: Any) -> App:
        """An app of Ana's that is told of everything."""
        app = self.endpoint.app(standard=len(self.phones) % 2 == 0)
        phone = self.phones[app.endpoint] = await self.home.phone_of(self.ana)
        data = {"alerts": EVERYTHING, **data}
        answer = await phone.post(PATH, subscription=app.subscription, data=data)
        assert answer.status_code == 200, answer.text
        return app

    async def name(self, words: str = "Look", **draft: Any) -> PostRow:
        """Let Ben name Ana; it is owed to her apps, not sent yet."""
        given = {"mentions": (self.ana.id,), **draft}
        post = await write(self.home.store, self.ben, f"<p>{words}</p>", **given)
        await echo(self.home.store)
        return post

    async def send(self) -> None:
        """Send all that can be sent now."""
        await echo(self.home.store)
        while await self.pushing.step():
            await self.pushing.landed()

    async def owed(self) -> int:
        return await count(self.home.store, "push_errand")

    async def subscription(self, app: App) -> PushRow | None:
        """Where an app is told, as it is stored now."""
        sql = f"SELECT {PushRow.columns()} FROM push_subscription WHERE endpoint = ?"
        return PushRow.first(await self.home.store.read(sql, app.endpoint))

    def bodies(self, app: App) -> list[str]:
        assert not app.wrong, app.wrong
        return [push.message["body"] for push in app.got]


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Desk]:
    """A desk on a fresh node."""
    async with open_home(settings) as home, pushes.opened() as endpoint:
        ana, ben = await home.person("ana"), await home.person("ben")
        desk = Desk(home, endpoint, ana, ben, pushing_of(home.parts))
        try:
            yield desk
        finally:
            await desk.pushing.stop()
