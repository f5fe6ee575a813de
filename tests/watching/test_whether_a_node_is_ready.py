"""Whether a node lives and is ready: asked of real processes, each part broken in turn."""

import asyncio
import resource
from pathlib import Path

import pytest

from fedcop.figures import Pulse
from fedcop.store.batch import Unit
from fedcop.store.migrate import migrate
from fedcop.store.statements import Statement
from fedcop.watching.readiness import Readiness, write_once
from fedcop.worker import Worker
from tests.databases import Server as Postgres
from tests.nodes import SERVE, WORKER, Node, Town, until

_TOMORROW = (
    "INSERT INTO tortoise_migrations (app, name, applied_at)"
    " VALUES ('fedcop', '9999_tomorrow', CURRENT_TIMESTAMP)"
)


async def ready(node: Node) -> dict[str, object]:
    answer = await node.get("/readyz")
    assert answer.status_code == (200 if answer.json()["ready"] else 503)
    return dict(answer.json())


async def is_ready(node: Node) -> bool:
    return bool((await ready(node))["ready"])


@pytest.mark.timeout(120)
async def test_a_whole_node_lives_and_is_ready(town: Town, kind: str) -> None:
    node = await town.node("northwind", kind)
    await node.start()
    lives = await node.get("/healthz")
    assert (lives.status_code, lives.text) == (200, "ok\n")
    await until(lambda: is_ready(node), why=node.log)
    assert await ready(node) == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "worker": "ok",
        "disk": "ok",
    }
    assert (await node.get("/readyz")).headers["cache-control"] == "no-store"


@pytest.mark.timeout(120)
async def test_a_worker_that_was_killed_is_missed_until_there_is_another(town: Town) -> None:
    node = await town.node("northwind", "postgresql")
    await node.start()
    await until(lambda: is_ready(node), why=node.log)
    await node.kill(WORKER)

    async def missed() -> bool:
        return not await is_ready(node)

    await until(missed, why=node.log)
    found = await ready(node)
    assert found["worker"] == "no worker holds echo and inbox"
    assert found["database"] == "ok"
    await node.start(WORKER)
    await until(lambda: is_ready(node), why=node.log)


@pytest.mark.timeout(120)
async def test_a_database_that_went_is_named_and_the_process_still_lives(
    town: Town, postgres_server: Postgres
) -> None:
    await migrate(postgres_server.url)
    node = await town.node("northwind", "postgresql", url=postgres_server.url)
    await node.start()
    await until(lambda: is_ready(node), why=node.log)
    postgres_server.stop()

    async def gone() -> bool:
        return "it does not answer" in str((await ready(node))["database"])

    await until(gone, why=node.log)
    assert (await node.get("/healthz")).status_code == 200
    postgres_server.start()
    await until(lambda: is_ready(node), 60, why=node.log)
    await node.stop()  # before its database goes for good


@pytest.mark.timeout(120)
async def test_a_schema_of_another_version_is_named(town: Town, kind: str) -> None:
    node = await town.node("northwind", kind)
    await node.start()
    await until(lambda: is_ready(node), why=node.log)
    unit = Unit(node.store)
    unit.add(Statement(_TOMORROW))
    await unit.commit()

    async def other() -> bool:
        return not await is_ready(node)

    await until(other)
    assert (await ready(node))["migrations"] == "the schema is not that of this version"


@pytest.mark.timeout(120)
async def test_a_full_disk_is_named(town: Town) -> None:
    node = await town.node("northwind", "sqlite")
    await node.start()
    await until(lambda: is_ready(node), why=node.log)
    resource.prlimit(node.pid(SERVE), resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    async def full() -> bool:
        return (await ready(node))["disk"] == "it cannot be written"

    await until(full, why=node.log)
    forever = resource.RLIM_INFINITY
    resource.prlimit(node.pid(SERVE), resource.RLIMIT_FSIZE, (forever, forever))
    await until(lambda: is_ready(node), why=node.log)


@pytest.mark.timeout(120)
async def test_a_loop_that_ended_is_named(town: Town, kind: str) -> None:
    node = await town.node("northwind", kind)
    readiness, stop = Readiness(node.parts), asyncio.Event()
    running = asyncio.create_task(Worker(node.parts).run(stop))

    async def found() -> tuple[bool, str]:
        by_name = {one.name: one for one in await readiness.look()}
        return by_name["worker"].well, by_name["worker"].found

    await until(lambda: node.parts.figures.pulse.loops().get("echo"))
    assert await found() == (True, "ok")
    next(task for task in asyncio.all_tasks() if task.get_name() == "echo").cancel()

    async def missed() -> bool:
        return await found() == (False, "these loops do not get on: echo")

    await until(missed)
    stop.set()
    await running


def test_a_loop_that_hangs_or_fails_again_and_again_does_not_get_on() -> None:
    pulse = Pulse()
    assert not pulse
    pulse.beat("inbox", 60)
    pulse.beat("echo", -1)
    for _ in range(5):
        pulse.went("tidy", well=False)
    pulse.beat("tidy", 60)
    assert pulse.loops() == {"inbox": True, "echo": False, "tidy": False}
    pulse.went("tidy", well=True)
    pulse.end("inbox")
    assert pulse.loops() == {"inbox": False, "echo": False, "tidy": True}


def test_a_trial_leaves_nothing_behind(tmp_path: Path) -> None:
    write_once(tmp_path)
    assert list(tmp_path.iterdir()) == []
