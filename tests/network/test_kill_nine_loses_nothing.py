"""`kill -9` at random moments under load: what was answered 202 has its effect, once; what is owed
arrives.

The test keeps plain lists of what was taken; it shares no query with the code. Two other servers
talk to the node all the while: a garden, which reads the wrapped form, and a meadow, which reads
the plain one.
"""

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import pytest

from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.errors import Unavailable
from tests.network.fakes import PUBLIC, Net, Server
from tests.nodes import SERVE, WEB, WORKER, Node, Town, until

KILLS = {"sqlite": {SERVE: 26}, "postgresql": {WEB: 13, WORKER: 13}}
SPAN = {SERVE: (0.05, 0.7), WEB: (0.05, 0.9), WORKER: (0.05, 0.9)}  # seconds of life
SENDERS = 4
PAUSE = (0.0, 0.12)
WINDOW = 32  # of one lane: so many may come again after a crash


@dataclass
class Ledger:
    """What the node has said yes to."""

    starts: list[dict[str, Any]] = field(default_factory=list)  # notes that begin threads
    replies: list[dict[str, Any]] = field(default_factory=list)
    creates: dict[str, bytes] = field(default_factory=dict)  # by the uri of the note
    likes: dict[tuple[str, str], bytes] = field(default_factory=dict)  # who, what
    unliked: dict[tuple[str, str], str] = field(default_factory=dict)  # by which Undo
    follows: dict[str, str] = field(default_factory=dict)  # id of the Follow: who
    gone: set[str] = field(default_factory=set)  # who unfollowed
    own: list[str] = field(default_factory=list)  # uris of threads our own person began
    sent: int = 0
    tries: int = 0


class Story:
    """One node under load, killed again and again."""

    def __init__(self, node: Node, net: Net, seed: int) -> None:
        self.node = node
        self.net = net
        self.chance = random.Random(seed)
        self.ledger = Ledger()
        self.garden = net.server("garden", "lemmy")
        self.meadow = net.server("meadow", "mastodon")
        self.stopping = False
        self.kills = 0

    async def set_up(self) -> None:
        self.ana = await self.node.person("ana")
        self.group = await self.node.community(self.ana, "handovers")
        self.people = [
            (server, server.person(f"p{n}"))
            for server in (self.garden, self.meadow)
            for n in range(3)
        ]
        await self.node.start()
        for server, person in self.people:
            await self._follow(server, person)
        await until(lambda: len(self._accepts()) == len(self.people), why=self.node.log)

    # The load

    async def run(self) -> None:
        load = [asyncio.create_task(self._send_on()) for _ in range(SENDERS)]
        load.append(asyncio.create_task(self._write_on()))
        verbs = KILLS["sqlite" if SERVE in self.node.verbs else "postgresql"]
        await asyncio.gather(*(self._kill_on(verb, times) for verb, times in verbs.items()))
        self.stopping = True
        await asyncio.gather(*load)

    async def _kill_on(self, verb: str, times: int) -> None:
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(*SPAN[verb]))
            assert self.node.runs(verb), self.node.log(verb)
            await self.node.kill(verb)
            self.kills += 1
            await self.node.start(verb)

    async def _send_on(self) -> None:
        acts = (self._start, self._reply, self._reply, self._like, self._like, self._unlike)
        while not self.stopping:
            await asyncio.sleep(self.chance.uniform(*PAUSE))
            await self.chance.choice((*acts, self._newcomer))()

    async def _send(self, server: Server, activity: dict[str, Any]) -> bytes:
        """Send until it is taken, signed anew each time, as others do."""
        body = orjson.dumps(activity)
        while True:
            self.ledger.tries += 1
            try:
                status = await server.post(self.node, body, activity["actor"])
            except httpx.TransportError:
                status = 0
            if status == 202:
                self.ledger.sent += 1
                return body
            assert status in {0, 503}, status
            await asyncio.sleep(self.chance.uniform(0.1, 0.4))

    async def _start(self) -> None:
        server, person = self.chance.choice(self.people)
        note = server.note(person, to=[PUBLIC, self.group.uri], audience=self.group.uri)
        self.ledger.creates[note["id"]] = await self._send(server, server.create(note))
        self.ledger.starts.append(note)

    async def _reply(self) -> None:
        if not self.ledger.starts:
            return
        server, person = self.chance.choice(self.people)
        about = self.chance.choice((*self.ledger.starts, *self.ledger.replies))["id"]
        to = [PUBLIC, self.group.uri]
        note = server.note(person, to=to, inReplyTo=about, audience=self.group.uri)
        self.ledger.creates[note["id"]] = await self._send(server, server.create(note))
        self.ledger.replies.append(note)

    async def _like(self) -> None:
        if not self.ledger.starts:
            return
        server, person = self.chance.choice(self.people)
        what = self.chance.choice((*self.ledger.starts, *self.ledger.replies))["id"]
        pair = (person, what)
        if pair in self.ledger.likes:
            return
        self.ledger.likes[pair] = b""
        self.ledger.likes[pair] = await self._send(server, server.activity("Like", *pair))

    async def _unlike(self) -> None:
        done = [p for p, body in self.ledger.likes.items() if body and p not in self.ledger.unliked]
        if not done or self.chance.random() < 0.5:
            return
        pair = self.chance.choice(done)
        server = next(s for s, person in self.people if person == pair[0])
        undo = server.activity("Undo", pair[0], orjson.loads(self.ledger.likes[pair]))
        self.ledger.unliked[pair] = undo["id"]
        await self._send(server, undo)

    async def _newcomer(self) -> None:
        server = self.chance.choice((self.garden, self.meadow))
        person = server.person(f"n{next(self.net.numbers)}")
        follow = await self._follow(server, person)
        if self.chance.random() < 0.3:
            await self._send(server, server.activity("Undo", person, follow))
            self.ledger.gone.add(person)

    async def _follow(self, server: Server, person: str) -> dict[str, Any]:
        follow = server.activity("Follow", person, self.group.uri)
        await self._send(server, follow)
        self.ledger.follows[follow["id"]] = person
        return follow

    async def _write_on(self) -> None:
        """Somebody of ours writes too, whether the node runs or not."""
        draft = Draft(kind="Article", title="Ours", content="<p>x</p>", community_id=self.group.id)
        while not self.stopping:
            await asyncio.sleep(self.chance.uniform(0.2, 0.8))
            try:
                post = await self.node.do(posts.write, self.ana, draft)
            except Unavailable:
                continue
            self.ledger.own.append(post.uri)

    # What must hold in the end

    def _accepts(self) -> list[str]:
        told = [*self.garden.told("Accept"), *self.meadow.told("Accept")]
        return [accept["object"]["id"] for accept in told]

    async def check(self) -> None:
        await until(self.node.at_rest, 60, why=lambda: self.node.log()[-5000:])
        await until(lambda: not self.missing(), 60, why=self.missing)
        await self._check_messages()
        await self._check_posts()
        await self._check_members()
        self._check_told_once()

    def missing(self) -> dict[str, int]:
        """How much of each kind is owed and has not come."""
        ledger = self.ledger
        wrapped = Counter(c["object"]["id"] for c in self.garden.carried("Create"))
        likes = {c["id"] for c in self.garden.carried("Like")}
        undone = {c["id"] for c in self.garden.carried("Undo")}
        plain = {a["object"] for a in self.meadow.told("Announce")}
        created = {c["object"]["id"] for c in self.meadow.told("Create")}
        starts = {note["id"] for note in ledger.starts} | set(ledger.own)
        everything = set(ledger.creates) | set(ledger.own)
        lacking = {
            "wrapped creates": everything - set(wrapped),
            # One that was taken back before it was told of need not be told of at all.
            "wrapped likes": {
                orjson.loads(body)["id"]
                for pair, body in ledger.likes.items()
                if pair not in ledger.unliked
            }
            - likes,
            "wrapped undos": set(ledger.unliked.values()) - undone,
            "plain announces": starts - plain,
            "own creates": set(ledger.own) - created,
            "accepts": set(ledger.follows) - set(self._accepts()),
        }
        return {what: len(some) for what, some in lacking.items() if some}

    async def _check_messages(self) -> None:
        rows = await self.node.store.read("SELECT activity_id, state, reason FROM inbox_message")
        assert Counter(r[1] for r in rows) == {1: self.ledger.sent}, rows
        assert len({row[0] for row in rows}) == self.ledger.sent

    async def _check_posts(self) -> None:
        ledger = self.ledger
        columns = "uri, likes, replies, top, deleted, root_id, id, community_id"
        rows = await self.node.store.read(f"SELECT {columns} FROM post")
        assert sorted(row[0] for row in rows) == sorted((*ledger.creates, *ledger.own))
        assert {row[7] for row in rows} == {self.group.id}
        likes = Counter(what for who, what in ledger.likes if (who, what) not in ledger.unliked)
        assert {row[0]: row[1] for row in rows if row[1]} == likes
        assert {row[0]: row[2] for row in rows if row[2]} == self._replies()
        practice = await self.node.store.read("SELECT posts, members FROM community")
        assert practice[0][0] == len(ledger.creates) + len(ledger.own)

    def _replies(self) -> dict[str, int]:
        """How many answers each post has: a thread start all below it, a reply its own."""
        above = {note["id"]: note["inReplyTo"] for note in self.ledger.replies}
        found: defaultdict[str, int] = defaultdict(int)
        for parent in above.values():
            top = parent
            while top in above:
                top = above[top]
            for answered in {top, parent}:
                found[answered] += 1
        return dict(found)

    async def _check_members(self) -> None:
        sql = (
            "SELECT a.uri, f.state FROM follow f JOIN actor a ON a.id = f.follower_id"
            " WHERE f.target_id = ? AND a.host <> ''"
        )
        rows = await self.node.store.read(sql, self.group.id)
        members = set(self.ledger.follows.values())
        assert {r[0]: r[1] for r in rows} == {
            who: "left" if who in self.ledger.gone else "accepted" for who in members
        }
        count = (await self.node.store.read("SELECT members FROM community"))[0][0]
        assert count == 1 + len(members) - len(self.ledger.gone)

    def _check_told_once(self) -> None:
        """What came again came under the same id, and not more often than crashes explain."""
        for server in (self.garden, self.meadow):
            ids: defaultdict[str, set[str]] = defaultdict(set)
            for a in server.told("Announce"):
                inner = a["object"] if isinstance(a["object"], str) else a["object"]["id"]
                ids[inner].add(a["id"])
            assert [i for i, names in ids.items() if len(names) > 1] == []
            again = len(server.got) - len({seen.json["id"] for seen in server.got})
            assert again <= self.kills * WINDOW
        for body in self.ledger.creates.values():
            assert any(body in seen.body for seen in self.garden.got)


@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_done_twice_when_processes_are_killed(
    town: Town, net: Net, kind: str
) -> None:
    node = await town.node("northwind", kind)
    story = Story(node, net, seed=7)
    await story.set_up()
    await story.run()
    await story.check()
    assert story.kills == sum(KILLS[kind].values())
    assert (await node.run("db", "verify"))[0] == 0
    code, lines = await node.run("federation", "queue")
    assert code == 0
    assert lines[-1]["arrived"] == lines[-1]["untold"] == lines[-1]["lanes"] == 0
    assert "Traceback" not in node.log()
