"""What somebody should know reaches their app through its endpoint, encrypted, whatever fails."""

from typing import Any

import httpx
import pytest

from fedcop import clock, ids
from fedcop.community import oauth, posts
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries import apps
from fedcop.store.rows import ActorRow, AppRow
from tests import pushes
from tests.nodes import Node, until
from tests.pushes import PATH, App

pytestmark = pytest.mark.timeout(120)

EVERYTHING = {"mention": True, "favourite": True, "follow": True, "reblog": True, "status": True}


@pytest.fixture
async def endpoint():
    """Where apps are told."""
    async with pushes.opened() as opened:
        yield opened


async def _issue(unit: Unit, actor: ActorRow) -> oauth.Granted:
    number = ids.new_id()
    row = AppRow(number, f"app-{number}", "x", "Fern", "", "", "read write push", clock.now_ms())
    unit.add(apps.insert_app(row))
    return oauth.issue(unit, row, actor.id, row.scopes)


class Phone:
    """An app of somebody, which talks to its node over real HTTP."""

    def __init__(self, node: Node, granted: oauth.Granted) -> None:
        self.node, self.granted = node, granted
        headers = {"Host": node.host, "Authorization": f"Bearer {granted.secret}"}
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{node.port}", headers=headers, timeout=20
        )

    async def ask(self, method: str, path: str, **json: Any) -> Any:
        answer = await self.client.request(method, path, json=json or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def subscribe(self, app: App, **data: Any) -> str:
        """Be told through an app from now on; the key of who tells."""
        data = {"alerts": EVERYTHING, **data}
        said = await self.ask("POST", PATH, subscription=app.subscription, data=data)
        return said["server_key"]


class Scene:
    """A node that runs, with somebody who writes and somebody who is told."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.phones: list[Phone] = []

    async def set_up(self) -> None:
        self.ana = await self.node.person("ana")
        self.ben = await self.node.person("ben")
        await self.node.start()

    async def phone(self, actor: ActorRow) -> Phone:
        made = Phone(self.node, await perform(self.node.store, _issue, actor))
        self.phones.append(made)
        return made

    async def name(self, words: str) -> Any:
        """Let Ben name Ana."""
        draft = Draft(content=f"<p>{words}</p>", mentions=(self.ana.id,))
        return await self.node.do(posts.write, self.ben, draft)

    async def number(self, sql: str) -> int:
        return await self.node.number(sql)

    async def owed(self) -> int:
        # What was owed to an app that is told no more is swept in its time.
        sql = "SELECT count(*) FROM push_errand e JOIN push_subscription s"
        return await self.number(f"{sql} ON s.id = e.subscription_id")

    async def nothing_owed(self) -> bool:
        return not await self.owed()


@pytest.fixture
async def scene(town, kind):
    """Ana and Ben on one node."""
    made = Scene(await town.node("northwind", kind))
    await made.set_up()
    yield made
    for phone in made.phones:
        await phone.client.aclose()


async def test_a_notification_arrives_and_only_its_app_can_read_it(scene, endpoint):
    old, new = endpoint.draft(), endpoint.app()
    for app in (old, new):
        phone = await scene.phone(scene.ana)
        key = await phone.subscribe(app)
        post = await scene.name(f"Come and <b>see</b> what {app.endpoint[-4:]} says & does")
        push = await app.get("mention", key)
        assert push.message == {
            "access_token": phone.granted.secret,
            "preferred_locale": "en",
            "notification_id": push.message["notification_id"],
            "notification_type": "mention",
            "icon": f"{scene.node.origin}/pictures/avatar.png",
            "title": "ben named you",
            "body": f"Come and see what {app.endpoint[-4:]} says & does",
        }
        told = await phone.ask("GET", "/api/v1/notifications")
        assert told[0]["id"] == str(push.message["notification_id"])
        assert told[0]["status"]["id"] == str(post.id)
        assert b"Come and" not in push.body
        assert phone.granted.secret.encode() not in push.body
    instance = (await phone.client.get("/api/v2/instance")).json()
    assert instance["configuration"]["vapid"]["public_key"] == key
    assert await old.get("mention", key)  # the first app is told of the second post as well
    await until(lambda: len(old.got) == 2, why=old.told)
    await until(scene.nothing_owed, why=scene.node.log)
    assert (len(old.tried), len(new.tried)) == (2, 1)


async def test_what_is_owed_outlives_a_worker_that_is_killed(scene, endpoint):
    app, phone = endpoint.app(), await scene.phone(scene.ana)
    key = await phone.subscribe(app)
    worker = scene.node.verbs[-1]
    app.answers = [None]
    await scene.name("first")
    await until(lambda: app.tried, why=scene.node.log)
    await scene.node.kill(worker)
    await scene.name("second")
    await scene.node.start(worker)
    await until(lambda: len(app.got) == 2, 60, why=scene.node.log)
    assert [push.message["body"] for push in app.got] == ["first", "second"]
    assert {pushes.sender(push.headers) for push in app.got} == {key}
    await until(scene.nothing_owed, why=scene.node.log)


async def test_an_endpoint_that_never_answers_delays_nobody(scene, endpoint):
    silent = [endpoint.app(host=f"silent{n % 3}") for n in range(12)]
    well = endpoint.app()
    for app in silent:
        app.answers = [None] * 9
        await (await scene.phone(scene.ana)).subscribe(app)
    await (await scene.phone(scene.ana)).subscribe(well)
    await scene.name("first")
    await until(lambda: all(app.tried for app in silent), why=scene.node.log)
    await well.get("mention")
    await scene.name("second")
    await until(lambda: len(well.got) == 2, why=well.told)
    sql = "SELECT count(*) FROM push_subscription WHERE fails > 0 AND failing > 0 AND due > 0"

    async def noted() -> bool:
        return await scene.number(sql) == 12

    await until(noted, why=scene.node.log)
    assert await scene.owed() == 24
    assert [push.message["body"] for push in well.got] == ["first", "second"]


async def test_an_endpoint_that_is_gone_is_told_no_more(scene, endpoint):
    for status in (410, 404):
        app, phone = endpoint.app(), await scene.phone(scene.ana)
        await phone.subscribe(app)
        app.answers = [status]
        await scene.name("first")

        async def ended(phone: Phone = phone) -> bool:
            return (await phone.client.get(PATH)).status_code == 404

        await until(ended, why=scene.node.log)
        assert len(app.tried) == 1


async def test_an_app_that_is_sent_away_is_told_no_more(scene, endpoint):
    away, stays = endpoint.app(), endpoint.app()
    phone = await scene.phone(scene.ana)
    await phone.subscribe(away)
    await (await scene.phone(scene.ana)).subscribe(stays)
    await scene.name("first")
    await away.get("mention")
    await scene.node.do(oauth.end_one, scene.ana.id, phone.granted.token.id)
    await scene.name("second")
    await until(lambda: len(stays.got) == 2, why=stays.told)
    await until(scene.nothing_owed, why=scene.node.log)
    assert len(away.tried) == 1
    assert await scene.number("SELECT count(*) FROM push_subscription") == 1
