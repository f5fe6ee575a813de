"""A node without sockets: its inbox, its worker, and a web that answers as a test tells it."""

from collections.abc import Callable  # noqa: TC003 - dataclasses look at their annotations
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import httpx
import orjson
from multidict import CIMultiDict, CIMultiDictProxy
from starlette.routing import Router

from fedcop import clock
from fedcop.activitypub.signatures.claim import Profile, Scheme
from fedcop.activitypub.signatures.digest import digest_of
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.errors import Unreachable
from fedcop.federation.endpoints.inbox import Inbox, Limits
from fedcop.federation.inbox.authenticate import Authenticated, Authenticator
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.inbox.process import Processor
from fedcop.federation.inbox.receive import Receiver
from fedcop.federation.remote.domains import Domains
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import inbox as inbox_queries
from fedcop.store.queries import peers
from fedcop.store.queries.inbox import State, Verdict
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import PostRow
from fedcop.transport.client import Answer, Client, OutRequest
from fedcop.transport.fetch import Fetcher
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.signing import Knocks, Signer, SigningClient
from fedcop.values import host_of
from tests.builders import ed25519_key, rsa_key

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
CONTEXT = "https://www.w3.org/ns/activitystreams"
TYPE = "application/activity+json"
LATEST = 2**62


@dataclass(frozen=True)
class Page:
    """What one address answers."""

    body: bytes = b""
    status: int = 200
    content_type: str = TYPE
    location: str = ""


class Web(Client):
    """All the web there is: pages by address; whatever else is asked does not answer."""

    def __init__(self, own_host: str = "cop.example") -> None:
        super().__init__(GuardPolicy(own_hosts=frozenset({own_host})), "fedcop/test")
        self.pages: dict[str, Page | Callable[[str], Page]] = {}
        self.asked: list[str] = []

    def put(self, url: str, document: Any = None, **page: Any) -> None:
        """Let an address answer with a document."""
        body = b"" if document is None else orjson.dumps(document)
        self.pages[url] = Page(body, **page)

    async def send(self, request: OutRequest) -> Answer:
        self.asked.append(request.url)
        page = self.pages.get(request.url)
        if page is None:
            raise Unreachable(f"{host_of(request.url)}: no connection")
        if not isinstance(page, Page):
            page = page(request.url)
        headers = CIMultiDict({"Content-Type": page.content_type})
        if page.location:
            headers["Location"] = page.location
        return Answer(page.status, CIMultiDictProxy(headers), page.body, request.url)


@dataclass
class Node:
    """One node with its parts, and the ways a test uses it."""

    store: Store
    web: Web
    reach: Reach
    keys: KeyCache
    authenticator: Authenticator
    processor: Processor
    client: httpx.AsyncClient

    async def post(
        self,
        body: bytes,
        signer: str,
        *,
        path: str = "/inbox",
        scheme: Scheme = Scheme.CAVAGE,
        key_id: str = "",
        key: PrivateKey | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Post signed bytes to an inbox as an actor; every remote actor has the same key."""
        signed = sign(self.store, body, key_id or f"{signer}#main-key", path, scheme, key)
        signed.update(headers or {})
        return await self.client.post(path, content=body, headers=signed)

    async def deliver(self, activity: dict[str, Any], signer: str = "", **how: Any) -> int:
        """Post an activity as its actor (or as another signer); returns the status."""
        answer = await self.post(orjson.dumps(activity), signer or activity["actor"], **how)
        return answer.status_code

    async def ask(self, activity: dict[str, Any]) -> Authenticated | None:
        """Hand a message with any signature to `authenticate`; None: its sender is nobody."""
        body = orjson.dumps(activity)
        key_id = f"{activity['actor']}#main-key"
        covered = "(request-target) host date digest"
        given = {
            "host": host_of(self.store.uris.origin),
            "date": formatdate(clock.now(), usegmt=True),
            "digest": digest_of(body).decode(),
            "signature": f'keyId="{key_id}",headers="{covered}",signature="AAAA"',
        }
        headers = [(name.encode(), value.encode()) for name, value in given.items()]
        sent = await self.authenticator.authenticate(
            RequestMessage("POST", b"/inbox", headers, body)
        )
        return sent if isinstance(sent, Authenticated) else None

    def block(self, domain: str) -> Unit:
        """A unit in which an admin blocks a domain."""
        unit = Unit(self.store)
        unit.add(peers.put_rule(domain, peers.BLOCK, "", 1))
        unit.wake("domains")
        return unit

    async def take(self, activity: dict[str, Any], signer: str = "") -> Verdict:
        """Deliver an activity, process everything, and return what became of it."""
        status = await self.deliver(activity, signer)
        assert status == 202, status
        await self.processor.drain()
        host = host_of(signer or activity["actor"])
        return (await inbox_queries.find_verdicts(self.store, host, activity["id"]))[0]


def sign(
    store: Store,
    body: bytes,
    key_id: str,
    path: str,
    scheme: Scheme,
    key: PrivateKey | None = None,
) -> dict[str, str]:
    """Headers of a signed POST to a node."""
    client = Client(GuardPolicy(), "fedcop/test")
    url = f"{store.uris.origin}{path}"
    request = OutRequest("POST", url, (("Content-Type", TYPE),), body)
    signed = Signer(key_id, key or rsa_key()).sign(request, client.vet(url), scheme)
    return dict(signed.headers)


def open_node(
    store: Store, web: Web | None = None, *, limit: int = 1_048_576, **known: Any
) -> Node:
    """The parts of a node on a store."""
    web = web or Web(host_of(store.uris.origin))
    signer = Signer(f"{store.uris.node_actor()}#main-key", ed25519_key())
    reach = Reach(store, Fetcher(SigningClient(web, Knocks()), signer), Domains(store))
    keys = KeyCache(reach)
    authenticator = Authenticator(reach, Profile.of(host_of(store.uris.origin)), keys, **known)
    door = Inbox(store, authenticator, Receiver(store), Limits(limit))
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=Router(routes=door.routes())),
        base_url=store.uris.origin,
    )
    return Node(store, web, reach, keys, authenticator, Processor(reach, keys), client)


def person(uri: str, **more: Any) -> dict[str, Any]:
    """The document of a remote person, with the key that signs for everybody."""
    return {
        "@context": CONTEXT,
        "type": "Person",
        "id": uri,
        "preferredUsername": uri.rpartition("/")[2],
        "inbox": f"{uri}/inbox",
        "outbox": f"{uri}/outbox",
        "followers": f"{uri}/followers",
        "publicKey": {
            "id": f"{uri}#main-key",
            "owner": uri,
            "publicKeyPem": rsa_key().public.to_pem(),
        },
        **more,
    }


def note(uri: str, author: str, **more: Any) -> dict[str, Any]:
    """A public note."""
    return {
        "type": "Note",
        "id": uri,
        "attributedTo": author,
        "content": "<p>Hello</p>",
        "to": [PUBLIC],
        "cc": [f"{author}/followers"],
        "published": "2026-02-03T10:00:00Z",
        **more,
    }


def create(written: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The Create of something by its author."""
    made = {"id": f"{written['id']}#create", **more}
    return activity("Create", written["attributedTo"], written, **made)


def activity(kind: str, actor: str, thing: Any, **more: Any) -> dict[str, Any]:
    """An activity; its id is made of what it is, unless it is given."""
    named = thing.get("id") if isinstance(thing, dict) else str(thing)
    made = {
        "@context": CONTEXT,
        "type": kind,
        "id": f"{actor}/did/{kind.lower()}/{abs(hash(named))}",
        "actor": actor,
        "object": thing,
    }
    return {**made, **more}


async def post_at(node: Node, uri: str) -> PostRow:
    """The post of this uri, a tombstone too."""
    found = await find_post_by_uri(node.store, uri)
    assert found is not None, uri
    return found


async def is_kept(node: Node, uri: str) -> bool:
    """Whether there is a post of this uri."""
    return await find_post_by_uri(node.store, uri) is not None


def announce(group: str, thing: Any, **more: Any) -> dict[str, Any]:
    """What a community sends round: an activity, several, or the id of a post."""
    named = thing["id"] if isinstance(thing, dict) else str(thing)
    made = {
        "id": f"{group}/announces/{abs(hash(named))}",
        "to": [PUBLIC],
        "cc": [f"{group}/followers"],
    }
    return activity("Announce", group, thing, **{**made, **more})


async def state_of(node: Node, uri: str) -> State:
    """What became of the latest message with this activity id."""
    verdicts = await inbox_queries.list_verdicts(node.store, LATEST, 200)
    return State(next(one.state for one in verdicts if one.activity_id == uri))
