"""A node with its clients' door, without a socket: what the tests of that door begin with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

from fedcop import clock
from fedcop.app import build
from fedcop.assembly import Parts, open_parts, open_store
from fedcop.community import oauth
from fedcop.community.perform import perform
from fedcop.settings import Settings
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import apps
from fedcop.store.rows import ActorRow, AppRow
from fedcop.store.statements import Statement
from tests.builders import let_follow, make_community, make_node, make_person

ALL = "read write follow push"


@dataclass
class Phone:
    """A client app: without a token, or with that of somebody."""

    client: httpx.AsyncClient
    actor: ActorRow | None = None
    secret: str = ""
    token_id: int = 0

    async def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Send a request exactly as said."""
        return await self.client.request(method, path, **given)

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Read something."""
        return await self.client.get(path, params=params or None)

    async def post(self, path: str, **json: Any) -> httpx.Response:
        """Do something, said in JSON."""
        return await self.client.post(path, json=json)

    async def form(self, path: str, fields: dict[str, Any], method: str = "POST") -> httpx.Response:
        """Do something, said in a form; a list stands for a name that comes several times."""
        return await self.client.request(method, path, data=fields)

    async def read(self, path: str, **params: Any) -> Any:
        """Read something that must be there."""
        answer = await self.get(path, **params)
        assert answer.status_code == 200, answer.text
        return orjson.loads(answer.content)


@dataclass
class Home:
    """An open node with all its doors."""

    parts: Parts
    app: Any
    app_row: AppRow
    open_clients: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """Its memory."""
        return self.parts.store

    @property
    def settings(self) -> Settings:
        """Its settings."""
        return self.parts.settings

    def phone(self, secret: str = "", address: str = "192.0.2.7") -> Phone:
        """An app that shows this token, or none."""
        transport = httpx.ASGITransport(self.app, client=(address, 4000))
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        client = httpx.AsyncClient(
            transport=transport, base_url=self.settings.origin, headers=headers
        )
        self.open_clients.append(client)
        return Phone(client, secret=secret)

    async def person(self, name: str, **person: Any) -> ActorRow:
        """Somebody of this node."""
        return await make_person(self.store, name, **{"display": name.title(), **person})

    async def phone_of(self, actor: ActorRow | None, scopes: str = ALL) -> Phone:
        """An app that may act for somebody, or for itself."""
        granted = await perform(self.store, _issue, self.app_row, actor, scopes)
        phone = self.phone(granted.secret)
        phone.actor, phone.token_id = actor, granted.token.id
        return phone

    async def change(self, sql: str, *params: object) -> None:
        """Change something behind everybody's back."""
        unit = Unit(self.store)
        unit.add(Statement(sql, params))
        await unit.commit()

    async def community(
        self, founder: ActorRow, name: str, *members: ActorRow, **more: Any
    ) -> ActorRow:
        """A community with some members."""
        group = await make_community(self.store, founder, name, **more)
        for member in members:
            await let_follow(self.store, member, group)
        return group


async def _issue(unit: Unit, app: AppRow, actor: ActorRow | None, scopes: str) -> oauth.Granted:
    return oauth.issue(unit, app, actor.id if actor else 0, scopes)


async def _register(unit: Unit) -> AppRow:
    uris = "urn:ietf:wg:oauth:2.0:oob"
    row = AppRow(1, "rig", oauth.hash_secret("rig-secret"), "Rig", "", uris, ALL, clock.now_ms())
    unit.add(apps.insert_app(row))
    return row


@asynccontextmanager
async def open_home(settings: Settings) -> AsyncIterator[Home]:
    """A node that has been set up, open, with an app that is known to it."""
    store = await open_store(settings)
    await make_node(store, settings.organization)
    row = await perform(store, _register)
    await store.close()
    parts = await open_parts(settings)
    home = Home(parts, build(parts), row)
    try:
        yield home
    finally:
        for client in home.open_clients:
            await client.aclose()
        await parts.close()
