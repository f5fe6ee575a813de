"""nginx, two web, two workers and PostgreSQL: posts cross to another node whatever is killed.

All of it is brought up once. At the end of each test it stands as it stood before.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pyrage
import pytest
import pytest_asyncio

from fedcop.assembly import open_parts
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

pytestmark = [
    pytest.mark.xdist_group("the_layout"),  # it is brought up once for all of them
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
]
PASSWORD = "correct horse battery"
IDENTITY = pyrage.x25519.Identity.generate()  # opens the backups
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

    def failures(self) -> int:
        """How often something unforeseen happened while answering."""
        return sum(self.layout.log(name).count("Traceback") for name in ("web-1", "web-2"))

    def logs(self) -> str:
        """The ends of what all processes say."""
        names = (*PARTS, "nginx")
        pieces = [f"{name}: {self.layout.log(name)[-600:]}" for name in names]
        return "\n".join([*pieces, self.river.log()[-600:]])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of one's own, to be killed too."""
    nginx_binary()
    with private_server() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Both nodes up, with a community that both are in."""
    folder = tmp_path_factory.mktemp("layout")
    await migrate(server.url)
    async with AsyncExitStack() as stack:
        town = Town(folder / "town")
        stack.push_async_callback(town.close)
        home = await town.node(
            "northwind", "postgresql", url=server.url, backup_recipient=str(IDENTITY.to_public())
        )
        river = await town.node("riverside", "sqlite")
        layout = Layout(home, folder)
        stack.push_async_callback(layout.stop)
        await layout.start()
        await river.start()
        made = await meet(layout, river)
        yield made
        await made.layout.stop()
        if made.layout.node is not home:
            await made.layout.node.parts.close()


async def meet(layout: Layout, river: Node) -> Scene:
    """Let Mia open a community, and Tomás of the other node join it."""
    mia, tomas = await layout.node.person("mia"), await river.person("tomas")
    group = await layout.node.community(mia, "handovers")
    there = await lookup.find(river.parts.reach, group.uri)
    await river.do(membership.ask, tomas, there)

    async def member() -> bool:
        row = await membership.find_follow(river.store, tomas.id, there.id)
        return row is not None and row.state == "accepted"

    await until(member, LONG, why=lambda: river.log()[-2000:])
    return Scene(layout, river, mia, tomas, group, there)


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


async def test_somebody_writes_by_the_forms_through_nginx(scene: Scene) -> None:
    home = scene.layout.node
    before = scene.failures()
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
    assert scene.failures() == before


async def test_restored_elsewhere_it_goes_on_with_the_keys_that_peers_know(
    scene: Scene, server: Server, tmp_path: Path
) -> None:
    identity = tmp_path / "backup.key"
    identity.write_text(f"{IDENTITY}\n")
    await scene.both_cross()
    made = await backed_up(scene.layout.node, identity, server)
    keys = await keys_of(scene.river, scene.layout.node)
    await scene.layout.stop()

    place = f"postgresql://postgres@/elsewhere?host={server.folder}"
    again = await restored(scene.layout.node, made, identity, tmp_path / "elsewhere", place)
    (tmp_path / "processes").mkdir()
    scene.layout = Layout(again, tmp_path / "processes")
    await scene.layout.start()
    ready = (await scene.layout.get("/readyz")).json()
    assert "nothing leaves" in ready["quarantine"]
    ours, theirs = await scene.write_at_home(), await scene.write_there()

    async def kept() -> bool:
        return await again.number("SELECT count(*) FROM inbox_message WHERE state = 0") > 0

    await scene.river.run("federation", "retry", again.host)
    await until(kept, LONG, why=scene.logs)
    assert await find_post_by_uri(scene.river.store, ours.uri) is None
    assert await find_post_by_uri(again.store, theirs.uri) is None

    code, _ = await again.run("backup", "release", "--yes")
    assert code == 0
    await scene.arrives(scene.river, ours)
    await scene.arrives(again, theirs)
    await scene.both_cross()
    assert await keys_of(scene.river, again) == keys  # none was fetched anew: they verify


async def backed_up(node: Node, identity: Path, server: Server) -> str:
    """Make a set and verify it; return where it is."""
    code, lines = await node.run("backup", "create")
    assert code == 0, lines
    made = str(lines[-1]["set"])
    words = ("backup", "verify", made, "--identity", str(identity), "--database", server.url)
    code, lines = await node.run(*words)
    assert code == 0, lines
    assert lines[-1]["well"] is True
    return made


async def restored(node: Node, made: str, identity: Path, into: Path, database: str) -> Node:
    """Restore a set to another folder and another database, as another machine has them."""
    link = await asyncpg.connect(node.database)
    await link.execute("CREATE DATABASE elsewhere")
    await link.close()
    words = ("backup", "restore", made, "--identity", str(identity), "--into", str(into))
    code, lines = await node.run(*words, "--database", database)
    assert code == 0, lines
    assert lines[-1]["quarantine"] is True
    again = Node(node.name, node.port, into, database)
    again.parts = await open_parts(again.settings, beside=True)
    again.store = again.parts.store
    return again


async def keys_of(node: Node, other: Node) -> list[tuple[str, str, int]]:
    """List what a node keeps of the keys of another, and when it fetched them."""
    rows = await node.store.read("SELECT key_id, public, fetched FROM actor_key ORDER BY key_id")
    found = [(str(name), str(key), int(at)) for name, key, at in rows]
    ours = [one for one in found if one[0].startswith(other.origin)]
    assert ours
    return ours
