"""What a community knows: a library with all its facets, and what changed between two texts."""

import random
import time
from collections.abc import Mapping
from functools import partial
from statistics import median
from typing import Final

from benchmarks import load, machine, node
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.node import Ground, Node
from benchmarks.processes import Program, free_port
from benchmarks.subject import Bench, Subject
from fedcop.community.practice.differences import compare

_ARTIFACTS: Final = 500
_LONG: Final = 50_000
_TIMES: Final = 12
_PAGES: Final = 40
_WARM: Final = 10
_LEAST: Final = 20_000  # bytes of a page
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
                    f"library page of {_ARTIFACTS} with all facets, {one.kind}",
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
            own = node.make_node(self.bench.folder / f"practice-{databases.kind}", url)
            sealed_by = own.sealed_by()
            ground = node.within(own, partial(node.settle_in, seal=sealed_by, threads=0))
            databases.execute(url, [*_artifacts(ground), "ANALYZE"])
            self._filled.append((databases, own))

    def measure(self) -> Mapping[str, float]:
        """Read the library and compare texts, several times each."""
        found: dict[str, float] = {}
        for databases, own in self._filled:
            found[f"library-{databases.kind.lower()}"] = _library(databases, own)
        with machine.on(machine.SERVER_CORE):
            before = _text(1)
            found["difference"] = _timed(before, _edited(before, 0.05))
            found["difference-all"] = _timed(before, _text(2))
        return found


def _library(databases: Databases, own: Node) -> float:
    """Return the CPU of a page of the library as a guest gets it over HTTP, in ms."""
    port = free_port()
    request = (
        f"GET /c/{node.COMMUNITY}/library HTTP/1.1\r\nHost: {node.HOST}\r\n"
        "Accept: text/html\r\n\r\n"
    ).encode()
    with Program("node", own.file, port) as web:
        load.send(port, [request] * _WARM, at_once=1).require(200)
        before = web.cpu() + databases.cpu()
        answers = load.send(port, [request] * _PAGES, at_once=1).require(200)
        spent = web.cpu() + databases.cpu() - before
    if answers.bytes < _PAGES * _LEAST:
        raise RuntimeError(f"a page of the library has {answers.bytes // _PAGES} bytes")
    return spent / _PAGES * 1000


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


def _artifacts(ground: Ground) -> list[str]:
    statements: list[str] = []
    author, group = ground.founder.id, ground.community.id
    for number in range(1, _ARTIFACTS + 1):
        uri = f"{node.ORIGIN}/a/{number}"
        kind = _KINDS[number % len(_KINDS)]
        statements += [
            "INSERT INTO post (id, uri, url, kind, author_id, community_id, root_id, reply_to_id,"
            " reply_to_uri, top, audience, title, summary, content, source, language, sensitive,"
            f" local, published, practice) VALUES ({number}, '{uri}', '', 'Article', {author},"
            f" {group}, {number}, 0, '', 1, 0, 'How {number}', '', '<p>x</p>', '', 'en', 0, 0,"
            f" {number}, '{kind}')",
            "INSERT INTO artifact (id, uri, kind, community_id, number, digest, abstract, evidence,"
            f" language, changed) VALUES ({number}, '{uri}', '{kind}', {group}, 2, 'b{number}',"
            f" 'In short.', 'measured', 'en', {number})",
            f"INSERT INTO hashtag (id, post_id, tag) VALUES ({number}, {number}, 'handover'),"
            f" ({number + 1_000_000}, {number}, 'tag{number % 30}')",
            *_revisions(number, uri, group),
        ]
    return statements


def _revisions(number: int, uri: str, group: int) -> list[str]:
    rows = [
        "INSERT INTO artifact_revision (id, artifact_id, number, digest, at) VALUES"
        f" ({number * 10 + one}, {number}, {one}, '{name}{number}', {number})"
        for one, name in ((1, "a"), (2, "b"))
    ]
    if number % 3 == 0:
        rows.append(
            "INSERT INTO endorsement (id, endorser_id, artifact_uri, number, digest, created)"
            f" VALUES ({number}, {group}, '{uri}', 1, 'a{number}', 1)"
        )
    return rows
