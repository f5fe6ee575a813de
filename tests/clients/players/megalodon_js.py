"""megalodon, which Whalebird and Fedistar are built on."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.clients.players.javascript import Bridge
from tests.clients.players.shape import APP, BACK, SCOPES, Entity, LetIn, Player

_NEXT = re.compile(r'<([^>]+)>; rel="next"')
_ACTS = ("favourite", "unfavourite", "reblog", "unreblog", "bookmark", "unbookmark")


class Megalodon(Player):
    """megalodon behind the bridge."""

    name = "megalodon"

    def __init__(self) -> None:
        self._bridge = Bridge("megalodon")

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
        await self._bridge.ask("open", url=origin, token=token["access_token"])

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
        ids: list[str] = []
        more: dict[str, Any] = {"limit": limit}
        while more:
            page = await self._bridge.ask("linked", at="getHomeTimeline", given=[more])
            ids += [one["id"] for one in page["data"]]
            found = _NEXT.search(page["link"])
            query = parse_qs(urlsplit(found[1]).query) if found else {}
            more = {"limit": limit, "max_id": query["max_id"][0]} if found else {}
        return ids

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
        await self._call("addAccountsToList", made["id"], [account["id"]])
        return made

    async def list_line(self, list_id: str) -> list[Entity]:
        return await self._call("getListTimeline", list_id)

    async def make_filter(self, phrase: str) -> Entity:
        return await self._call("createFilter", phrase, ["home"])  # of the first version

    async def report(self, account: Entity, status_id: str, why: str) -> Entity:
        wish = {"status_ids": [status_id], "comment": why, "forward": True}
        return await self._call("report", account["id"], wish)

    async def listen(self) -> None:
        await self._bridge.ask("listen")

    async def heard(self) -> list[tuple[str, Any]]:
        return [(one["event"], one.get("payload")) for one in await self._bridge.ask("heard")]

    async def close(self) -> None:
        await self._bridge.close()
