"""PostgreSQL is restarted under load, web and worker running: they wait, nothing is lost."""

import asyncio

import pytest

from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.store.migrate import migrate
from fedcop.store.verify import verify
from tests.databases import Server as Postgres
from tests.network.fakes import PUBLIC, Net, Server
from tests.nodes import Node, Town, until

SENDERS = 6


class Load:
    """Notes sent all the while; which of them were taken, and what was answered else."""

    def __init__(self, node: Node, server: Server, group: str) -> None:
        self.node, self.server, self.group = node, server, group
        self.taken: list[str] = []
        self.other: set[int] = set()
        self.stopping = False

    async def send(self, person: str) -> None:
        while not self.stopping:
            note = self.server.note(person, to=[PUBLIC, self.group], audience=self.group)
            create, status = self.server.create(note), 0
            while status != 202:
                status = await self.server.send(self.node, create)
                if status != 202:
                    self.other.add(status)
                    await asyncio.sleep(0.2)
            self.taken.append(note["id"])
            await asyncio.sleep(0.02)

    async def takes(self, count: int, seconds: float) -> None:
        """Wait until so many more were taken."""
        mark = len(self.taken) + count
        await until(lambda: len(self.taken) >= mark, seconds, why=self.node.log)

    async def is_told(self, *more: str) -> None:
        """Wait until everything that was taken was told to those who follow."""
        told = {*self.taken, *more}
        await until(
            lambda: told == {c["object"]["id"] for c in self.server.carried("Create")},
            60,
            why=self.node.log,
        )


@pytest.mark.timeout(180)
async def test_nothing_is_lost_and_only_503_is_answered(
    postgres_server: Postgres, town: Town, net: Net
) -> None:
    await migrate(postgres_server.url)
    node = await town.node("northwind", "postgresql", url=postgres_server.url)
    ana = await node.person("ana")
    group = await node.community(ana, "handovers")
    await node.start()
    garden = net.server("garden", "lemmy")
    people = [garden.person(f"p{n}") for n in range(SENDERS)]
    assert await garden.send(node, garden.activity("Follow", people[0], group.uri)) == 202
    await until(lambda: garden.told("Accept"), why=node.log)

    load = Load(node, garden, group.uri)
    tasks = [asyncio.create_task(load.send(person)) for person in people]
    for mode in ("immediate", "fast"):
        await load.takes(20, 20)
        await asyncio.to_thread(postgres_server.stop, mode)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(postgres_server.start)
        await load.takes(20, 15)
    load.stopping = True
    await asyncio.gather(*tasks)
    assert load.other <= {503}, node.log()

    await until(node.at_rest, 60, why=node.log)
    assert {row[0] for row in await node.store.read("SELECT uri FROM post")} == set(load.taken)
    assert await node.number("SELECT count(*) FROM inbox_message WHERE state <> 1") == 0
    draft = Draft(kind="Article", title="Ours", content="<p>x</p>", community_id=group.id)
    await load.is_told((await node.do(posts.write, ana, draft)).uri)
    assert await verify(node.database) == []
    assert node.runs("web")
    assert node.runs("worker")
