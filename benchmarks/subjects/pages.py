"""Pages as the store grows, with planner statistics that are fresh and that are old."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

import uvloop

from benchmarks import machine, node
from benchmarks.databases import POSTGRESQL, Databases
from benchmarks.figures import Figure
from benchmarks.node import Node
from benchmarks.sampler import Look
from benchmarks.subject import Bench, Profile, Subject
from benchmarks.subjects.lanes import Cost
from fedcop.assembly import open_store
from fedcop.community import accounts, timelines
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow

_FEW: Final = 1_000
_LONG_THREAD: Final = 200
_LINES: Final = 40
_AUTHORS: Final = 500
_COMMUNITIES: Final = 4
_FIRST_GROUP: Final = 900
_READER: Final = 999
_MINUTE: Final = 60_000
_BEGAN: Final = 1_700_000_000_000
_CHUNKS: Final = 5  # in which the databases take turns
_SAID: Final = (
    "<p>Whoever leaves says three things and whoever comes repeats them; only then do the keys"
    " change hands. It takes four minutes, and the calls at night have halved since.</p>"
) * 2
_STATES: Final = ("small", "fresh", "old")


@dataclass(frozen=True, slots=True)
class _Filled:
    """A database with so many posts, and the start of its long thread."""

    node: Node
    url: str
    thread: int


class Pages(Subject):
    """The list of a community's threads, and a long thread, as somebody signed in sees them."""

    name = "pages"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        stored = bench.size.stored
        self.figures = tuple(f for one in bench.databases for f in _figures(one.kind, stored))
        self._filled: dict[tuple[str, str], tuple[Databases, _Filled]] = {}

    def prepare(self) -> None:
        """Fill a database, and copies of it further, with old statistics and with fresh ones."""
        for databases in self.bench.databases:
            kind, stored = databases.kind, self.bench.size.stored
            small = databases.make("pages_small")
            databases.execute(small, [*_people(), *_posts(1, _FEW), *_analyze(kind)])
            old = databases.copy(small, "pages_old")
            databases.execute(old, _posts(_FEW + 1, stored))
            fresh = databases.copy(old, "pages_fresh")
            databases.execute(fresh, _analyze(kind))
            for state, url, many in (
                ("small", small, _FEW),
                ("fresh", fresh, stored),
                ("old", old, stored),
            ):
                own = node.make_node(self.bench.folder / f"pages-{kind}-{state}", url)
                filled = _Filled(own, url, _long_thread(many) * 1000)
                self._filled[kind, state] = databases, filled

    def measure(self) -> Mapping[str, float]:
        """Read each page by turns in each database."""
        found: dict[str, float] = {}
        with machine.on(machine.SERVER_CORE):
            for databases in self.bench.databases:
                found |= uvloop.run(self._one(databases))
        return found

    async def _one(self, databases: Databases) -> dict[str, float]:
        key, kind = databases.kind.lower(), databases.kind
        filled = {state: self._filled[kind, state][1] for state in _STATES}
        stores = {state: await open_store(one.node.settings) for state, one in filled.items()}
        try:
            found = {}
            for page, read in _READS.items():
                costs = await self._by_turns(databases, stores, filled, read)
                found[f"{page}-{key}"] = costs["small"]
                for state in ("fresh", "old"):
                    found[f"{page}-{state}-{key}"] = costs[state] / costs["small"]
            return found
        finally:
            for store in stores.values():
                await store.close()

    async def _by_turns(
        self,
        databases: Databases,
        stores: Mapping[str, Store],
        filled: Mapping[str, _Filled],
        read: "Read",
    ) -> dict[str, float]:
        """Return the median CPU of a page in each state, in ms."""
        each = max(self.bench.size.pages // _CHUNKS, 10)
        spent: dict[str, list[float]] = {state: [] for state in _STATES}
        cost = Cost(databases)
        for turn in range(_CHUNKS + 1):
            for state, store in stores.items():
                reader = await _reader(store)
                cost.begin()
                for _ in range(each):
                    await read(store, reader, filled[state])
                if turn:  # the first is for warming up
                    spent[state].append(cost.spent() / each)
        return {state: median(costs) for state, costs in spent.items()}

    def profile(self) -> Mapping[str, Profile]:
        """Read each page of the large database once more, looking at where the time goes."""
        found: dict[str, Profile] = {}
        for databases in self.bench.databases[: self.bench.size.profiled]:
            found |= uvloop.run(self._profile(databases.kind))
        return found

    async def _profile(self, kind: str) -> dict[str, Profile]:
        filled, count, found = self._filled[kind, "fresh"][1], self.bench.size.pages, {}
        store = await open_store(filled.node.settings)
        reader = await _reader(store)
        for page, read in _READS.items():
            with Look() as look:
                for _ in range(count):
                    await read(store, reader, filled)
            found[f"{page}-{kind.lower()}"] = Profile(look.samples, count)
        await store.close()
        return found

    def close(self) -> None:
        """Let the databases go."""
        for databases, filled in self._filled.values():
            databases.drop(filled.url)


Read = Callable[[Store, ActorRow, _Filled], Awaitable[None]]


async def _list(store: Store, reader: ActorRow, _filled: _Filled) -> None:
    page = await timelines.community_page(store, reader, _FIRST_GROUP, None, _LINES)
    if len(page.lines) != _LINES:
        raise RuntimeError(f"the list has {len(page.lines)} threads")


async def _thread(store: Store, reader: ActorRow, filled: _Filled) -> None:
    """Read a long thread to its end, page by page."""
    replies = 0
    after: int | None = 0
    while after is not None:
        page = await timelines.thread(store, reader, filled.thread, after)
        if page is None:
            raise RuntimeError("the long thread is not there")
        replies, after = replies + len(page.replies), page.next
    if replies < _LONG_THREAD - 1:
        raise RuntimeError(f"the long thread has {replies} replies")


_READS: Final[dict[str, Read]] = {"list": _list, "thread": _thread}


async def _reader(store: Store) -> ActorRow:
    reader = await accounts.find(store, _READER)
    assert reader is not None
    return reader


def _figures(kind: str, stored: int) -> tuple[Figure, ...]:
    key, figures = kind.lower(), []
    for page, title in (("list", "list of threads"), ("thread", f"thread of {_LONG_THREAD}")):
        figures.append(Figure(f"{page}-{key}", f"{title}, {_FEW} posts stored ({kind})"))
        figures += [
            Figure(
                f"{page}-{state}-{key}",
                f"… at {stored} posts, {state} statistics",
                unit="x",
                goal=1.3,
                scaled=False,
                yardstick="GoToSocial 6 x with old statistics" if state == "old" else "",
            )
            for state in ("fresh", "old")
        ]
    return tuple(figures)


def _numbers(first: int, last: int) -> str:
    return (
        f"WITH RECURSIVE n(i) AS (SELECT CAST({first} AS BIGINT)"
        f" UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
    )


def _people() -> list[str]:
    """Write the statements for those who write, their communities, and who reads."""
    actor = "INSERT INTO actor (id, uri, kind, host, name, display, url, inbox)"
    far = "'https://p' || (i % 50) || '.example/u/' || i"
    groups = _numbers(_FIRST_GROUP, _FIRST_GROUP + _COMMUNITIES - 1)
    return [
        f"{actor} {_numbers(1, _AUTHORS)} SELECT i, {far}, 'Person',"
        f" 'p' || (i % 50) || '.example', 'u' || i, 'Reader ' || i, {far}, {far} || '/inbox'"
        " FROM n",
        f"{actor} {groups} SELECT i, '{node.ORIGIN}/c/g' || i, 'Group', '', 'g' || i,"
        f" 'Group ' || i, '', '' FROM n",
        f"INSERT INTO community (actor_id, local, approved) {groups} SELECT i, 1, 1 FROM n",
        f"{actor} VALUES ({_READER}, '{node.ORIGIN}/u/ada', 'Person', '', 'ada', 'Ada', '', '')",
        "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
        f" {groups} SELECT i, {_READER}, i, 'accepted', 1, 1 FROM n",
    ]


def _long_thread(stored: int) -> int:
    """Return the number of the long thread, whose replies are among the latest posts."""
    return (stored - _LONG_THREAD * _step(stored)) // 4 * 4 + 1


def _step(stored: int) -> int:
    return 4 if stored <= _FEW else 32


def _posts(first: int, last: int) -> list[str]:
    """Write posts of these numbers: threads of four, and one long thread between the others."""
    long, step = _long_thread(last), _step(last)
    in_long = f"(i > {long} AND i % {step} = 2)"
    root = f"CASE WHEN {in_long} THEN {long} ELSE i - (i - 1) % 4 END"
    start = "(i % 4 = 1)"
    group = f"{_FIRST_GROUP} + (({root}) / 4) % {_COMMUNITIES}"
    liked = "INSERT INTO reaction (id, actor_id, post_id, created)"
    return [
        "INSERT INTO post (id, uri, url, kind, author_id, community_id, root_id, reply_to_id,"
        " reply_to_uri, top, title, content, language, here, published, bumped, replies)"
        f" {_numbers(first, last)} SELECT i * 1000, 'https://p.example/n/' || i,"
        f" 'https://p.example/@u/' || i, 'Note', 1 + i % {_AUTHORS}, {group}, ({root}) * 1000,"
        f" CASE WHEN {start} THEN 0 ELSE ({root}) * 1000 END,"
        f" CASE WHEN {start} THEN '' ELSE 'https://p.example/n/' || ({root}) END,"
        f" CASE WHEN {start} THEN 1 ELSE 0 END,"
        f" CASE WHEN {start} THEN 'How do you hand over, part ' || i ELSE '' END,"
        f" '{_SAID}', 'en', 1, {_BEGAN} + i * {_MINUTE}, CASE WHEN {start}"
        f" THEN {_BEGAN} + (i + 3) * {_MINUTE} ELSE 0 END, CASE WHEN {start} THEN 3 ELSE 0 END"
        " FROM n",
        f"{liked} {_numbers(first, last)} SELECT i, CASE WHEN i % 20 = 0 THEN {_READER}"
        f" ELSE 1 + (i * 7) % {_AUTHORS} END, i * 1000, 1 FROM n WHERE i % 2 = 0",
    ]


def _analyze(kind: str) -> list[str]:
    """Write what makes statistics fresh, and keeps them from being so again by themselves."""
    if kind != POSTGRESQL:
        return ["ANALYZE"]
    held = [
        f"ALTER TABLE {table} SET (autovacuum_enabled = false)" for table in ("post", "reaction")
    ]
    return [*held, "ANALYZE"]
