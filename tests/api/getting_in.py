"""How an app gets its token: each step as an app and a browser take it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from fedcop.community import sessions
from fedcop.community.oauth import challenge_of
from fedcop.community.perform import perform
from fedcop.store.rows import ActorRow
from tests.api.rig import ALL, Home

BACK = "https://app.example/back"
OOB = "urn:ietf:wg:oauth:2.0:oob"
VERIFIER = "v" * 50
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


async def register(home: Home, uri: str = BACK, scopes: str = ALL, **more: Any) -> dict[str, Any]:
    """Make an app known."""
    fields = {"client_name": "Fern", "redirect_uris": uri, "scopes": scopes, **more}
    answer = await home.phone().form("/api/v1/apps", fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


@dataclass
class Window:
    """A browser in which an app opened our page."""

    client: httpx.AsyncClient
    origin: str

    async def open(self, app: dict[str, Any], **more: str) -> httpx.Response:
        """Open the page that asks whether an app may act for somebody."""
        return await self.client.get("/oauth/authorize", params=asked(app, **more))

    async def press(self, page: httpx.Response, button: str = "allow") -> httpx.Response:
        """Press a button of that page."""
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        fields = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
        fields.pop("next", None)
        token = _TOKEN.search(page.text)
        assert token is not None
        sent = {**fields, "csrf": token[1], button: "1"}
        headers = {"Origin": self.origin}
        return await self.client.post("/oauth/authorize", data=sent, headers=headers)


def asked(app: dict[str, Any], **more: str) -> dict[str, str]:
    """What an app puts into the address it opens."""
    usual = {
        "response_type": "code",
        "client_id": app["client_id"],
        "redirect_uri": app["redirect_uris"][0],
        "scope": ALL,
    }
    return {**usual, **more}


async def window_of(home: Home, actor: ActorRow | None = None) -> Window:
    """A browser, somebody signed in with it or nobody."""
    client = home.phone().client
    if actor is not None:
        begun = await perform(home.store, sessions.begin, actor.id, "Firefox/1 Linux")
        client.cookies.set(home.settings.cookie, begun.token)
    return Window(client, home.settings.origin)


async def code_for(home: Home, app: dict[str, Any], actor: ActorRow, **more: str) -> str:
    """Let an app in, up to the code."""
    window = await window_of(home, actor)
    page = await window.open(app, **more)
    assert page.status_code == 200, page.text
    answer = await window.press(page)
    assert answer.status_code == 303, answer.text
    return query_of(answer.headers["location"])["code"]


async def fetch(home: Home, app: dict[str, Any], code: str, **more: Any) -> httpx.Response:
    """Fetch the token that a code is for."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": app["redirect_uris"][0],
        **more,
    }
    return await home.phone().form("/oauth/token", fields)


def query_of(url: str) -> dict[str, str]:
    """What an address tells an app."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def challenge() -> dict[str, str]:
    """A challenge for VERIFIER."""
    return {"code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256"}
