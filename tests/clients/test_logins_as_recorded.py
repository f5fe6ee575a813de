"""The calls with which well-known apps sign in, in their order and with their odd parameters.

Recorded from the apps themselves, or read in their source where they do not run here.
"""

import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio

from tests.clients.conftest import Pair
from tests.clients.towns import Browser

pytestmark = [
    pytest.mark.xdist_group("logins_as_recorded"),  # two nodes are started once for all of them
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(90),
]

Json = Any  # whatever the node answers; the assertions say what it must be
SCOPE = "read write follow push"
FORM, JSON = "data", "json"
LOGIN = "reader"


@dataclass
class App:
    """An app that speaks with the node, and what it learned so far."""

    origin: str
    web: str = ""  # where an app in a browser comes from
    json_always: bool = False
    client: httpx.AsyncClient = field(init=False)
    registered: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        headers = {"Origin": self.web} if self.web else {}
        if self.json_always:
            headers["Content-Type"] = "application/json"
        self.client = httpx.AsyncClient(base_url=self.origin, headers=headers, timeout=20)

    async def ask(self, method: str, path: str, status: int = 200, **given: Any) -> httpx.Response:
        """Send something; apps in browsers may read the answer, whatever it is."""
        answer = await self.client.request(method, path, **given)
        assert answer.status_code == status, f"{method} {path}: {answer.text[:500]}"
        if self.web:
            assert answer.headers["access-control-allow-origin"] == "*"
        return answer

    async def read(self, path: str, status: int = 200, **params: Any) -> Json:
        return (await self.ask("GET", path, status, params=params or None)).json()

    async def all_there(self, *paths: str) -> list[Json]:
        """Read what an app reads at its start, each of which must be there."""
        return [await self.read(path) for path in paths]

    async def register(self, body: str, redirect: str | list[str], **more: str) -> None:
        fields = {"client_name": "Reader", "redirect_uris": redirect, "scopes": SCOPE, **more}
        self.registered = (await self.ask("POST", "/api/v1/apps", **{body: fields})).json()
        assert self.registered["client_id"]
        assert self.registered["client_secret"]

    async def authorize(self, redirect: str, *, slash: str = "", **more: str) -> dict[str, str]:
        """Open the page in a browser; what the address says that it leads back to."""
        asked = {
            "client_id": self.registered["client_id"],
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": SCOPE,
            **more,
        }
        browser = Browser(LOGIN)
        back = await browser.let_in(f"{self.origin}/oauth/authorize{slash}?{urlencode(asked)}")
        await browser.close()
        if not back.startswith(redirect):
            return {"code": back}
        return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}

    async def token(self, body: str, code: str, redirect: str, **more: str) -> dict[str, Any]:
        fields = {
            "client_id": self.registered["client_id"],
            "client_secret": self.registered["client_secret"],
            "redirect_uri": redirect,
            "grant_type": "authorization_code",
            "code": code,
            **more,
        }
        token = (await self.ask("POST", "/oauth/token", **{body: fields})).json()
        assert token["token_type"] == "Bearer"
        assert isinstance(token["created_at"], int)
        self.client.headers["Authorization"] = f"Bearer {token['access_token']}"
        return dict(token)

    async def preflight(self, path: str, method: str, *headers: str) -> None:
        """Ask as a browser does before it lets an app send."""
        given = {
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": ", ".join(headers),
        }
        answer = await self.client.options(path, headers=given)
        assert answer.status_code in {200, 204}
        assert method in answer.headers["access-control-allow-methods"]
        allowed = answer.headers["access-control-allow-headers"].lower()
        assert all(name.lower() in allowed for name in headers)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def origin(pair: Pair) -> AsyncIterator[str]:
    """The address of a node where somebody has an account and wrote a little."""
    await pair.river.person(LOGIN)
    app = App(pair.river.origin)
    await app.register(FORM, "urn:ietf:wg:oauth:2.0:oob")
    code = (await app.authorize("urn:ietf:wg:oauth:2.0:oob"))["code"]
    await app.token(FORM, code, "urn:ietf:wg:oauth:2.0:oob")
    for number in range(25):
        await app.ask("POST", "/api/v1/statuses", data={"status": f"Note {number}"})
    yield pair.river.origin


def challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def pages_end(app: App, path: str) -> list[str]:
    """Follow `next` as it stands until there is none."""
    ids: list[str] = []
    url = path
    for _ in range(30):
        answer = await app.ask("GET", url)
        ids += [one["id"] for one in answer.json()]
        if "next" not in answer.links:
            assert len(ids) == len(set(ids))
            return ids
        url = answer.links["next"]["url"]
        assert url.startswith(app.origin)
    raise AssertionError(f"{path} has no end")


async def test_phanpy_signs_in(origin: str):
    app = App(origin, web="https://phanpy.example")
    back = "https://phanpy.example/"
    meta = await app.ask("GET", "/.well-known/host-meta")
    assert urlsplit(origin).netloc in meta.text
    await app.register(FORM, back, website="https://phanpy.example")
    told = await app.read("/.well-known/oauth-authorization-server")
    assert "S256" in told["code_challenge_methods_supported"]
    verifier = "phanpy" * 10
    more = {"code_challenge_method": "S256", "code_challenge": challenge(verifier)}
    code = (await app.authorize(back, **more))["code"]
    await app.token(FORM, code, back, code_verifier=verifier)
    await app.preflight("/api/v2/instance", "GET", "authorization")
    _, node, me = await app.all_there(
        "/api/v1/preferences", "/api/v2/instance", "/api/v1/accounts/verify_credentials"
    )
    assert node["configuration"]["statuses"]["max_characters"] > 0
    links = (await app.read("/.well-known/nodeinfo"))["links"]
    usable = [one["href"] for one in links if one["rel"].endswith("/2.0")]
    assert (await app.read(usable[0]))["software"]["name"] == "fedcop"
    assert len(await pages_end(app, "/api/v1/timelines/home?limit=20")) == 25
    await app.read("/api/v1/followed_tags", limit=200)
    assert (await app.read(f"/api/v1/accounts/{me['id']}"))["acct"] == LOGIN
    await app.all_there("/api/v1/announcements", "/api/v1/follow_requests?limit=80")
    await app.all_there("/api/v1/lists", "/api/v2/filters", "/api/v1/trends/links")
    await app.read("/api/v1/notifications?limit=1&since_id=")
    marker = {"notifications": {"last_read_id": "905"}}
    await app.preflight("/api/v1/markers", "POST", "authorization", "content-type")
    moved = (await app.ask("POST", "/api/v1/markers", json=marker)).json()
    assert moved["notifications"]["last_read_id"] == "905"
    await app.preflight("/api/v1/statuses", "POST", "authorization", "idempotency-key")


async def test_phanpy_reads_grouped_notifications(origin: str):
    app = await signed_in(origin)
    groups = await app.read("/api/v2/notifications?limit=20&exclude_types[]=follow_request")
    assert groups["notification_groups"] == []
    policy = await app.read("/api/v2/notifications/policy")
    assert policy["summary"]["pending_requests_count"] == 0


async def test_elk_signs_in_from_its_own_server(origin: str):
    server, name = App(origin), urlsplit(origin).netloc
    web = "https://elk.example"
    back = f"{web}/api/{name}/oauth/{quote(web, safe='')}"
    await server.register(JSON, [back, "urn:ietf:wg:oauth:2.0:oob"], website=web)
    assert server.registered["redirect_uris"][0] == back  # to the letter, percent signs and all
    await server.read("/api/v2/instance")
    code = (await server.authorize(back, force_login="false", lang="en-US"))["code"]
    token = await server.token(JSON, code, back, scope=SCOPE)
    app = App(origin, web=web)
    app.client.headers["Authorization"] = f"Bearer {token['access_token']}"
    await app.all_there("/api/v2/instance", "/nodeinfo/2.0", "/api/v1/preferences")
    await app.all_there("/api/v1/accounts/verify_credentials", "/api/v1/followed_tags")
    await app.read("/api/v1/push/subscription", 404)
    assert len(await pages_end(app, "/api/v1/timelines/home?limit=30")) == 25


async def test_elk_registers_anew_when_it_is_not_known(origin: str):
    app = App(origin)
    fields = {"client_id": "gone", "client_secret": "gone", "code": "x", "redirect_uri": "x:/"}
    given = {**fields, "grant_type": "authorization_code"}
    answer = await app.ask("POST", "/oauth/token", 401, json=given)
    assert answer.json()["error"] == "invalid_client"


async def test_semaphore_signs_in(origin: str):
    app = App(origin, web="https://semaphore.example", json_always=True)
    back = "https://semaphore.example/settings/instances/add"
    await app.preflight("/api/v1/apps", "POST", "content-type")
    await app.register(JSON, back)
    await app.read("/api/v1/instance")
    code = (await app.authorize(back))["code"]
    form = urlencode(
        {
            "client_id": app.registered["client_id"],
            "client_secret": app.registered["client_secret"],
            "redirect_uri": back,
            "grant_type": "authorization_code",
            "code": code,
        }
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    token = await app.ask("POST", "/oauth/token", content=form, headers=headers)
    app.client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
    me, *_ = await app.all_there(
        "/api/v1/accounts/verify_credentials", "/api/v1/custom_emojis", "/api/v1/instance"
    )
    await app.preflight("/api/v1/timelines/home", "GET", "authorization", "content-type")
    assert len(await app.read("/api/v1/timelines/home", limit=20)) == 20
    await app.all_there("/api/v1/follow_requests", "/api/v1/lists", "/api/v1/filters")
    # Without brackets.
    relations = await app.read("/api/v1/accounts/relationships", id=me["id"])
    assert [one["id"] for one in relations] == [me["id"]]


async def test_tusky_signs_in(origin: str):
    app = App(origin)
    back = "oauth2redirect://com.keylesspalace.tusky/"
    await app.register(FORM, back, website="https://tusky.app")
    assert "rules" in await app.read("/api/v2/instance")
    code = (await app.authorize(back))["code"]
    await app.token(FORM, code, back)
    await app.all_there("/api/v1/accounts/verify_credentials", "/api/v1/custom_emojis")
    await app.all_there("/api/v1/announcements?with_dismissed=false", "/api/v2/filters")
    newest = await app.read("/api/v1/timelines/home", limit=30)
    ids = [one["id"] for one in newest]
    assert ids == sorted(ids, key=lambda one: (len(one), one), reverse=True)
    older = await app.read("/api/v1/timelines/home", limit=5, max_id=ids[4])
    newer = await app.read("/api/v1/timelines/home", limit=5, min_id=ids[9], since_id=ids[20])
    assert [one["id"] for one in older] == ids[5:10]
    assert [one["id"] for one in newer] == ids[4:9]  # those next to it, not the newest
    await app.read("/api/v1/markers?timeline[]=notifications")
    await app.read("/api/v1/notifications?min_id=0&limit=30")
    form = {"notifications[last_read_id]": "906"}
    assert (await app.ask("POST", "/api/v1/markers", data=form)).json()["notifications"]
    made = (await app.ask("POST", "/api/v1/lists", data={"title": "Some"})).json()
    # Tusky sends DELETE with a form.
    await app.ask("DELETE", f"/api/v1/lists/{made['id']}/accounts", data={"account_ids[]": ["1"]})
    await app.ask("DELETE", f"/api/v1/lists/{made['id']}")


async def test_tusky_posts_twice_with_one_key(origin: str):
    app = await signed_in(origin)
    headers = {"Idempotency-Key": "tusky-1"}
    body = {"status": "Once", "visibility": "unlisted", "sensitive": False, "media_ids": None}
    body |= {"in_reply_to_id": None, "spoiler_text": "", "poll": None, "language": "en"}
    twice = [
        (await app.ask("POST", "/api/v1/statuses", json=body, headers=headers)).json()["id"]
        for _ in range(2)
    ]
    assert twice[0] == twice[1]
    await app.ask("DELETE", f"/api/v1/statuses/{twice[0]}")
    assert await app.read(f"/api/v1/statuses/{twice[0]}", 404) == {"error": "Record not found"}


async def test_mastodon_for_android_signs_in(origin: str):
    app = App(origin)
    back = "mastodon-android-auth://callback"
    await app.ask("GET", "/.well-known/host-meta")
    node = await app.read("/api/v2/instance")
    await app.register(JSON, back, website="https://app.joinmastodon.org/android")
    verifier = "android" * 10
    more = {"code_challenge_method": "S256", "code_challenge": challenge(verifier)}
    pkce = node.get("api_versions", {}).get("mastodon", 0) >= 3
    code = (await app.authorize(back, **(more if pkce else {})))["code"]
    await app.token(JSON, code, back, **({"code_verifier": verifier} if pkce else {}))
    me, *_ = await app.all_there("/api/v1/accounts/verify_credentials", "/api/v1/preferences")
    await app.all_there("/api/v1/markers?timeline[]=home&timeline[]=notifications")
    await app.all_there("/api/v1/filters", "/api/v1/custom_emojis", "/api/v1/lists")
    await app.all_there("/api/v1/followed_tags", "/api/v1/trends", "/api/v1/notifications")
    await app.all_there("/api/v1/notifications/unread_count", "/api/v2/notifications/unread_count")
    home = await app.read("/api/v1/timelines/home")
    some = [("id[]", one["id"]) for one in home[:3]]
    found = (await app.ask("GET", "/api/v1/statuses", params=some)).json()
    assert {one["id"] for one in found} == {one["id"] for one in home[:3]}
    people = (await app.ask("GET", "/api/v1/accounts", params=[("id[]", me["id"])])).json()
    assert [one["acct"] for one in people] == [LOGIN]
    # Android recognizes this sentence.
    said = await App(origin).read("/api/v1/timelines/home", 401)
    assert said["error"] in {
        "The access token is invalid",
        "This method requires an authenticated user",
    }


async def test_mastodon_for_ios_signs_in(origin: str):
    app = App(origin)
    back = "mastodon://joinmastodon.org/oauth"
    node = await app.read("/api/v1/instance")
    assert int(node["version"].split(".")[0]) >= 4
    await app.register(FORM, back)
    code = (await app.authorize(back))["code"]
    await app.token(FORM, code, back)
    await app.all_there("/api/v1/accounts/verify_credentials", "/api/v2/instance")
    await app.all_there("/api/v1/custom_emojis", "/api/v1/preferences", "/api/v1/filters")
    await app.all_there("/api/v1/lists", "/api/v1/followed_tags")
    await app.all_there("/api/v1/notifications/policy")
    # What is not there shows as an error.
    await app.all_there("/api/v1/trends/tags", "/api/v1/trends/statuses", "/api/v1/trends/links")
    await app.all_there("/api/v1/suggestions", "/api/v2/suggestions")


async def test_mastodon_py_writes_none_and_false_as_words(origin: str):
    app = App(origin)
    out = "urn:ietf:wg:oauth:2.0:oob"
    await app.register(FORM, out)
    words = {"force_login": "False", "state": "None", "lang": "None"}
    code = (await app.authorize(out, **words))["code"]
    token = await app.token(FORM, code, out)
    assert set(token["scope"].split()) >= set(SCOPE.split())
    await app.all_there("/api/v1/instance/", "/api/v2/instance/", "/api/v1/conversations/")
    body = {"status": "Said so", "sensitive": "0", "visibility": "", "media_ids": None}
    made = (await app.ask("POST", "/api/v1/statuses", json=body)).json()
    assert made["sensitive"] is False
    await app.ask("DELETE", f"/api/v1/statuses/{made['id']}")


async def test_state_comes_back_as_it_went(origin: str):
    app = App(origin)
    back = "com.tapbots.Ivory.10217:/request_token"
    await app.register(FORM, back)
    led = await app.authorize(back, state="None")
    assert led["state"] == "None"
    assert led["code"]


async def test_toot_opens_the_page_with_a_slash(origin: str):
    app = App(origin)
    out = "urn:ietf:wg:oauth:2.0:oob"
    body = {"client_name": "toot", "redirect_uris": out, "scopes": SCOPE, "website": ""}
    app.registered = (await app.ask("POST", "/api/v1/apps", json=body)).json()
    code = (await app.authorize(out, slash="/"))["code"]
    await app.token(FORM, code, out)
    given = {"grant_type": "password", "username": LOGIN, "password": "x"}
    given |= {"client_id": app.registered["client_id"]}
    given |= {"client_secret": app.registered["client_secret"]}
    answer = await app.ask("POST", "/oauth/token", 400, data=given)
    assert answer.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize("how", ["json", "form", "multipart", "query"])
async def test_a_write_reads_the_same_in_every_body(origin: str, how: str):
    app = await signed_in(origin)
    fields = {"status": "Said in all ways", "spoiler_text": "Ways", "sensitive": "true"}
    ways: dict[str, dict[str, Any]] = {
        "json": {"json": fields},
        "form": {"data": fields},
        "multipart": {"files": {name: (None, value) for name, value in fields.items()}},
        "query": {"params": fields},
    }
    made = (await app.ask("POST", "/api/v1/statuses", **ways[how])).json()
    assert (made["spoiler_text"], made["sensitive"]) == ("Ways", True)
    assert "Said in all ways" in made["content"]
    await app.ask("DELETE", f"/api/v1/statuses/{made['id']}")


async def signed_in(origin: str) -> App:
    """An app of no particular kind that has its token."""
    app = App(origin)
    out = "urn:ietf:wg:oauth:2.0:oob"
    await app.register(FORM, out)
    await app.token(FORM, (await app.authorize(out))["code"], out)
    return app
