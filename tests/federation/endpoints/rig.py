"""The peers' reading door of a node, and those who knock at it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from starlette.routing import Router

from fedcop.activitypub.signatures.claim import Profile, Scheme
from fedcop.community import accounts
from fedcop.community.perform import perform
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.readers import reader_by
from fedcop.federation.endpoints.routes import routes
from fedcop.federation.inbox.authenticate import Authenticator
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.remote.domains import Domains
from fedcop.federation.remote.members import Members
from fedcop.settings import FederationMode, Settings
from fedcop.store.batch import Store, Unit
from fedcop.store.queries.peers import ALLOW, ensure_peer, learn_peer, put_rule
from fedcop.store.rows import ActorRow
from fedcop.transport.client import Client, OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.values import host_of
from tests.builders import keyring, public_keys, remote_actor, signer_of
from tests.federation.inbox.rig import Web, open_node

TYPE = "application/activity+json"


@dataclass
class Peers:
    """Whoever asks a node for documents."""

    store: Store
    door: Door
    client: httpx.AsyncClient

    async def get(
        self, address: str, reader: ActorRow | None = None, **headers: str
    ) -> httpx.Response:
        """Ask for an address of ours, signed by a reader or by nobody."""
        path = address.removeprefix(self.store.uris.origin).partition("#")[0] or "/"
        given = {"Accept": TYPE, **{name.replace("_", "-"): text for name, text in headers.items()}}
        if reader is not None:
            given |= self._signed(path, reader)
        return await self.client.get(path, headers=given)

    async def read(self, address: str, reader: ActorRow | None = None) -> Any:
        """Ask for a document that is there."""
        answer = await self.get(address, reader)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _signed(self, path: str, reader: ActorRow) -> dict[str, str]:
        url = f"{self.store.uris.origin}{path}"
        target = Client(GuardPolicy(), "peer/1").vet(url)
        request = OutRequest("GET", url, (("Accept", TYPE),))
        return dict(signer_of(reader).sign(request, target, Scheme.CAVAGE).headers)


def open_door(store: Store, mode: FederationMode = "open", web: Web | None = None) -> Peers:
    """The reading door of a node on a store; `web` is what it can ask itself."""
    settings = Settings(
        origin=store.uris.origin,
        secret="only-for-tests-0123456789abcdefgh",
        organization="Northwind",
        data=Path("nowhere"),
        federation_mode=mode,
    )
    reach = replace(open_node(store, web or Web()).reach, domains=Domains(store, mode))
    profile = Profile.of(host_of(store.uris.origin))
    readers = reader_by(Authenticator(reach, profile, KeyCache(reach)), "https")
    door = Door(Outbound(store, keyring(store)), settings, readers, members=Members(reach))
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=Router(routes=routes(door))),
        base_url=store.uris.origin,
    )
    return Peers(store, door, client)


async def know_peer(store: Store, host: str, software: str) -> None:
    """Know what a peer runs."""
    unit = Unit(store)
    unit.add(ensure_peer(host, 1), learn_peer(host, (software, "1"), 2, 1))
    await unit.commit()


async def allow(store: Store, host: str) -> None:
    """Let an admin allow a peer."""
    unit = Unit(store)
    unit.add(put_rule(host, ALLOW, "", 1))
    unit.wake("domains")
    await unit.commit()


async def remember_node(store: Store, uri: str) -> ActorRow:
    """The actor of a remote node, who signs what the node fetches."""
    row = remote_actor(uri, "Application")
    return await perform(store, accounts.remember, row, public_keys(uri))
