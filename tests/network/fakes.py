"""Other people's servers on one real socket: documents to fetch, an inbox that remembers, manners.

The Host header says which of them is meant. All their actors share the RSA key of `builders`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any

import httpx
import orjson

from fedcop import clock
from fedcop.activitypub.signatures.claim import Profile, Scheme
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import read_claims, verify
from fedcop.errors import FedcopError
from fedcop.transport.client import Client, OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.signing import Signer
from tests.builders import rsa_key
from tests.nodes import Node

CONTEXT = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{CONTEXT}#Public"
TYPE = "application/activity+json"
JRD = "application/jrd+json"
_REASON = {200: "OK", 202: "Accepted", 401: "Unauthorized", 404: "Not Found", 503: "Unavailable"}

_vet = lru_cache(512)(Client(GuardPolicy(development=True), "fedcop/test").vet)


@dataclass(frozen=True)
class Seen:
    """One request as it stood on the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.body)
        return found

    @property
    def scheme(self) -> Scheme | None:
        """How it is signed, when that verifies with the key that all actors of our nodes share."""
        pairs = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        message = RequestMessage(self.method, self.path.encode(), pairs, self.body, "http")
        try:
            claims = read_claims(message, Profile.of(self.headers["host"]), clock.now())
            verify(claims[0], rsa_key().public)
        except FedcopError:
            return None
        return claims[0].scheme


Said = tuple[int, bytes, str]  # status, body, content type
Manner = Callable[[Seen], "Said | bytes | Awaitable[Said | bytes | None] | None"]


def say(status: int, document: object = None, kind: str = TYPE) -> Said:
    """An answer as a manner gives it."""
    return status, b"" if document is None else orjson.dumps(document), kind


@dataclass
class Server:
    """One server of another program: what it shows, and what it was told."""

    name: str
    net: "Net"
    software: str
    pages: dict[str, Said | Manner] = field(default_factory=dict)
    asked: list[Seen] = field(default_factory=list)  # each GET
    got: list[Seen] = field(default_factory=list)  # each POST that was taken
    tried: int = 0  # each POST
    manner: Manner | None = None  # of its inboxes; None in its place: 202
    down: bool = False

    @property
    def host(self) -> str:
        return f"{self.name}.localhost:{self.net.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    # What it shows

    def show(self, uri: str, document: object, kind: str = TYPE) -> str:
        self.pages[uri.removeprefix(self.origin)] = say(200, document, kind)
        return uri

    def introduce(self) -> None:
        """Show what it runs."""
        place = f"{self.origin}/nodeinfo/2.0"
        rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        self.show("/.well-known/nodeinfo", {"links": [{"rel": rel, "href": place}]}, JRD)
        about = {"name": self.software, "version": "1.0"}
        self.show("/nodeinfo/2.0", {"version": "2.0", "software": about}, "application/json")

    def person(self, name: str, kind: str = "Person", **more: Any) -> str:
        """Let somebody live here; returns their uri."""
        uri = f"{self.origin}/users/{name}"
        document = {
            "@context": CONTEXT,
            "type": kind,
            "id": uri,
            "preferredUsername": name,
            "inbox": f"{uri}/inbox",
            "outbox": f"{uri}/outbox",
            "followers": f"{uri}/followers",
            "endpoints": {"sharedInbox": f"{self.origin}/inbox"},
            "publicKey": {
                "id": f"{uri}#main-key",
                "owner": uri,
                "publicKeyPem": rsa_key().public.to_pem(),
            },
            **more,
        }
        self.show(uri, document)
        subject = f"acct:{name}@{self.host}"
        link = {"rel": "self", "type": TYPE, "href": uri}
        query = f"/.well-known/webfinger?resource=acct%3A{name}%40{self.host.replace(':', '%3A')}"
        jrd = {"subject": subject, "links": [link]}
        self.show(query, jrd, JRD)
        self.show(f"/.well-known/webfinger?resource={subject}", jrd, JRD)
        return uri

    def note(self, author: str, **more: Any) -> dict[str, Any]:
        """Write a public note and show it."""
        uri = f"{self.origin}/notes/{next(self.net.numbers)}"
        written = {
            "@context": CONTEXT,
            "type": "Note",
            "id": uri,
            "attributedTo": author,
            "content": "<p>Hello</p>",
            "to": [PUBLIC],
            "cc": [f"{author}/followers"],
            "published": clock.iso(clock.now_ms()),
            **more,
        }
        self.show(uri, written)
        return written

    # What it does

    def activity(self, kind: str, actor: str, thing: Any, **more: Any) -> dict[str, Any]:
        number = next(self.net.numbers)
        made = {"id": f"{self.origin}/did/{number}", "type": kind, "actor": actor, "object": thing}
        return {"@context": CONTEXT, **made, **more}

    def create(self, written: dict[str, Any]) -> dict[str, Any]:
        address = {"to": written["to"], "cc": written["cc"]}
        return self.activity("Create", written["attributedTo"], written, **address)

    async def send(self, node: Node, activity: dict[str, Any], **how: Any) -> int:
        """Post an activity to a node, signed by its actor; the status."""
        return await self.post(node, orjson.dumps(activity), activity["actor"], **how)

    async def post(
        self,
        node: Node,
        body: bytes,
        actor: str,
        *,
        path: str = "/inbox",
        scheme: Scheme = Scheme.CAVAGE,
        key: PrivateKey | None = None,
    ) -> int:
        headers = signed(node, body, actor, path, scheme, key)
        return (
            await self.net.client.post(_there(node, path), content=body, headers=headers)
        ).status_code

    # What it was told

    def told(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        """The activities of a kind it took, the first first; those where fields are like this."""
        found = [seen.json for seen in self.got]
        return [
            a
            for a in found
            if a.get("type") == kind and all(a.get(k) == v for k, v in fields.items())
        ]

    def carried(self, kind: str) -> list[dict[str, Any]]:
        """The activities of a kind that came inside an Announce."""
        inner = [a["object"] for a in self.told("Announce")]
        return [a for a in inner if isinstance(a, dict) and a.get("type") == kind]

    def forget(self) -> None:
        self.got.clear()
        self.asked.clear()
        self.tried = 0


def signed(
    node: Node, body: bytes, actor: str, path: str, scheme: Scheme, key: PrivateKey | None = None
) -> dict[str, str]:
    """The headers of a signed POST to a node."""
    request = OutRequest("POST", f"{node.origin}{path}", (("Content-Type", TYPE),), body)
    signer = Signer(f"{actor}#main-key", key or rsa_key())
    return dict(signer.sign(request, _vet(request.url), scheme).headers)


def _there(node: Node, path: str) -> str:
    return f"http://127.0.0.1:{node.port}{path}"


class Net:
    """All the other servers there are."""

    def __init__(self) -> None:
        self.servers: dict[str, Server] = {}
        self.numbers = count(1)
        self.port = 0
        self.client = httpx.AsyncClient(timeout=20, limits=httpx.Limits(max_connections=64))
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.client.aclose()

    def server(self, name: str, software: str = "mastodon") -> Server:
        made = self.servers[name] = Server(name, self, software)
        made.introduce()
        return made

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, path, _ = first.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        seen = Seen(method, path, headers, body, asyncio.get_running_loop().time())
        server = self.servers.get(headers.get("host", "").partition(".")[0])
        if server is None or server.down:
            return False
        said = await _answer(server, seen)
        if said is None:
            return False
        writer.write(said if isinstance(said, bytes) else written(*said))
        await writer.drain()
        return True


async def _answer(server: Server, seen: Seen) -> Said | bytes | None:
    """What a server says; None: it hangs up."""
    if seen.method == "POST":
        server.tried += 1
        said = await _by_manner(server.manner, seen) if server.manner else say(202)
        if isinstance(said, tuple) and said[0] in range(200, 300):
            server.got.append(seen)
        return said
    server.asked.append(seen)
    page = server.pages.get(seen.path) or server.pages.get("*", say(404))
    return page if isinstance(page, tuple) else await _by_manner(page, seen)


async def _by_manner(manner: Manner, seen: Seen) -> Said | bytes | None:
    said = manner(seen)
    return await said if isinstance(said, Awaitable) else said


def written(status: int, body: bytes, kind: str, *more: str) -> bytes:
    """One answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status} {_REASON.get(status, 'So')}", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {kind}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def opened() -> AsyncIterator[Net]:
    """Other servers for a while."""
    net = Net()
    await net.open()
    try:
        yield net
    finally:
        await net.close()
