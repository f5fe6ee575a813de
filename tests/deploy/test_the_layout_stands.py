"""nginx, two web, two workers and PostgreSQL: posts cross to another node whatever is killed."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from fedcop.community import accounts, membership, posts
from fedcop.community.drafts import Draft
from fedcop.community.passwords import Passwords
from fedcop.federation.remote import lookup
from fedcop.store.migrate import migrate
from fedcop.store.queries.posts import find_post, find_post_by_uri
from fedcop.store.rows import ActorRow, PostRow
from tests.databases import Server, private_server
from tests.deploy.layout import PARTS, Layout, nginx_binary
from tests.nodes import Node, Town, until
from tests.web.rig import Browser

PASSWORD = "correct horse battery"
LONG = 40.0  # a lease of twenty seconds may have to run out first


@dataclass
class Scene:
    """Northwind in many processes, Riverside in one; Mia and Tomás share a community."""

    layout: Layout
    river: Node
    mia: ActorRow
    tomas: ActorRow
    group: ActorRow
    group_there: ActorRow
    written: int = 0

    async def write_at_home(self) -> PostRow:
        """Let Mia write."""
        self.written += 1
        draft = Draft(content=f"<p>From Northwind, {self.written}</p>", community_id=self.group.id)
        return await self.layout.node.do(posts.write, self.mia, draft)

    async def write_there(self) -> PostRow:
        """Let Tomás write, on the other node."""
        self.written += 1
        place = self.group_there.id
        draft = Draft(content=f"<p>From Riverside, {self.written}</p>", community_id=place)
        return await self.river.do(posts.write, self.tomas, draft)

    async def both_cross(self) -> None:
        """Write on both nodes, and wait until each has what the other wrote."""
        ours, theirs = await self.write_at_home(), await self.write_there()
        await self.arrives(self.river, ours)
        await self.arrives(self.layout.node, theirs)

    async def arrives(self, node: Node, post: PostRow) -> None:
        """Wait until a post is on a node."""

        async def there() -> bool:
            found = await find_post_by_uri(node.store, post.uri)
            return found is not None and found.content == post.content

        await until(there, LONG, why=lambda: f"{post.uri} on {node.name}:\n{self.logs()}")

    def logs(self) -> str:
        """The ends of what all processes say."""
        names = (*PARTS, "nginx")
        pieces = [f"{name}: {self.layout.log(name)[-600:]}" for name in names]
        return "\n".join([*pieces, self.river.log()[-600:]])


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Nodes of one's own; they end with the test."""
    opened = Town(tmp_path / "town")
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL of one's own, to be killed too."""
    with private_server() as made:
        yield made


async def migrated(server: Server) -> str:
    """Bring its first database to our schema, and return its url."""
    await migrate(server.url)
    return server.url


@pytest.fixture
async def scene(server: Server, town: Town, tmp_path: Path) -> AsyncIterator[Scene]:
    """Both nodes up, with a community that both are in."""
    nginx_binary()
    home = await town.node("northwind", "postgresql", url=await migrated(server))
    river = await town.node("riverside", "sqlite")
    layout = Layout(home, tmp_path)
    try:
        await layout.start()
        await river.start()
        mia, tomas = await home.person("mia"), await river.person("tomas")
        group = await home.community(mia, "handovers")
        there = await lookup.find(river.parts.reach, group.uri)
        await river.do(membership.ask, tomas, there)

        async def member() -> bool:
            row = await membership.find_follow(river.store, tomas.id, there.id)
            return row is not None and row.state == "accepted"

        await until(member, LONG, why=lambda: river.log()[-2000:])
        yield Scene(layout, river, mia, tomas, group, there)
    finally:
        await layout.stop()


@pytest.mark.timeout(300)
async def test_a_post_crosses_whichever_process_is_killed(scene: Scene) -> None:
    layout = scene.layout
    code, lines = await layout.node.run("check")
    assert [one for one in lines if not one.get("well", True)] == []
    assert code == 0
    await scene.both_cross()
    for name in PARTS:
        await layout.kill(name)
        await scene.both_cross()  # the other one of its kind does it
        answers = [(await layout.get("/communities")).status_code for _ in range(6)]
        assert set(answers) == {200}
        await layout.start_one(name)
    await scene.both_cross()


@pytest.mark.timeout(300)
async def test_what_is_written_while_nobody_answers_or_works_arrives_afterwards(
    scene: Scene,
) -> None:
    layout = scene.layout
    await layout.kill("worker-1")
    await layout.kill("worker-2")
    ours = await scene.write_at_home()
    await layout.start_one("worker-1")
    await layout.start_one("worker-2")
    await scene.arrives(scene.river, ours)

    await layout.kill("nginx")
    with pytest.raises(httpx.TransportError):
        await layout.get("/healthz")
    theirs = await scene.write_there()
    await layout.start_nginx()
    await scene.river.run("federation", "retry", layout.node.host)
    await scene.arrives(layout.node, theirs)

    await layout.kill("web-1")
    await layout.kill("web-2")
    assert (await layout.get("/communities")).status_code == 502
    theirs = await scene.write_there()
    await layout.start_one("web-1")
    await layout.start_one("web-2")
    await scene.river.run("federation", "retry", layout.node.host)
    await scene.arrives(layout.node, theirs)


@pytest.mark.timeout(300)
async def test_the_database_may_be_killed_as_well(scene: Scene, server: Server) -> None:
    await scene.both_cross()
    server.stop("immediate")
    assert (await scene.layout.get("/healthz")).status_code == 200
    assert (await scene.layout.get("/readyz")).status_code == 503
    theirs = await scene.write_there()
    server.start()
    await scene.river.run("federation", "retry", scene.layout.node.host)
    await scene.arrives(scene.layout.node, theirs)
    await scene.both_cross()
    assert all(process.returncode is None for process in scene.layout.running.values())


@pytest.mark.timeout(300)
async def test_somebody_writes_by_the_forms_through_nginx(scene: Scene) -> None:
    home = scene.layout.node
    hashed = await Passwords().hash(PASSWORD)
    await home.do(accounts.set_password, scene.mia.id, hashed)
    headers = {"Host": home.host, "User-Agent": "Firefox/1 Linux"}
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{home.port}", headers=headers, timeout=20
    ) as client:
        browser = Browser(client, home.origin)
        assert (await browser.sign_in("mia", PASSWORD)).status_code == 303
        written = await browser.post(
            "/c/handovers/write", title="By hand", text="Through *nginx*.", audience="1"
        )
        assert written.status_code == 303, written.text
    number = int(written.headers["location"].rpartition("/")[2])
    post = await find_post(home.store, number)
    assert post is not None
    await scene.arrives(scene.river, post)
    assert "Traceback" not in scene.layout.log("web-1") + scene.layout.log("web-2")
