"""What a member's app asks for most: the home timeline, over HTTP, in a small and a large node."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import orjson

from benchmarks import load, node
from benchmarks.databases import POSTGRESQL, Databases
from benchmarks.figures import Figure
from benchmarks.node import Node
from benchmarks.processes import Program, free_port
from benchmarks.subject import Bench, Profile, Subject
from fedcop import ids
from fedcop.community import filtering, oauth
from fedcop.community.filtering import Word
from fedcop.community.perform import perform
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import apps
from fedcop.store.rows import ActorRow, AppRow
from fedcop.store.seal import Seal
from fedcop.values import FilterAction, FilterContext

_SMALL: Final = 10_000
_GROWN: Final = 2  # times the posts of a large database
_COMMUNITIES: Final = 20
_AUTHORS: Final = 2_000
_FOLLOWED: Final = 40
_LINES: Final = 800
_BLOCKED: Final = 20
_SCATTER: Final = 37  # so that those who are blocked do not write one after another
_WARM: Final = 60
_FIRST: Final = 5  # posts, before they count
_PAGE: Final = 20
_LEAST: Final = 40_000  # bytes of twenty statuses
_BEGAN: Final = 1_760_000_000_000
_MINUTE: Final = 4_000
_WORDS: Final = ("layoffs", "spoiler", "football", "election", "giveaway", "crypto", "lottery")
_SAID: Final = (
    "<p>Whoever leaves says three things and whoever comes repeats them; only then do the keys"
    " change hands. It takes four minutes, and the calls at night have halved since.</p>"
) * 2
_STATES: Final = ("small", "large")


@dataclass(frozen=True, slots=True)
class _Filled:
    """A node with so many posts, and what an app of its member asks."""

    node: Node
    url: str
    request: bytes


class Clients(Subject):
    """A member who follows 60 communities and people, and filters, blocks and mutes."""

    name = "clients"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._large = bench.size.stored * _GROWN
        self.figures = tuple(f for one in bench.databases for f in _figures(one.kind, self._large))
        self._filled: dict[tuple[str, str], tuple[Databases, _Filled]] = {}
        self._writing: dict[str, tuple[Databases, _Filled]] = {}

    def prepare(self) -> None:
        """Fill a small database and a large one alike."""
        for databases in self.bench.databases:
            for state, many in (("small", _SMALL), ("large", self._large)):
                filled = self._fill(databases, state, many)
                self._filled[databases.kind, state] = databases, filled
            self._writing[databases.kind] = databases, self._let_write(databases)

    def _fill(self, databases: Databases, state: str, many: int) -> _Filled:
        url = databases.make(f"clients_{state}")
        own = _make_node(self.bench.folder / f"clients-{databases.kind}-{state}", url)
        member, secret = node.within(own, partial(_settle_in, seal=own.sealed_by()))
        databases.execute(url, list(_rows(member.id, many, databases.kind)))
        request = (
            f"GET /api/v1/timelines/home?limit={_PAGE} HTTP/1.1\r\nHost: {node.HOST}\r\n"
            f"Authorization: Bearer {secret}\r\nAccept: application/json\r\n\r\n"
        ).encode()
        return _Filled(own, url, request)

    def _let_write(self, databases: Databases) -> _Filled:
        url = databases.make("clients_writing")
        own = _make_node(self.bench.folder / f"clients-{databases.kind}-writing", url)
        _, secret = node.within(own, partial(_settle_in, seal=own.sealed_by()))
        return _Filled(own, url, _posting(secret))

    def measure(self) -> Mapping[str, float]:
        """Ask each node many times."""
        found: dict[str, float] = {}
        for databases in self.bench.databases:
            key = databases.kind.lower()
            costs = {state: self._cost(databases, state) for state in _STATES}
            found[f"home-{key}"] = costs["large"]
            found[f"home-grown-{key}"] = costs["large"] / costs["small"]
            found |= self._cost_of_posting(databases.kind)
        return found

    def _cost(self, databases: Databases, state: str) -> float:
        filled = self._filled[databases.kind, state][1]
        port, count = free_port(), self.bench.size.reads
        with Program("node", filled.node.file, port) as web:
            load.send(port, [filled.request] * _WARM).require(200)
            before = web.cpu() + databases.cpu()
            answers = load.send(port, [filled.request] * count).require(200)
            spent = web.cpu() + databases.cpu() - before
        if answers.bytes < count * _LEAST:
            raise RuntimeError(f"a home timeline has {answers.bytes // count} bytes")
        return spent / count * 1000

    def _cost_of_posting(self, kind: str) -> Mapping[str, float]:
        databases, filled = self._writing[kind]
        port, count = free_port(), max(20, self.bench.size.reads // 20)
        with Program("node", filled.node.file, port) as web:
            load.send(port, [filled.request] * _FIRST, at_once=1).require(200)
            before, beside = web.cpu(), databases.cpu()
            load.send(port, [filled.request] * count, at_once=1).require(200)
            spent, beside = web.cpu() - before, databases.cpu() - beside
        found = {f"posted-{kind.lower()}": spent / count * 1000}
        return found | ({f"posted-beside-{kind.lower()}": beside / count * 1000} if beside else {})

    def profile(self) -> Mapping[str, Profile]:
        """Ask the large node once more, looking at where the time goes."""
        found: dict[str, Profile] = {}
        for databases in self.bench.databases[: self.bench.size.profiled]:
            filled = self._filled[databases.kind, "large"][1]
            port, count = free_port(), self.bench.size.reads
            with Program("node", filled.node.file, port) as web:
                load.send(port, [filled.request] * _WARM)
                web.start_sampling()
                load.send(port, [filled.request] * count)
                found[f"home-{databases.kind.lower()}"] = Profile(web.stop_sampling(), count)
        return found

    def close(self) -> None:
        """Let the databases go."""
        for databases, filled in (*self._filled.values(), *self._writing.values()):
            databases.drop(filled.url)


def _make_node(folder: Path, url: str) -> Node:
    """Lay out a node that lets an app ask as often as it likes."""
    made = node.make_node(folder, url)
    with made.file.open("a", encoding="utf-8") as settings:
        settings.write('client_limits = ["api=1000000", "person=1000000"]\n')
    return made


def _posting(secret: str) -> bytes:
    words = f"@{node.COMMUNITY} The new sheet lies on both wards. " + "Read it aloud. " * 10
    body = orjson.dumps({"status": words, "visibility": "public"})
    return (
        f"POST /api/v1/statuses HTTP/1.1\r\nHost: {node.HOST}\r\n"
        f"Authorization: Bearer {secret}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _figures(kind: str, large: int) -> tuple[Figure, ...]:
    key, goal = kind.lower(), 0.8 if kind == POSTGRESQL else 0.4
    return (
        Figure(
            f"home-{key}",
            f"home timeline of {_PAGE} for an app, {large} posts stored ({kind})",
            goal=goal,
            yardstick="GoToSocial 0.22 ms",
        ),
        Figure(
            f"home-grown-{key}",
            f"… against {_SMALL} posts stored",
            unit="x",
            goal=1.3,
            scaled=False,
        ),
        Figure(f"posted-{key}", f"posting into a community from an app ({kind})", goal=5.0),
        Figure(f"posted-beside-{key}", "… in PostgreSQL's own processes"),
    )


async def _settle_in(store: Store, seal: Seal) -> tuple[ActorRow, str]:
    """Set up a node with a member who filters, and an app that may read for them."""
    member = (await node.settle_in(store, seal, threads=0)).founder
    for action, words in ((FilterAction.WARN, _WORDS[:4]), (FilterAction.HIDE, _WORDS[4:])):
        await _filter(store, member, action, words)
    return member, await perform(store, _let_in, member)


async def _filter(
    store: Store, member: ActorRow, action: FilterAction, words: Sequence[str]
) -> None:
    wish = filtering.Wish("Not now", FilterContext.HOME, action)
    await perform(store, filtering.create, member, wish, [Word(word, whole=True) for word in words])


async def _let_in(unit: Unit, member: ActorRow) -> str:
    scopes = "read write follow push"
    row = AppRow(1, "bench", oauth.hash_secret("bench"), "Bench", "", "urn:none", scopes, 1)
    unit.add(apps.insert_app(row))
    return oauth.issue(unit, row, member.id, scopes).secret


def _rows(member: int, many: int, kind: str) -> Iterator[str]:
    """Write the statements that fill a node: posts, who wrote them, and what stands at home."""
    yield from _people(member)
    yield from _posts(many)
    yield from _home(member, many)
    yield "ANALYZE"
    if kind == POSTGRESQL:
        for table in ("post", "home_line", "reaction"):
            yield f"ALTER TABLE {table} SET (autovacuum_enabled = false)"


def _numbers(first: int, last: int) -> str:
    return (
        f"WITH RECURSIVE n(i) AS (SELECT CAST({first} AS BIGINT)"
        f" UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
    )


def _people(member: int) -> list[str]:
    """Write authors 1 to 2,000, communities from 5,001 on, and what the member thinks of them."""
    actor = "INSERT INTO actor (id, uri, kind, host, name, display, url, summary, published)"
    far = "'https://p' || (i % 50) || '.example/u/' || i"
    groups = _numbers(5_001, 5_000 + _COMMUNITIES)
    people = _numbers(1, _AUTHORS)
    follow = "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
    block = "INSERT INTO personal_block (id, actor_id, blocked_id, created)"
    mute = "INSERT INTO mute (id, actor_id, muted_id, until, created)"
    away = "INSERT INTO personal_domain_block (id, actor_id, host, created)"
    last = _AUTHORS - _BLOCKED
    return [
        f"{actor} {people} SELECT i, {far}, 'Person', 'p' || (i % 50) || '.example', 'u' || i,"
        f" 'Reader ' || i, {far}, '<p>Nurse on ward ' || i || '.</p>', {_BEGAN} FROM n",
        f"{actor} {groups} SELECT i, '{node.ORIGIN}/c/g' || i, 'Group', '', 'g' || i,"
        f" 'Group ' || i, '', '<p>What is said when shifts change.</p>', {_BEGAN} FROM n",
        f"INSERT INTO community (actor_id, local, approved, members) {groups}"
        " SELECT i, 1, 1, 30 FROM n",
        f"{follow} {groups} SELECT i, {member}, i, 'accepted', 1, 1 FROM n",
        f"{follow} {_numbers(1, _FOLLOWED)} SELECT i, {member}, i, 'accepted', 1, 1 FROM n",
        f"{block} {_numbers(last, _AUTHORS)} SELECT i, {member}, i, 1 FROM n",
        f"{mute} {_numbers(last - _BLOCKED, last - 1)} SELECT i, {member}, i, 0, 1 FROM n",
        f"{away} {_numbers(1, 5)} SELECT i, {member}, 'away' || i || '.example', 1 FROM n",
    ]


def _posts(many: int) -> list[str]:
    """Write posts 1 to `many`, one in four in a community; some name somebody or have a tag."""
    at, number = f"({_BEGAN} + i * {_MINUTE})", f"({_BEGAN} + i * {_MINUTE}) * 65536"
    numbers = _numbers(1, many)
    return [
        "INSERT INTO post (id, uri, url, kind, author_id, community_id, root_id, top, title,"
        " content, language, here, published, bumped, likes, replies)"
        f" {numbers} SELECT {number}, 'https://p.example/n/' || i, 'https://p.example/@u/' || i,"
        f" 'Note', 1 + i * {_SCATTER} % {_AUTHORS},"
        f" CASE WHEN i % 4 = 0 THEN 5001 + i / 4 % {_COMMUNITIES} ELSE 0 END, {number}, 1,"
        " CASE WHEN i % 4 = 0 THEN 'How do you hand over, part ' || i ELSE '' END,"
        f" '{_SAID}', 'en', CASE WHEN i % 4 = 0 THEN 1 ELSE 0 END, {at}, {at}, i % 7, i % 3 FROM n",
        "INSERT INTO mention (id, post_id, actor_id)"
        f" {numbers} SELECT i, {number}, 1 + i * 3 % {_AUTHORS} FROM n WHERE i % 3 = 0",
        "INSERT INTO hashtag (id, post_id, tag)"
        f" {numbers} SELECT i, {number}, 'ward' || i % 100 FROM n WHERE i % 5 = 0",
        "INSERT INTO reaction (id, actor_id, post_id, created)"
        f" {numbers} SELECT i, 1 + i * 7 % {_AUTHORS}, {number}, 1 FROM n WHERE i % 4 = 1",
    ]


def _home(member: int, many: int) -> list[str]:
    """Write the lines of a home timeline: what people wrote, and what communities pass on."""
    latest = range(many - _SMALL + 1, many)
    people = [i for i in latest if i % 4 and i * _SCATTER % _AUTHORS < _FOLLOWED]
    groups = [i for i in latest if not i % 4]
    chosen = people + random.Random(7).sample(groups, _LINES - len(people))
    values = ", ".join(
        f"({member}, {line}, {post}, {via})" for line, post, via in map(_line, chosen)
    )
    return [
        f"INSERT INTO home_line (owner_id, line, post_id, via_id) VALUES {values}",
        f"INSERT INTO reaction (id, actor_id, post_id, created) SELECT -id, {member}, post_id, 1"
        f" FROM home_line WHERE owner_id = {member} AND id % 5 = 0",
    ]


def _line(i: int) -> tuple[int, int, int]:
    """Say which line a post has at home, and who brings it."""
    post = (_BEGAN + i * _MINUTE) << 16
    if i % 4:
        return post, post, 1 + i * _SCATTER % _AUTHORS
    return ids.relayed(post), post, 5001 + i // 4 % _COMMUNITIES
