"""Peers that are slow, huge, broken or lying: each costs little and has its name in the error."""

import asyncio
import gzip
import time
import zlib
from pathlib import Path

import pytest

from fedcop.errors import TooLarge, Unreachable, UnsupportedMedia
from fedcop.transport.client import Client, Limits, OutRequest
from fedcop.transport.guard import GuardPolicy
from tests.transport import rig

MEGABYTE = 1 << 20


def get(peer: rig.Peer) -> OutRequest:
    return OutRequest("GET", peer.url("/a"))


def packed(body: bytes, *, coding: str = "gzip") -> bytes:
    return rig.reply(200, body, ("Content-Encoding", coding))


def a_gigabyte_of_zeros() -> bytes:
    """One megabyte that unpacks to a thousand times as much."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + block * 1024


def peak_memory() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def forget_peak_memory() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return peak_memory()


async def test_a_byte_a_second_ends_with_the_total_time() -> None:
    async def drip(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await asyncio.sleep(0.05)

    limits = Limits(connect=0.5, read=0.3, total=0.5)
    async with rig.serving(drip) as peer, rig.visiting(limits) as client:
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"peer\.localhost: did not answer in time"):
            await client.send(get(peer))
        assert 0.4 < time.monotonic() - began < 10  # all of it would take 50
        assert await rig.open_connections(client) == 0


async def test_headers_that_drip_end_with_the_total_time_as_well() -> None:
    async def drip(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(1000):
            writer.write(b"x")
            await asyncio.sleep(0.05)

    limits = Limits(connect=0.5, read=0.3, total=0.5)
    async with rig.serving(drip) as peer, rig.visiting(limits) as client:
        with pytest.raises(Unreachable, match="did not answer in time"):
            await client.send(get(peer))


async def test_silence_ends_with_the_reading_time() -> None:
    async def nothing(_seen: rig.Seen, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(10)

    limits = Limits(connect=0.5, read=0.2, total=5)
    async with rig.serving(nothing) as peer, rig.visiting(limits) as client:
        began = time.monotonic()
        with pytest.raises(Unreachable, match="did not answer in time") as caught:
            await client.send(get(peer))
        assert time.monotonic() - began < 5
        assert caught.value.retryable


async def test_a_handshake_that_never_comes_ends_with_the_connecting_time() -> None:
    limits = Limits(connect=0.2, total=5)
    async with rig.serving(rig.always(b"")) as peer, rig.visiting(limits) as client:
        began = time.monotonic()
        with pytest.raises(Unreachable, match="did not answer in time"):
            await client.send(OutRequest("GET", peer.url(scheme="https")))
        assert time.monotonic() - began < 5


async def test_a_name_that_never_resolves_ends_with_the_connecting_time() -> None:
    class Stuck:
        async def addresses(self, _host: str) -> list[str]:
            await asyncio.sleep(10)
            return []

    client = Client(GuardPolicy(), rig.AGENT, resolver=Stuck(), limits=Limits(connect=0.1))
    with pytest.raises(Unreachable, match=r"a\.example: did not answer in time"):
        await client.send(OutRequest("GET", "https://a.example/"))
    await client.close()


async def test_a_name_that_does_not_exist_is_unreachable() -> None:
    class Empty:
        async def addresses(self, _host: str) -> list[str]:
            raise OSError("no such name")

    client = Client(GuardPolicy(), rig.AGENT, resolver=Empty())
    with pytest.raises(Unreachable, match=r"a\.example: the name does not resolve"):
        await client.send(OutRequest("GET", "https://a.example/"))
    await client.close()


async def test_a_closed_port_is_unreachable() -> None:
    async with rig.serving(rig.always(b"")) as peer:
        request = get(peer)
    async with rig.visiting() as client:
        with pytest.raises(Unreachable, match=r"peer\.localhost: no connection"):
            await client.send(request)


async def test_a_bomb_of_a_gigabyte_is_dropped_with_little_memory() -> None:
    bomb = packed(a_gigabyte_of_zeros())
    async with rig.serving(rig.always(bomb)) as peer, rig.visiting() as client:
        before = forget_peak_memory()
        with pytest.raises(TooLarge, match=r"peer\.localhost"):
            await client.send(get(peer))
        assert peak_memory() - before < 16 * MEGABYTE
        assert await rig.open_connections(client) == 0


async def test_a_packed_answer_is_unpacked() -> None:
    body = b'{"type": "Note"}' * 1000
    async with (
        rig.serving(rig.always(packed(gzip.compress(body)))) as peer,
        rig.visiting() as client,
    ):
        assert (await client.send(get(peer))).body == body
        assert (await client.send(get(peer))).body == body
        assert peer.connections == 1


async def test_the_limit_counts_after_unpacking_and_to_the_byte() -> None:
    exact, over = packed(gzip.compress(bytes(5000))), packed(gzip.compress(bytes(5001)))
    async with (
        rig.serving(rig.in_turn(exact, over)) as peer,
        rig.visiting(Limits(body=5000)) as client,
    ):
        assert len((await client.send(get(peer))).body) == 5000
        with pytest.raises(TooLarge):
            await client.send(get(peer))


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "x" * 300])
async def test_other_encodings_are_not_unpacked(coding: str) -> None:
    async with (
        rig.serving(rig.always(packed(b"x" * 10, coding=coding))) as peer,
        rig.visiting() as client,
    ):
        with pytest.raises(UnsupportedMedia):
            await client.send(get(peer))


@pytest.mark.parametrize("body", [b"not packed at all", gzip.compress(b"x" * 5000, mtime=0)[:-12]])
async def test_what_cannot_be_unpacked_is_unreachable(body: bytes) -> None:
    async with rig.serving(rig.always(packed(body))) as peer, rig.visiting() as client:
        with pytest.raises(Unreachable, match="cannot be unpacked"):
            await client.send(get(peer))


async def test_an_empty_answer_may_call_itself_packed() -> None:
    async with rig.serving(rig.always(packed(b""))) as peer, rig.visiting() as client:
        assert (await client.send(get(peer))).body == b""


async def test_a_length_beyond_the_limit_is_not_even_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\nx"
    async with rig.serving(rig.always(head)) as peer, rig.visiting() as client:
        with pytest.raises(TooLarge):
            await client.send(get(peer))


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
    ],
)
async def test_an_answer_without_end_stops_at_the_limit(head: bytes) -> None:
    async def endless(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b"1000\r\n" + bytes(4096) + b"\r\n")
            await writer.drain()

    async with rig.serving(endless) as peer, rig.visiting() as client:
        with pytest.raises(TooLarge):
            await client.send(get(peer))
        assert await rig.open_connections(client) == 0


async def test_of_an_answer_to_a_message_only_a_glance_is_taken() -> None:
    async def endless(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
            await writer.drain()

    async with rig.serving(endless) as peer, rig.visiting() as client:
        answer = await client.tell(OutRequest("POST", peer.url("/inbox"), body=b"{}"))
        assert answer.status == 202
        assert len(answer.body) == 4096
        assert await rig.open_connections(client) == 0


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00\x01\x02\x03 what is this\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.7\r\n",
        b"HTTP/1.1 nope OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX\x00Y: z\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
        b"",
    ],
)
async def test_garbage_is_unreachable_and_nothing_worse(answer: bytes) -> None:
    async def once(_seen: rig.Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with rig.serving(once) as peer, rig.visiting(rig.HURRIED) as client:
        with pytest.raises(Unreachable, match=r"^peer\.localhost: "):
            await client.send(get(peer))
        assert await rig.open_connections(client) == 0
