"""Real servers on loopback that answer as a test tells them, and a certificate authority."""

import asyncio
import ssl
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fedcop.transport.client import Client, Limits
from fedcop.transport.guard import GuardPolicy

AGENT = "fedcop/test (+https://cop.example)"
HURRIED = Limits(connect=0.5, read=0.3, total=0.8)


@dataclass(frozen=True)
class Seen:
    """One request as it stood on the wire."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known.lower() == name), None)


Answering = Callable[[Seen, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Peer:
    """A server that records what it is asked."""

    answering: Answering
    port: int = 0
    connections: int = 0
    seen: list[Seen] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def targets(self) -> list[str]:
        return [seen.target for seen in self.seen]

    def url(self, path: str = "/", name: str = "peer.localhost", scheme: str = "http") -> str:
        return f"{scheme}://{name}:{self.port}{path}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while (seen := await _read(reader, number)) is not None:
                self.seen.append(seen)
                await self.answering(seen, writer)
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()


async def _read(reader: asyncio.StreamReader, connection: int) -> Seen | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    return Seen(method, target, headers, await reader.readexactly(length), connection)


@asynccontextmanager
async def serving(answering: Answering, tls: ssl.SSLContext | None = None) -> AsyncIterator[Peer]:
    """Serve on loopback for a while."""
    peer = Peer(answering)
    server = await asyncio.start_server(peer.talk, "127.0.0.1", 0, ssl=tls)
    peer.port = server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        server.close()
        for task in list(peer.tasks):
            task.cancel()
        await asyncio.gather(*peer.tasks, return_exceptions=True)
        await asyncio.sleep(0)


@asynccontextmanager
async def visiting(
    limits: Limits | None = None,
    tls: ssl.SSLContext | None = None,
    own_hosts: Iterable[str] = (),
) -> AsyncIterator[Client]:
    """Give a client of the development profile for a while."""
    policy = GuardPolicy(frozenset(own_hosts), development=True)
    client = Client(policy, AGENT, limits=limits, tls=tls)
    try:
        yield client
    finally:
        await client.close()


async def open_connections(client: Client) -> int:
    """Count what is open once the loop has closed what was to be closed."""
    await asyncio.sleep(0.01)
    return client.connections


def reply(status: int, body: bytes = b"", *headers: tuple[str, str]) -> bytes:
    """Write one HTTP answer."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(answer: bytes) -> Answering:
    """Answer every request with the same bytes."""

    async def answering(_seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return answering


def in_turn(*answers: bytes) -> Answering:
    """Answer the n-th request with the n-th bytes, and all later ones with the last."""
    left = list(answers)

    async def answering(_seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return answering


@lru_cache
def trust(*names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for some names and return the contexts of its server and its friends."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fedcop tests")])
    now = datetime.now(tz=UTC)  # noqa: TID251 - a certificate needs the real time
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    text = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "both.pem"
        path.write_bytes(secret + text)
        server.load_cert_chain(path)
    friend = ssl.create_default_context(cadata=text.decode())
    return server, friend


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)
