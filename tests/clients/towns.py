"""Two organizations that run, and what a browser does on their pages for an app."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import urlsplit

import httpx

from tests import nodes
from tests.builders import PASSWORD

# Apps and tests knock more often than people do.
LIMITS: Final = [
    "apps=500",
    "signup=500",
    "login=500",
    "api=100000",
    "person=100000",
    "search=5000",
]

_FORM = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
_CODE = re.compile(r'id="code">([^<]+)<')


class Organization(nodes.Node):
    """A node whose name every machine and every library resolves."""

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"


async def whose(origin: str, token: str) -> str:
    """Ask for whom a token acts; what was said, when it does for nobody."""
    async with httpx.AsyncClient(timeout=30) as client:
        path = f"{origin}/api/v1/accounts/verify_credentials"
        answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
    return str(answer.json()["username"]) if answer.status_code == 200 else answer.text


@dataclass
class Browser:
    """The browser of somebody in which apps open the page that asks for leave."""

    login: str
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(headers={"Accept": "text/html"}, timeout=30)

    async def let_in(self, url: str) -> str:
        """Open what an app opens, sign in, say yes; the address it leads to, or the code shown."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        answer = await self.client.get(url)
        for _ in range(8):
            if answer.is_redirect:
                where = answer.headers["location"]
                if not where.startswith(("/", origin)):
                    return where
                answer = await self.client.get(where if where[0] != "/" else origin + where)
            elif shown := _CODE.search(answer.text):
                return shown[1]
            else:
                answer = await self._fill_in(origin, answer)
        raise AssertionError(f"no end: {answer.url} {answer.status_code}\n{answer.text[:2000]}")

    async def _fill_in(self, origin: str, page: httpx.Response) -> httpx.Response:
        assert page.status_code == 200, f"{page.url}: {page.status_code}\n{page.text[:2000]}"
        forms = {
            action: dict(_HIDDEN.findall(inside)) for action, inside in _FORM.findall(page.text)
        }
        action = "/signin" if "/signin" in forms else "/oauth/authorize"
        fields = {name: unescape(value) for name, value in forms[action].items()}
        more = (
            {"login": self.login, "password": PASSWORD} if action == "/signin" else {"allow": "1"}
        )
        return await self.client.post(
            origin + action, data={**fields, **more}, headers={"Origin": origin}
        )

    async def close(self) -> None:
        await self.client.aclose()
