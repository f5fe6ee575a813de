"""What everything else is set beside, measured in the same round."""

import time
from collections.abc import Callable, Mapping

from benchmarks import certificates, load, machine, node
from benchmarks.figures import Figure
from benchmarks.processes import Program, free_port
from benchmarks.subject import Subject

_GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_TEXT = b"x" * 300
_SIGNATURES = 200
_CHECKS = 2_000


class Hello(Subject):
    """Starlette's hello under uvicorn with uvloop and httptools: the least a request costs."""

    name = "hello"
    figures = (Figure("hello", "anchor: Starlette hello"),)

    def measure(self) -> Mapping[str, float]:
        """Return the CPU of one request."""
        port, count = free_port(), self.bench.size.hellos
        with Program("hello", port) as server:
            load.send(port, [_GET] * 500)
            before = server.cpu()
            load.send(port, [_GET] * count).require(200)
            return {"hello": (server.cpu() - before) / count * 1000}


class Crypto(Subject):
    """RSA-2048: a signature made, and one checked."""

    name = "crypto"
    figures = (
        Figure("sign", "anchor: RSA-2048 signature made"),
        Figure("verify", "anchor: RSA-2048 signature checked"),
    )

    def prepare(self) -> None:
        """Make the key."""
        self._key = node.rsa_keys()[0]

    def measure(self) -> Mapping[str, float]:
        """Return the CPU of each, on the core where servers are measured."""
        public, signature = self._key.public, self._key.sign(_TEXT)
        with machine.on(machine.SERVER_CORE):
            return {
                "sign": _each(lambda: self._key.sign(_TEXT), _SIGNATURES),
                "verify": _each(lambda: public.verifies(signature, _TEXT), _CHECKS),
            }


def _each(work: Callable[[], object], count: int) -> float:
    for _ in range(count // 10):
        work()
    began = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - began) / count * 1000


class Post(Subject):
    """A POST without a signature through our own client, to hosts it has met before."""

    name = "post"
    figures = (Figure("post", "anchor: unsigned POST through our client"),)

    def prepare(self) -> None:
        """Make the certificates."""
        folder = self.bench.folder / "post"
        folder.mkdir()
        self._authority, self._certificate = certificates.make(folder / "tls")
        self._key = folder / "key.pem"
        self._key.write_text(node.rsa_keys()[0].public.to_pem(), "ascii")

    def measure(self) -> Mapping[str, float]:
        """Return the CPU of one, once every host has been met."""
        port, size = free_port(), self.bench.size
        sink = ("sink", self._certificate, port, self._key)
        with (
            Program(*sink, core=machine.GENERATOR_CORE) as hosts,
            Program("poster", self._authority, port, size.hosts) as poster,
        ):
            poster.ask(str(max(3 * size.hosts, 200)))
            hosts.ask("clear")
            before = poster.cpu()
            poster.ask(str(size.posts))
            spent = poster.cpu() - before
            if (arrived := hosts.ask("count")["posts"]) != size.posts:
                raise RuntimeError(f"{arrived} of {size.posts} posts arrived")
            return {"post": spent / size.posts * 1000}
