"""Floods, and bodies that are huge, slow or smuggled, over raw sockets: each is turned away."""

import asyncio
import statistics
import time
from contextlib import suppress
from itertools import count

import orjson
import pytest

from fedcop.activitypub.signatures.digest import digest_of
from tests.network.fakes import CONTEXT, TYPE, Net
from tests.nodes import Node, Town, until

DELETES, CONNECTIONS, HALF_OPEN = 10_000, 8, 500


@pytest.fixture
async def node(town: Town) -> Node:
    """A running node."""
    made = await town.node("northwind", "sqlite")
    await made.start()
    return made


async def connect(node: Node) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", node.port)


async def ask(node: Node, raw: bytes, seconds: float = 20.0) -> int:
    """Write bytes as they are; the status of the answer, 0 when the connection was closed."""
    reader, writer = await connect(node)
    try:
        with suppress(ConnectionError):
            writer.write(raw)
            await writer.drain()
        return await status_of(reader, seconds)
    finally:
        writer.close()


async def status_of(reader: asyncio.StreamReader, seconds: float = 20.0) -> int:
    """Read one whole answer."""
    async with asyncio.timeout(seconds):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0] or 0)
        await reader.readexactly(size)
    return int(head.split(b" ", 2)[1])


def head_of(node: Node, *lines: str, method: str = "POST", path: str = "/inbox") -> bytes:
    given = (f"{method} {path} HTTP/1.1", f"Host: {node.host}", *lines)
    return ("\r\n".join(given) + "\r\n\r\n").encode()


def delete_of(node: Node, actor: str) -> bytes:
    """A Delete of somebody by themselves, with a signature that nobody can check without a key."""
    document = {"@context": CONTEXT, "type": "Delete", "actor": actor, "object": actor}
    body = orjson.dumps({**document, "id": f"{actor}#delete"})
    covered = "(request-target) host date digest"
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    said = f'keyId="{actor}#main-key",headers="{covered}",signature="AAAA"'
    lines = (f"Date: {date}", f"Digest: {digest_of(body).decode()}", f"Signature: {said}")
    size = f"Content-Length: {len(body)}"
    return head_of(node, *lines, f"Content-Type: {TYPE}", size) + body


@pytest.mark.timeout(180)
async def test_ten_thousand_deletes_of_unknown_actors_ask_nobody(node: Node, net: Net) -> None:
    server, numbers = net.server("storm"), count()
    times: list[float] = []

    async def send() -> None:
        reader, writer = await connect(node)
        while (number := next(numbers)) < DELETES:
            began = time.perf_counter()
            writer.write(delete_of(node, f"{server.origin}/users/u{number}"))
            assert await status_of(reader) == 202
            times.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
    assert len(times) == DELETES
    assert server.asked == []
    assert await node.number("SELECT count(*) FROM inbox_message") == 0
    assert await node.number("SELECT count(*) FROM actor WHERE host <> ''") == 0
    assert len(node.log().splitlines()) < 20


async def test_a_chunked_body_of_two_megabytes_is_cut_at_one(node: Node) -> None:
    reader, writer = await connect(node)
    writer.write(head_of(node, f"Content-Type: {TYPE}", "Transfer-Encoding: chunked"))
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    sent = 0
    with suppress(ConnectionError):
        while sent < 32 and not reader._buffer:  # type: ignore[attr-defined]
            writer.write(chunk)
            await writer.drain()
            sent += 1
            await asyncio.sleep(0)
    assert await status_of(reader) == 413
    writer.close()


async def test_a_body_that_announces_too_much_is_not_read(node: Node) -> None:
    for size in ("2000000", "9" * 30):
        lines = (f"Content-Type: {TYPE}", f"Content-Length: {size}")
        assert await ask(node, head_of(node, *lines)) in {400, 413}


ODD = (
    ("Content-Length: 4", "Transfer-Encoding: chunked"),
    ("Transfer-Encoding: chunked", "Content-Length: 4"),
    ("Content-Length: 4", "Content-Length: 5"),
    ("Content-Length: 2", f"X-Long: {'x' * 70_000}"),
    ("Content-Length: 2", *(f"X-{n}: {'x' * 700}" for n in range(100))),
    ("Content-Length: 2", "Host: other.localhost"),
    ("Content-Length: 2", "Date: today", "Date: tomorrow"),
)


async def test_smuggled_and_swollen_headers_are_refused(node: Node) -> None:
    for lines in ODD:
        raw = head_of(node, f"Content-Type: {TYPE}", *lines) + b"0\r\n\r\n"
        assert await ask(node, raw) in {400, 431}, lines[-1][:80]
    assert (await node.get("/actor")).status_code == 200


async def test_who_sends_slowly_is_told_to_go_and_nobody_else_waits(node: Node) -> None:
    lines = (f"Content-Type: {TYPE}", "Content-Length: 1000")
    half_open = [await connect(node) for _ in range(HALF_OPEN)]
    for number, (_, writer) in enumerate(half_open):
        # Some stop within the headers, some within the body.
        head = head_of(node, *lines)
        writer.write(head[:-10] if number % 2 else head + b"{")
    times = []
    for _ in range(30):
        began = time.perf_counter()
        answer = await node.get("/actor")
        assert answer.status_code == 200
        times.append(time.perf_counter() - began)
    assert statistics.median(times) < 2
    bodies = [reader for number, (reader, _) in enumerate(half_open) if number % 2 == 0]
    assert set(await asyncio.gather(*(status_of(reader, 25) for reader in bodies))) == {408}
    for _, writer in half_open:
        writer.close()
    await until(lambda: "Traceback" not in node.log())
