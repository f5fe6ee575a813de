"""The disk is full: what cannot be kept is answered 503, what was kept is not lost."""

import resource
from dataclasses import dataclass, field

import httpx
import orjson
import pytest

from fedcop.activitypub.signatures.claim import Scheme
from fedcop.store.verify import verify
from tests.network.fakes import PUBLIC, Net, Server, signed
from tests.nodes import SERVE, Node, Town, until


def fill_up(node: Node, *, room: int) -> None:
    """Let no file of a node grow beyond a size: a write past it fails as on a full disk."""
    resource.prlimit(node.pid(SERVE), resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


def make_room(node: Node) -> None:
    forever = resource.RLIM_INFINITY
    resource.prlimit(node.pid(SERVE), resource.RLIMIT_FSIZE, (forever, forever))


@dataclass
class Sender:
    """Somebody who writes ten kilobytes at a time."""

    node: Node
    server: Server
    group: str
    person: str
    taken: set[str] = field(default_factory=set)

    async def sends(self) -> httpx.Response:
        """Post a note, and remember it when it was taken."""
        to = [PUBLIC, self.group]
        text = f"<p>{'word ' * 2000}</p>"
        note = self.server.note(self.person, to=to, audience=self.group, content=text)
        body = orjson.dumps(self.server.create(note))
        headers = signed(self.node, body, self.person, "/inbox", Scheme.CAVAGE)
        answer = await self.node.post("/inbox", body, headers)
        if answer.status_code == 202:
            self.taken.add(note["id"])
        return answer

    async def is_taken(self) -> bool:
        return (await self.sends()).status_code == 202

    async def is_refused(self) -> bool:
        """Whether a note was answered 503, which is all that may be answered but 202."""
        answer = await self.sends()
        if answer.status_code == 202:
            return False
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        return True

    def is_told(self) -> bool:
        """Whether everything that was taken was told to those who follow."""
        return {c["object"]["id"] for c in self.server.carried("Create")} == self.taken


@pytest.mark.timeout(120)
async def test_what_cannot_be_kept_is_answered_503_and_work_goes_on_when_there_is_room(
    town: Town, net: Net
) -> None:
    node = await town.node("northwind", "sqlite")
    group = await node.community(await node.person("ana"), "handovers")
    await node.start()
    garden = net.server("garden", "lemmy")
    gus = Sender(node, garden, group.uri, garden.person("gus"))
    assert await garden.send(node, garden.activity("Follow", gus.person, group.uri)) == 202
    await until(lambda: garden.told("Accept"), why=node.log)
    assert await gus.is_taken()

    fill_up(node, room=(node.folder / "fedcop.db-wal").stat().st_size + 60_000)
    await until(gus.is_refused, why=node.log)
    for _ in range(5):
        assert await gus.is_refused()
    assert (await node.get("/actor")).status_code == 200  # who only reads is answered
    assert node.runs(SERVE)

    make_room(node)
    await until(gus.is_taken, why=node.log)
    await until(node.at_rest, 60, why=node.log)
    await until(gus.is_told, 60, why=node.log)
    assert {row[0] for row in await node.store.read("SELECT uri FROM post")} == gus.taken
    assert await verify(node.database) == []
    assert "the database cannot write" in node.log()
