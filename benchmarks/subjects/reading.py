"""What others read: documents asked for with a signature, and a page for people."""

from collections.abc import Mapping, Sequence

from benchmarks import load, node, replies
from benchmarks.figures import Figure
from benchmarks.processes import Program, free_port
from benchmarks.subject import Bench, Profile, Subject

_WARM = 100
_POSTS = 40
_PAGE = (
    f"GET /c/{node.COMMUNITY} HTTP/1.1\r\nHost: {node.HOST}\r\n"
    "Accept: text/html,application/xhtml+xml\r\nAccept-Encoding: identity\r\n\r\n"
).encode()


class Reading(Subject):
    """The real application under uvicorn, on the embedded database."""

    name = "reading"
    figures = (
        Figure("actor", "signed GET of an actor", goal=0.3, yardstick="GoToSocial 0.12 ms"),
        Figure("note", "signed GET of a note", goal=0.3),
        Figure("page", f"community page as HTML, {_POSTS} posts", goal=1.0),
    )

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._people = replies.people(hosts=20, count=40)

    def prepare(self) -> None:
        """Set up a node with a community that has a full page."""
        databases = self.bench.databases[0]
        self._url = databases.make("reading")
        self._node = node.make_node(self.bench.folder / "reading", self._url)
        seal = self._node.sealed_by()
        self._ground = node.within(
            self._node, lambda store: node.settle_in(store, seal, threads=_POSTS)
        )
        node.within(self._node, lambda store: node.remember(store, self._people))
        databases.execute(self._url, ["DELETE FROM event"])

    def measure(self) -> Mapping[str, float]:
        """Ask for each, many times."""
        port, count, found = free_port(), self.bench.size.reads, {}
        with Program("node", self._node.file, port) as web:
            for key, requests in self._requests().items():
                load.send(port, requests[:_WARM])
                before = web.cpu()
                answers = load.send(port, requests[-count:]).require(200)
                found[key] = (web.cpu() - before) / count * 1000
                if key == "page" and answers.bytes < count * _POSTS * 200:
                    raise RuntimeError("the community page is too short for what it should show")
        return found

    def _requests(self) -> dict[str, Sequence[bytes]]:
        count = self.bench.size.reads + _WARM
        threads = [f"/n/{post.id}" for post in self._ground.threads]
        return {
            "actor": [self._signed("/u/ada", number) for number in range(count)],
            "note": [self._signed(threads[n % len(threads)], n) for n in range(count)],
            "page": [_PAGE] * count,
        }

    def _signed(self, path: str, number: int) -> bytes:
        who = number % len(self._people)
        return replies.signed("GET", path, who, self._people[who].uri)

    def profile(self) -> Mapping[str, Profile]:
        """Ask once more, looking at where the time goes."""
        port, found = free_port(), {}
        with Program("node", self._node.file, port) as web:
            for key, requests in self._requests().items():
                load.send(port, requests[:_WARM])
                web.start_sampling()
                load.send(port, requests)
                found[key] = Profile(web.stop_sampling(), len(requests))
        return found

    def close(self) -> None:
        """Let the database go."""
        self.bench.databases[0].drop(self._url)
