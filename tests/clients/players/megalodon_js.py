"""megalodon, which Whalebird and Fedistar are built on."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.clients.players.javascript import Bridge
from tests.clients.players.shape import APP, BACK, SCOPES, Entity, LetIn, Player

_NEXT = re.compile(r'<([^>]+)>; rel="next"')
_ACTS = ("favourite", "unfavourite", "reblog", "unreblog", "bookmark", "unbookmark")


class Megalodon(Player):
    """megalodon behind the bridge."""

    name = "megalodon"
    lacks = frozenset({"history", "hear_of_filters"})

    def __init__(self) -> None:
        self._bridge = Bridge("megalodon")

    @property
    def token(self) -> str:
        return self._token

    async def _call(self, at: str, *given: Any) -> Any:
        return await self._bridge.ask("call", at=at, given=given)

    async def sign_in(self, origin: str, let_in: LetIn) -> None:
        found = await self._bridge.ask("open", url=origin)
        assert found["kind"] == "mastodon"
        app = await self._call("registerApp", APP, {"scopes": SCOPES, "redirect_uris": BACK})
        back = await let_in(app["url"])
        code = parse_qs(urlsplit(back).query)["code"][0]
        key = (app["client_id"], app["client_secret"])
        token = await self._call("fetchAccessToken", *key, code, BACK)
        self._token, self._key = str(token["access_token"]), key
        await self._bridge.ask("open", url=origin, token=self._token)

    async def register(self, origin: str, name: str, email: str, password: str) -> str:
        await self._bridge.ask("open", url=origin)
        app = await self._call("registerApp", APP, {"scopes": SCOPES, "redirect_uris": BACK})
        # It fetches tokens for codes alone, so this one comes by hand.
        fields = {
            "grant_type": "client_credentials",
            "client_id": app["client_id"],
            "client_secret": app["client_secret"],
            "scope": " ".join(SCOPES),
        }
        async with httpx.AsyncClient(timeout=20) as client:
            answer = await client.post(f"{origin}/oauth/token", data=fields)
        await self._bridge.ask("open", url=origin, token=answer.json()["access_token"])
        made = await self._call("registerAccount", name, email, password, True, "en")
        return str(made["access_token"])

    async def me(self) -> Entity:
        return await self._call("verifyAccountCredentials")

    async def find(self, query: str) -> dict[str, list[Entity]]:
        return await self._call("search", query, {"resolve": True})

    async def follow(self, account: Entity) -> Entity:
        return await self._call("followAccount", account["id"])

    async def write(self, text: str, reply_to: str = "") -> Entity:
        more = {"in_reply_to_id": reply_to} if reply_to else {}
        return await self._call("postStatus", text, more)

    async def revise(self, status_id: str, text: str) -> Entity:
        return await self._call("editStatus", status_id, {"status": text})

    async def show(self, text: str, picture: Path, description: str) -> Entity:
        media = await self._bridge.ask("upload", path=str(picture), description=description)
        return await self._call("postStatus", text, {"media_ids": [media["id"]]})

    async def remove(self, status_id: str) -> None:
        await self._call("deleteStatus", status_id)

    async def status(self, status_id: str) -> Entity:
        return await self._call("getStatus", status_id)

    async def thread(self, status_id: str) -> dict[str, list[Entity]]:
        return await self._call("getStatusContext", status_id)

    async def home(self) -> list[Entity]:
        return await self._call("getHomeTimeline")

    async def home_to_the_end(self, limit: int) -> list[str]:
        return await self._to_the_end("getHomeTimeline", limit)

    async def notifications_to_the_end(self, limit: int) -> list[str]:
        return await self._to_the_end("getNotifications", limit)

    async def _to_the_end(self, at: str, limit: int) -> list[str]:
        ids: list[str] = []
        more: dict[str, Any] = {"limit": limit}
        while more:
            page = await self._bridge.ask("linked", at=at, given=[more])
            ids += [one["id"] for one in page["data"]]
            found = _NEXT.search(page["link"])
            query = parse_qs(urlsplit(found[1]).query) if found else {}
            more = {"limit": limit, "max_id": query["max_id"][0]} if found else {}
        return ids

    async def relation(self, account: Entity) -> Entity:
        return await self._call("getRelationship", account["id"])

    async def line_of(self, account: Entity) -> list[Entity]:
        return await self._call("getAccountStatuses", account["id"])

    async def poll(self, text: str, options: list[str]) -> Entity:
        poll = {"options": options, "expires_in": 3600}
        return await self._call("postStatus", text, {"poll": poll})

    async def votes(self, poll_id: str) -> Entity:
        return await self._call("getPoll", poll_id)

    async def vote(self, poll_id: str, choice: int) -> Entity:
        return await self._call("votePoll", poll_id, [choice])

    async def act(self, verb: str, status_id: str) -> Entity:
        assert verb in _ACTS
        return await self._call(f"{verb}Status", status_id)

    async def bookmarks(self) -> list[Entity]:
        return await self._call("getBookmarks")

    async def notifications(self) -> list[Entity]:
        return await self._call("getNotifications")

    async def lists(self) -> list[Entity]:
        return await self._call("getLists")

    async def make_list(self, title: str, account: Entity) -> Entity:
        made = await self._call("createList", title)
        await self.put_on_list(made["id"], account)
        return made

    async def list_line(self, list_id: str) -> list[Entity]:
        return await self._call("getListTimeline", list_id)

    async def rename_list(self, list_id: str, title: str) -> Entity:
        return await self._call("updateList", list_id, title)

    async def put_on_list(self, list_id: str, account: Entity) -> None:
        await self._call("addAccountsToList", list_id, [account["id"]])

    async def delete_list(self, list_id: str) -> None:
        await self._call("deleteList", list_id)

    async def make_filter(self, phrase: str) -> str:
        # It has the first version of filters only.
        made = await self._call("createFilter", phrase, ["home"], {"irreversible": True})
        return str(made["id"])

    async def remove_filter(self, filter_id: str) -> None:
        await self._call("deleteFilter", filter_id)

    async def report(self, account: Entity, status_id: str, why: str) -> Entity:
        wish = {"status_ids": [status_id], "comment": why, "forward": True}
        return await self._call("report", account["id"], wish)

    async def subscribe(self, endpoint: str, p256dh: str, auth: str) -> Entity:
        alerts = {"follow": True, "favourite": True, "reblog": True, "mention": True}
        subscription = {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
        return await self._call("subscribePushNotification", subscription, {"alerts": alerts})

    async def listen(self) -> None:
        await self._bridge.ask("listen")

    async def heard(self) -> list[tuple[str, Any]]:
        return [(one["event"], one.get("payload")) for one in await self._bridge.ask("heard")]

    async def deafen(self) -> None:
        await self._bridge.ask("deafen")

    async def end(self) -> None:
        await self._call("revokeToken", *self._key, self._token)

    async def close(self) -> None:
        await self._bridge.close()
