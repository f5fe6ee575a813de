"""What a community knows: a library with all its facets, and what changed between two texts."""

import random
import time
from collections.abc import Mapping
from statistics import median
from typing import Final

import uvloop

from benchmarks import machine, node
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.subject import Bench, Subject
from benchmarks.subjects.lanes import Cost
from fedcop.assembly import open_store
from fedcop.community import library
from fedcop.community.library import Choice
from fedcop.community.practice.differences import compare

_ARTIFACTS: Final = 500
_LONG: Final = 50_000
_GROUP: Final = 900
_TIMES: Final = 12
_KINDS: Final = ("practice", "story", "lesson", "tip")


class Practice(Subject):
    """A library of 500 artifacts as a guest sees it, and the difference of two long texts."""

    name = "practice"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.figures = (
            *(
                Figure(
                    f"library-{one.kind.lower()}",
                    f"library of {_ARTIFACTS} with all facets, {one.kind}",
                    goal=25.0,
                )
                for one in bench.databases
            ),
            Figure("difference", "what changed between two texts of 50 kB", goal=50.0),
            Figure("difference-all", "the same where all of it is another text", goal=50.0),
        )
        self._filled: list[tuple[Databases, node.Node]] = []

    def prepare(self) -> None:
        """Fill a library in each database."""
        for databases in self.bench.databases:
            url = databases.make("practice")
            databases.execute(url, [*_people(), *_artifacts(), "ANALYZE"])
            own = node.make_node(self.bench.folder / f"practice-{databases.kind}", url)
            self._filled.append((databases, own))

    def measure(self) -> Mapping[str, float]:
        """Read the library and compare texts, several times each."""
        found: dict[str, float] = {}
        with machine.on(machine.SERVER_CORE):
            for databases, own in self._filled:
                spent = uvloop.run(_library(databases, own))
                found[f"library-{databases.kind.lower()}"] = spent
            before = _text(1)
            found["difference"] = _timed(before, _edited(before, 0.05))
            found["difference-all"] = _timed(before, _text(2))
        return found


async def _library(databases: Databases, own: node.Node) -> float:
    """Return the median CPU of a page of the library, in ms."""
    store = await open_store(own.settings)
    try:
        cost, spent = Cost(databases), list[float]()
        for turn in range(_TIMES):
            cost.begin()
            page = await library.of_community(store, None, _GROUP, Choice())
            if page.whole != _ARTIFACTS:
                raise RuntimeError(f"the library holds {page.whole} of {_ARTIFACTS} artifacts")
            if turn:  # the first is for warming up
                spent.append(cost.spent())
        return median(spent)
    finally:
        await store.close()


def _timed(before: str, after: str) -> float:
    spent = []
    for _ in range(_TIMES):
        began = time.process_time()
        compare(before, after)
        spent.append((time.process_time() - began) * 1000)
    return median(spent)


def _text(seed: int) -> str:
    """Write a text of paragraphs whose words are as often as in a language."""
    rnd = random.Random(seed)
    words = ["".join(rnd.choices("aeinorstlmdu", k=rnd.randint(2, 9))) for _ in range(3_000)]
    parts: list[str] = []
    while sum(map(len, parts)) < _LONG:
        chosen = (words[min(int(rnd.paretovariate(0.6)), 2_999)] for _ in range(60))
        parts.append(" ".join(chosen) + ".\n\n")
    return "".join(parts)


def _edited(text: str, share: float) -> str:
    rnd = random.Random(3)
    return " ".join("changed" if rnd.random() < share else word for word in text.split(" "))


def _people() -> list[str]:
    return [
        "INSERT INTO actor (id, uri, kind, host, name) VALUES"
        f" (1, 'https://a.example/u/1', 'Person', 'a.example', 'one'),"
        f" ({_GROUP}, 'https://a.example/c/1', 'Group', 'a.example', 'group')",
    ]


def _artifacts() -> list[str]:
    statements: list[str] = []
    for number in range(1, _ARTIFACTS + 1):
        uri = f"https://a.example/a/{number}"
        kind = _KINDS[number % len(_KINDS)]
        statements += [
            "INSERT INTO post (id, uri, url, kind, author_id, community_id, root_id, reply_to_id,"
            " reply_to_uri, top, audience, title, summary, content, source, language, sensitive,"
            f" local, published, practice) VALUES ({number}, '{uri}', '', 'Article', 1, {_GROUP},"
            f" {number}, 0, '', 1, 0, 'How {number}', '', '<p>x</p>', '', 'en', 0, 0, {number},"
            f" '{kind}')",
            "INSERT INTO artifact (id, uri, kind, community_id, number, digest, abstract, evidence,"
            f" language, changed) VALUES ({number}, '{uri}', '{kind}', {_GROUP}, 2, 'b{number}',"
            f" 'In short.', 'measured', 'en', {number})",
            f"INSERT INTO hashtag (id, post_id, tag) VALUES ({number}, {number}, 'handover'),"
            f" ({number + 1_000_000}, {number}, 'tag{number % 30}')",
            *_revisions(number),
        ]
    return statements


def _revisions(number: int) -> list[str]:
    rows = [
        "INSERT INTO artifact_revision (id, artifact_id, number, digest, at) VALUES"
        f" ({number * 10 + one}, {number}, {one}, '{name}{number}', {number})"
        for one, name in ((1, "a"), (2, "b"))
    ]
    if number % 3 == 0:
        rows.append(
            "INSERT INTO endorsement (id, endorser_id, artifact_uri, number, digest, created)"
            f" VALUES ({number}, {_GROUP}, 'https://a.example/a/{number}', 1, 'a{number}', 1)"
        )
    return rows
