"""Words in very many posts: a first page of results, and questions like the one being asked."""

import random
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import accumulate
from typing import Final

import uvloop

from benchmarks import machine, node
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.subject import Bench, Subject
from benchmarks.subjects.lanes import Cost
from fedcop.assembly import open_store
from fedcop.community import indexing, search
from fedcop.community.indexing import mark
from fedcop.community.search import Facets, Part
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import search as queries
from fedcop.store.rows import ActorRow
from fedcop.store.rows.search import SearchRow
from fedcop.store.statements import Statement

_FULL: Final = 200_000
_SMALL: Final = 10_000
_AT_ONCE: Final = 500
_PEOPLE: Final = 500
_GROUPS: Final = 20
_FIRST_GROUP: Final = 5_001
_WORDS: Final = 20_000
_BEGAN: Final = 1_760_000_000_000
_MINUTE: Final = 4_000
_TITLE: Final = 6
_TEXT: Final = 60
_KINDS: Final = ("post", "post", "post", "practice", "question", "story", "event")
_NEARLY_ALL: Final = 0.99
_POST: Final = (
    "INSERT INTO post (id, uri, kind, author_id, community_id, root_id, top, title, content,"
    " language, published, bumped, practice) VALUES (?, ?, 'Note', ?, ?, ?, 1, ?, ?, 'en', ?, ?, ?)"
)


class Searching(Subject):
    """A member who looks for common, rare and several words, and begins to ask."""

    name = "search"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._many = _FULL if bench.size.stored >= _FULL else _SMALL
        self.figures = tuple(
            figure
            for one in bench.databases
            for figure in (
                Figure(
                    f"found-{one.kind.lower()}",
                    f"first page of a search in {self._many} posts, the slowest but one in a"
                    f" hundred, {one.kind}",
                    goal=100.0,
                ),
                Figure(
                    f"similar-{one.kind.lower()}",
                    f"questions like one's own, the same way, {one.kind}",
                    goal=30.0,
                ),
            )
        )
        self._filled: list[tuple[Databases, node.Node]] = []

    def prepare(self) -> None:
        """Fill each database alike."""
        for databases in self.bench.databases:
            url = databases.make("search")
            databases.execute(url, _people())
            own = node.make_node(self.bench.folder / f"search-{databases.kind}", url)
            uvloop.run(_fill(own, self._many))
            databases.execute(url, ["ANALYZE"])
            self._filled.append((databases, own))

    def measure(self) -> Mapping[str, float]:
        """Ask each database a few hundred times."""
        found: dict[str, float] = {}
        with machine.on(machine.SERVER_CORE):
            for databases, own in self._filled:
                pages, alike = uvloop.run(_ask(databases, own))
                found[f"found-{databases.kind.lower()}"] = pages
                found[f"similar-{databases.kind.lower()}"] = alike
        return found


class _Language:
    """Words that are as often as in a language."""

    def __init__(self) -> None:
        self._by = random.Random(5)
        letters = "aeinorstlmdu"
        made = {"".join(self._by.choices(letters, k=self._by.randint(3, 9))) for _ in range(_WORDS)}
        self.words = sorted(made)
        self._by.shuffle(self.words)
        self._often = list(accumulate(1 / (n + 2) for n in range(len(self.words))))

    def text(self, many: int) -> str:
        return " ".join(self._by.choices(self.words, cum_weights=self._often, k=many))


async def _fill(own: node.Node, many: int) -> None:
    store = await open_store(own.settings)
    try:
        language = _Language()
        for begin in range(1, many + 1, _AT_ONCE):
            unit = Unit(store)
            for i in range(begin, min(begin + _AT_ONCE, many + 1)):
                _add(unit, i, language.text(_TITLE), language.text(_TEXT))
            await unit.commit()
    finally:
        await store.close()


def _add(unit: Unit, i: int, title: str, text: str) -> None:
    at = _BEGAN + i * _MINUTE
    number, group = at << 16, _FIRST_GROUP + i % _GROUPS
    kind = _KINDS[i % len(_KINDS)]
    practice = "" if kind == "post" else kind
    lifted = int(kind in {"practice", "question"} and not i % 9)
    content = f"<p>{text}</p>"
    values = (number, f"https://p.example/n/{i}", 1 + i * 37 % _PEOPLE, group, number)
    unit.add(Statement(_POST, (*values, title, content, at, at, practice)))
    said = {"scope": indexing.scope_of(kind), "kind": kind, "community": str(group)}
    marks = [mark(name, value) for name, value in said.items()]
    marks += [indexing.LIFTED] * lifted
    marks += [indexing.ASKED_OR_KNOWN] * (kind in {"practice", "question", "story"})
    row = SearchRow(
        id=number,
        scope=said["scope"],
        kind=kind,
        community_id=group,
        organization="p.example",
        language="en",
        standing="endorsed" if lifted else "",
        topics=f"ward{i % 50}",
        lifted=lifted,
        title=title,
        words=text,
        marks=" ".join(marks),
    )
    unit.add(queries.keep(row))


def _people() -> list[str]:
    people = ", ".join(
        f"({i}, 'https://p.example/u/{i}', 'Person', 'p.example', 'u{i}')"
        for i in range(1, _PEOPLE + 1)
    )
    groups = ", ".join(
        f"({i}, 'https://p.example/c/{i}', 'Group', 'p.example', 'g{i}')"
        for i in range(_FIRST_GROUP, _FIRST_GROUP + _GROUPS)
    )
    return [f"INSERT INTO actor (id, uri, kind, host, name) VALUES {people}, {groups}"]


async def _ask(databases: Databases, own: node.Node) -> tuple[float, float]:
    """Return the CPU of nearly the slowest page and of nearly the slowest questions, in ms."""
    store = await open_store(own.settings)
    try:
        reader = await _reader(store)
        language = _Language()
        words = language.words
        asked = [*words[:30], *words[200:260], *words[-40:]]
        asked += [f"{words[n]} {words[n + 7]}" for n in range(30)]
        asked += [f'"{words[n]} {words[n + 1]}"' for n in range(20)]
        asked += [f"{words[n + 2]} -{words[n]}" for n in range(20)]
        pages = await _costs(
            databases,
            [partial(search.find, store, reader, one, Facets(), Part()) for one in asked],
        )
        begun = [language.text(9) for _ in range(100)]
        alike = await _costs(
            databases,
            [partial(search.similar, store, reader, _FIRST_GROUP, one) for one in begun],
        )
        return pages, alike
    finally:
        await store.close()


async def _reader(store: Store) -> ActorRow:
    rows = await store.read(f"SELECT {ActorRow.columns()} FROM actor WHERE id = 1")
    return ActorRow.of(rows[0])


async def _costs(databases: Databases, asked: list[Callable[[], Awaitable[object]]]) -> float:
    cost, spent = Cost(databases), list[float]()
    for one in asked[:5]:
        await one()
    for one in asked:
        cost.begin()
        await one()
        spent.append(cost.spent())
    return sorted(spent)[int(len(spent) * _NEARLY_ALL)]
