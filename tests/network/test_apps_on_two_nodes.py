"""Two members with an app each, on two nodes: what one does the other sees in theirs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from fedcop import clock
from fedcop.community import oauth
from fedcop.store.batch import Unit
from fedcop.store.queries import apps
from fedcop.store.rows import ActorRow, AppRow
from tests.nodes import Node, Town, until

_URIS = "urn:ietf:wg:oauth:2.0:oob"
_ALL = "read write follow push"


@dataclass
class Phone:
    """Somebody's app, on a real socket."""

    node: Node
    person: ActorRow
    client: httpx.AsyncClient

    async def read(self, path: str, **params: Any) -> Any:
        answer = await self.client.get(f"/api{path}", params=params)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def do(self, path: str, method: str = "POST", **fields: Any) -> Any:
        answer = await self.client.request(method, f"/api{path}", json=fields)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def sees(self, path: str, look: Any, **params: Any) -> Any:
        """Wait until something holds of what is there, and return what was found."""

        async def there() -> Any:
            answer = await self.client.get(f"/api{path}", params=params)
            return look(answer.json()) if answer.status_code == 200 else None

        return await until(there, why=lambda: f"{path}\n{self.node.log()[-3000:]}")

    async def find(self, handle: str) -> str:
        """The id of somebody, asked for by handle."""
        found = await self.read("/v2/search", q=handle, type="accounts", resolve="true")
        return str(found["accounts"][0]["id"])


async def _register(unit: Unit) -> AppRow:
    row = AppRow(1, "rig", oauth.hash_secret("rig-secret"), "Rig", "", _URIS, _ALL, clock.now_ms())
    unit.add(apps.insert_app(row))
    return row


async def _issue(unit: Unit, app: AppRow, actor: int) -> oauth.Granted:
    return oauth.issue(unit, app, actor, _ALL)


async def open_phone(node: Node, name: str) -> Phone:
    person = await node.person(name)
    granted = await node.do(_issue, await node.do(_register), person.id)
    headers = {"Host": node.host, "Authorization": f"Bearer {granted.secret}"}
    url = f"http://127.0.0.1:{node.port}"
    return Phone(node, person, httpx.AsyncClient(base_url=url, headers=headers, timeout=20))


@pytest.fixture
async def phones(town: Town, kind: str) -> AsyncIterator[tuple[Phone, Phone]]:
    """Ana with her community, and tomas, a member of it from the other node."""
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    ana, tomas = await open_phone(north, "ana"), await open_phone(river, "tomas")
    await north.community(ana.person, "handovers")
    await north.person("bert")
    await asyncio.gather(north.start(), river.start())
    group = await tomas.find(f"@handovers@{north.host}")
    assert (await tomas.do(f"/v1/accounts/{group}/follow"))["requested"] is True
    await tomas.sees(
        "/v1/accounts/relationships", lambda found: found[0]["following"], **{"id[]": group}
    )
    yield ana, tomas
    for phone in (ana, tomas):
        assert "Traceback" not in phone.node.log()
        await phone.client.aclose()


def _by(acct: str, home: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first post of somebody in a timeline, passed on or not."""
    shown = [one["reblog"] or one for one in home]
    return next((one for one in shown if one["account"]["acct"].split("@")[0] == acct), None)


async def test_a_member_posts_into_a_community_elsewhere_and_is_answered(phones) -> None:
    ana, tomas = phones
    said = await tomas.do(
        "/v1/statuses",
        status=f"@handovers@{ana.node.host} five lines #wool",
        spoiler_text="Fold",
        language="de",
    )
    post = await ana.sees("/v1/timelines/home", lambda home: _by("tomas", home))
    assert (post["uri"], post["spoiler_text"], post["language"]) == (said["uri"], "Fold", "de")
    assert (post["sensitive"], post["visibility"]) == (True, "public")
    assert [tag["name"] for tag in post["tags"]] == ["wool"]

    await ana.do(f"/v1/statuses/{post['id']}/favourite")
    reply = await ana.do("/v1/statuses", status="Thanks", in_reply_to_id=post["id"])
    context = f"/v1/statuses/{said['id']}/context"
    there = await tomas.sees(context, lambda found: (found["descendants"] or [None])[0])
    assert there["uri"] == reply["uri"]
    await tomas.sees(f"/v1/statuses/{said['id']}", lambda one: one["favourites_count"] == 1)

    await ana.do(f"/v1/statuses/{reply['id']}", "PUT", status="Thank you", spoiler_text="Later")
    await tomas.sees(
        f"/v1/statuses/{there['id']}",
        lambda one: "Thank you" in one["content"] and one["spoiler_text"] == "Later",
    )
    await tomas.do(f"/v1/statuses/{said['id']}", "PUT", status="Six lines", sensitive=False)
    await ana.sees(
        f"/v1/statuses/{post['id']}",
        lambda one: "Six lines" in one["content"] and one["spoiler_text"] == "Fold",
    )

    await ana.do(f"/v1/statuses/{post['id']}/unfavourite")
    await tomas.sees(f"/v1/statuses/{said['id']}", lambda one: one["favourites_count"] == 0)
    gone = await ana.do(f"/v1/statuses/{reply['id']}", "DELETE")
    assert gone["text"] == "Thank you"
    await tomas.sees(context, lambda found: not found["descendants"])


async def test_people_of_two_nodes_follow_boost_and_part(phones) -> None:
    ana, tomas = phones
    await ana.do("/v1/accounts/update_credentials", "PATCH", locked=True)
    there = await tomas.find(f"@ana@{ana.node.host}")
    assert (await tomas.do(f"/v1/accounts/{there}/follow"))["requested"] is True
    asking = await ana.sees("/v1/follow_requests", lambda found: found)
    await ana.do(f"/v1/follow_requests/{asking[0]['id']}/authorize")
    relation = {"id[]": there}
    await tomas.sees("/v1/accounts/relationships", lambda one: one[0]["following"], **relation)

    first = await ana.do("/v1/statuses", status="For followers", visibility="private")
    post = await tomas.sees("/v1/timelines/home", lambda home: _by("ana", home))
    assert (post["uri"], post["visibility"]) == (first["uri"], "private")
    second = await ana.do("/v1/statuses", status="For all")

    def is_second(home: list[dict[str, Any]]) -> dict[str, Any] | None:
        post = _by("ana", home)
        return post if post and post["uri"] == second["uri"] else None

    post = await tomas.sees("/v1/timelines/home", is_second)
    await tomas.do(f"/v1/statuses/{post['id']}/reblog")
    await ana.sees(f"/v1/statuses/{second['id']}", lambda one: one["reblogs_count"] == 1)
    await tomas.do(f"/v1/statuses/{post['id']}/unreblog")
    await ana.sees(f"/v1/statuses/{second['id']}", lambda one: one["reblogs_count"] == 0)

    here = asking[0]["id"]
    assert (await ana.do(f"/v1/accounts/{here}/block"))["blocking"] is True
    await tomas.sees("/v1/accounts/relationships", lambda one: not one[0]["following"], **relation)
    assert (await ana.do(f"/v1/accounts/{here}/unblock"))["blocking"] is False


async def test_a_search_asks_another_node_for_a_member_who_wants_it(phones) -> None:
    ana, tomas = phones
    said = await ana.do("/v1/statuses", status="The kiln is warm")
    guest = httpx.AsyncClient(
        base_url=str(tomas.client.base_url), headers={"Host": tomas.node.host}, timeout=20
    )
    nothing: dict[str, list[object]] = {"accounts": [], "statuses": [], "hashtags": []}
    handle = f"@bert@{ana.node.host}"
    for query in (handle, said["uri"]):
        assert await tomas.read("/v2/search", q=query) == nothing
        asked = await guest.get("/api/v2/search", params={"q": query, "resolve": "true"})
        assert asked.json() == nothing
    found = await tomas.read("/v2/search", q=said["uri"], resolve="true")
    assert [one["uri"] for one in found["statuses"]] == [said["uri"]]
    assert (await tomas.read("/v2/search", q=said["uri"])) == found  # it is known now
    [bert] = (await tomas.read("/v2/search", q=handle, resolve="true"))["accounts"]
    assert bert["acct"] == handle.removeprefix("@")
    for absent in (f"@nobody@{ana.node.host}", f"{ana.node.origin}/n/7", "@bert@gone.invalid"):
        assert await tomas.read("/v2/search", q=absent, resolve="true") == nothing
    await guest.aclose()


async def test_a_member_elsewhere_chooses_and_both_see_how_it_stands(phones) -> None:
    ana, tomas = phones
    asked = {"options": ["Wool", "Linen"], "expires_in": 3600}
    said = await ana.do("/v1/statuses", status="@handovers Which?", poll=asked)
    post = await tomas.sees("/v1/timelines/home", lambda home: _by("ana", home))
    assert (post["uri"], post["poll"]["voted"]) == (said["uri"], False)
    chosen = await tomas.do(f"/v1/polls/{post['poll']['id']}/votes", choices=[1])
    assert (chosen["own_votes"], chosen["votes_count"]) == ([1], 1)
    path = f"/v1/polls/{said['poll']['id']}"
    here = await ana.sees(path, lambda poll: poll if poll["votes_count"] else None)
    assert [one["votes_count"] for one in here["options"]] == [0, 1]
    assert (here["voters_count"], here["own_votes"]) == (1, [])
    context = await ana.read(f"/v1/statuses/{said['id']}/context")
    assert context["descendants"] == []  # a vote is no post
