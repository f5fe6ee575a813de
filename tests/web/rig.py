"""A node with its pages, without a socket: what the tests of the people's door begin with."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from fedcop.assembly import Parts, open_parts, open_store
from fedcop.community import sessions
from fedcop.community.perform import perform
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from fedcop.web.door import Way
from fedcop.web.site import people_app
from tests.builders import make_node, make_person

_NAMED = {"handle": "handovers", "tag": "x", "name": "x", "kind": "practice", "range": "1..1"}
_PARAM = re.compile(r"{(\w+)}")
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def address_of(way: Way, number: int) -> str:
    """An address of a way: of a community called handovers, of the thing of this number."""

    def filled(found: re.Match[str]) -> str:
        return str(number) if found[1] == "id" else _NAMED.get(found[1], "1")

    return _PARAM.sub(filled, way.path)


@dataclass
class Browser:
    """Somebody who looks at pages and sends forms."""

    client: httpx.AsyncClient
    origin: str
    csrf: str = ""

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(path, headers=headers)

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as a browser would, with the token of a page."""
        return await self.send(path, {"csrf": self.csrf, **fields})

    async def send(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Send exactly this form."""
        given = {"Origin": self.origin, **headers}
        return await self.client.post(path, data=fields, headers=given)

    async def sign_in(self, name: str, password: str) -> httpx.Response:
        """Sign in by the form."""
        page = await self.get("/signin")
        token = _TOKEN.search(page.text)
        assert token is not None
        fields = {"csrf": token[1], "login": name, "password": password, "next": "/home"}
        answer = await self.send("/signin", fields)
        if answer.status_code == 303:
            await self.learn()
        return answer

    async def learn(self, path: str = "/home") -> str:
        """Read the token that the forms of this session carry."""
        token = _TOKEN.search((await self.get(path)).text)
        self.csrf = token[1] if token else ""
        return self.csrf


@dataclass
class House:
    """An open node with its people's door."""

    parts: Parts
    app: object

    @property
    def store(self) -> Store:
        """Its memory."""
        return self.parts.store

    @property
    def settings(self) -> Settings:
        """Its settings."""
        return self.parts.settings

    def guest(self, client: tuple[str, int] = ("192.0.2.7", 4000)) -> Browser:
        """A browser that nobody is signed in with."""
        transport = httpx.ASGITransport(self.app, client=client)
        origin = self.settings.origin
        return Browser(httpx.AsyncClient(transport=transport, base_url=origin), origin)

    async def person(self, name: str, **person: object) -> tuple[ActorRow, Browser]:
        """Somebody of this node with a browser that they are signed in with."""
        actor = await make_person(self.store, name, display=name.title(), **person)
        return actor, await self.browser(actor)

    async def browser(self, actor: ActorRow) -> Browser:
        """Another browser of somebody."""
        begun = await perform(self.store, sessions.begin, actor.id, "Firefox/1 Linux")
        browser = self.guest()
        browser.client.cookies.set(self.settings.cookie, begun.token)
        browser.csrf = begun.session.csrf
        return browser


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """A node that has been set up, open."""
    store = await open_store(settings)
    await make_node(store, settings.organization)
    await store.close()
    parts = await open_parts(settings)
    try:
        yield House(parts, people_app(parts))
    finally:
        await parts.close()
