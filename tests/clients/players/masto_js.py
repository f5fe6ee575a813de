"""masto.js, which Phanpy and Elk are built on."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.clients.players.javascript import Bridge
from tests.clients.players.shape import APP, BACK, SCOPES, Entity, LetIn, Player

Steps = list[str | dict[str, str]]


class Masto(Player):
    """masto.js behind the bridge."""

    name = "masto"
    pushed_by_the_standard = True

    def __init__(self) -> None:
        self._bridge = Bridge("masto")
        self._token = self.origin = ""

    @property
    def token(self) -> str:
        return self._token

    async def _call(self, at: Steps, *given: Any, on: str = "rest") -> Any:
        return await self._bridge.ask("call", at=at, given=given, on=on)

    async def sign_in(self, origin: str, let_in: LetIn) -> None:
        await self._bridge.ask("open", url=origin)
        scope = " ".join(SCOPES)
        wish = {"clientName": APP, "redirectUris": BACK, "scopes": scope}
        app = await self._call(["v1", "apps", "create"], wish)
        asked = {
            "client_id": app["client_id"],
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": scope,
            "force_login": "false",
            "lang": "en-US",
        }
        back = await let_in(f"{origin}/oauth/authorize?{urlencode(asked)}")
        assert back.startswith(f"{BACK}&")
        code = {
            "grantType": "authorization_code",
            "clientId": app["client_id"],
            "clientSecret": app["client_secret"],
            "redirectUri": BACK,
            "code": parse_qs(urlsplit(back).query)["code"][0],
            "scope": scope,
        }
        token = await self._call(["token", "create"], code, on="oauth")
        self._key, self._secret = app["client_id"], app["client_secret"]
        self._token, self.origin = token["access_token"], origin
        await self._bridge.ask("open", url=origin, token=self._token)

    async def register(self, origin: str, name: str, email: str, password: str) -> str:
        await self._bridge.ask("open", url=origin)
        wish = {"clientName": APP, "redirectUris": BACK, "scopes": " ".join(SCOPES)}
        app = await self._call(["v1", "apps", "create"], wish)
        code = {
            "grantType": "client_credentials",
            "clientId": app["client_id"],
            "clientSecret": app["client_secret"],
            "scope": " ".join(SCOPES),
        }
        token = await self._call(["token", "create"], code, on="oauth")
        await self._bridge.ask("open", url=origin, token=token["access_token"])
        given = {"username": name, "email": email, "password": password}
        made = await self._call(
            ["v1", "accounts", "create"], {**given, "agreement": True, "locale": "en"}
        )
        return str(made["access_token"])

    async def me(self) -> Entity:
        return await self._call(["v1", "accounts", "verifyCredentials"])

    async def find(self, query: str) -> dict[str, list[Entity]]:
        return await self._call(["v2", "search", "list"], {"q": query, "resolve": True})

    async def follow(self, account: Entity) -> Entity:
        return await self._call(["v1", "accounts", {"select": account["id"]}, "follow"])

    async def write(self, text: str, reply_to: str = "") -> Entity:
        more = {"inReplyToId": reply_to} if reply_to else {}
        return await self._call(["v1", "statuses", "create"], {"status": text, **more})

    async def revise(self, status_id: str, text: str) -> Entity:
        at: Steps = ["v1", "statuses", {"select": status_id}, "update"]
        return await self._call(at, {"status": text})

    async def show(self, text: str, picture: Path, description: str) -> Entity:
        media = await self._bridge.ask("upload", path=str(picture), description=description)
        wish = {"status": text, "mediaIds": [media["id"]]}
        return await self._call(["v1", "statuses", "create"], wish)

    async def remove(self, status_id: str) -> None:
        await self._call(["v1", "statuses", {"select": status_id}, "remove"])

    async def status(self, status_id: str) -> Entity:
        return await self._call(["v1", "statuses", {"select": status_id}, "fetch"])

    async def thread(self, status_id: str) -> dict[str, list[Entity]]:
        return await self._call(["v1", "statuses", {"select": status_id}, "context", "fetch"])

    async def home(self) -> list[Entity]:
        return await self._call(["v1", "timelines", "home", "list"])

    async def home_to_the_end(self, limit: int) -> list[str]:
        return await self._to_the_end(["v1", "timelines", "home", "list"], limit)

    async def notifications_to_the_end(self, limit: int) -> list[str]:
        return await self._to_the_end(["v1", "notifications", "list"], limit)

    async def _to_the_end(self, at: Steps, limit: int) -> list[str]:
        pages = await self._bridge.ask("pages", at=at, given=[{"limit": limit}])
        return [one["id"] for page in pages for one in page]

    async def relation(self, account: Entity) -> Entity:
        at: Steps = ["v1", "accounts", "relationships", "fetch"]
        return (await self._call(at, {"id": [account["id"]]}))[0]

    async def line_of(self, account: Entity) -> list[Entity]:
        return await self._call(["v1", "accounts", {"select": account["id"]}, "statuses", "list"])

    async def history(self, status_id: str) -> list[Entity]:
        return await self._call(["v1", "statuses", {"select": status_id}, "history", "list"])

    async def poll(self, text: str, options: list[str]) -> Entity:
        wish = {"status": text, "poll": {"options": options, "expiresIn": 3600}}
        return await self._call(["v1", "statuses", "create"], wish)

    async def votes(self, poll_id: str) -> Entity:
        return await self._call(["v1", "polls", {"select": poll_id}, "fetch"])

    async def vote(self, poll_id: str, choice: int) -> Entity:
        at: Steps = ["v1", "polls", {"select": poll_id}, "votes", "create"]
        return await self._call(at, {"choices": [choice]})

    async def act(self, verb: str, status_id: str) -> Entity:
        return await self._call(["v1", "statuses", {"select": status_id}, verb])

    async def bookmarks(self) -> list[Entity]:
        return await self._call(["v1", "bookmarks", "list"])

    async def notifications(self) -> list[Entity]:
        return await self._call(["v1", "notifications", "list"])

    async def lists(self) -> list[Entity]:
        return await self._call(["v1", "lists", "list"])

    async def make_list(self, title: str, account: Entity) -> Entity:
        made = await self._call(["v1", "lists", "create"], {"title": title})
        await self.put_on_list(made["id"], account)
        return made

    async def list_line(self, list_id: str) -> list[Entity]:
        return await self._call(["v1", "timelines", "list", {"select": list_id}, "list"])

    async def rename_list(self, list_id: str, title: str) -> Entity:
        return await self._call(["v1", "lists", {"select": list_id}, "update"], {"title": title})

    async def put_on_list(self, list_id: str, account: Entity) -> None:
        at: Steps = ["v1", "lists", {"select": list_id}, "accounts", "create"]
        await self._call(at, {"accountIds": [account["id"]]})

    async def delete_list(self, list_id: str) -> None:
        await self._call(["v1", "lists", {"select": list_id}, "remove"])

    async def make_filter(self, phrase: str) -> str:
        words = [{"keyword": phrase, "wholeWord": False}]
        wish = {"title": phrase, "context": ["home"], "keywordsAttributes": words}
        made = await self._call(["v2", "filters", "create"], {**wish, "filterAction": "hide"})
        return str(made["id"])

    async def remove_filter(self, filter_id: str) -> None:
        await self._call(["v2", "filters", {"select": filter_id}, "remove"])

    async def report(self, account: Entity, status_id: str, why: str) -> Entity:
        wish = {
            "accountId": account["id"],
            "statusIds": [status_id],
            "comment": why,
            "forward": True,
        }
        return await self._call(["v1", "reports", "create"], wish)

    async def subscribe(self, endpoint: str, p256dh: str, auth: str) -> Entity:
        alerts = {"follow": True, "favourite": True, "reblog": True, "mention": True}
        keys = {"p256dh": p256dh, "auth": auth}
        subscription = {"endpoint": endpoint, "keys": keys, "standard": True}
        wish = {"subscription": subscription, "data": {"alerts": alerts}, "policy": "all"}
        return await self._call(["v1", "push", "subscription", "create"], wish)

    async def listen(self) -> None:
        await self._bridge.ask(
            "listen", url=self.origin.replace("http", "ws", 1), token=self._token
        )

    async def heard(self) -> list[tuple[str, Any]]:
        return [(one["event"], one.get("payload")) for one in await self._bridge.ask("heard")]

    async def deafen(self) -> None:
        await self._bridge.ask("deafen")

    async def end(self) -> None:
        given = {"clientId": self._key, "clientSecret": self._secret, "token": self._token}
        await self._call(["revoke"], given, on="oauth")

    async def close(self) -> None:
        await self._bridge.close()
