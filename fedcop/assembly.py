"""What both composition roots build alike: from Settings to the parts of an open node."""

from dataclasses import dataclass

from fedcop import __version__, settings
from fedcop.activitypub.signatures.claim import Scheme
from fedcop.errors import Misconfigured
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.keyring import Keyring
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.remote.domains import Domains
from fedcop.federation.remote.reach import Reach
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.connection import open_backend
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.knocks import keep_scheme, list_schemes
from fedcop.store.seal import Seal
from fedcop.transport.client import Client
from fedcop.transport.fetch import Fetcher
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.signing import Knock, Knocks, SigningClient
from fedcop.uris import Uris
from fedcop.values import host_of


@dataclass(frozen=True, slots=True)
class Parts:
    """An open node."""

    settings: Settings
    store: Store
    seal: Seal
    keyring: Keyring
    knocks: Knocks
    client: SigningClient
    reach: Reach
    keys: KeyCache
    outbound: Outbound

    async def close(self) -> None:
        """Let everything go, the database last."""
        await self.client.client.close()
        await self.store.close()


async def open_store(chosen: Settings, *, beside: bool = False) -> Store:
    """Open the database; `beside` a running node from the command line."""
    return Store(await open_backend(chosen.database, beside=beside), Uris(chosen.origin))


async def open_parts(chosen: Settings, *, beside: bool = False) -> Parts:
    """Open a node that has been set up. Raises Misconfigured and Unavailable."""
    store = await open_store(chosen, beside=beside)
    seal = Seal(settings.read_master_key(chosen))
    keyring = Keyring(store, seal)
    knocks = Knocks(lambda knock: _keep(store, knock))
    knocks.restore(await _knocks(store, chosen))
    client = SigningClient(_client(chosen), knocks)
    node = await find_actor_by_uri(store, store.uris.node_actor())
    if node is None:
        await store.close()
        raise Misconfigured("database: this node has not been set up; run `fedcop init`")
    fetcher = Fetcher(client, await keyring.signer(node.id))
    reach = Reach(store, fetcher, Domains(store, chosen.federation_mode))
    return Parts(
        settings=chosen,
        store=store,
        seal=seal,
        keyring=keyring,
        knocks=knocks,
        client=client,
        reach=reach,
        keys=KeyCache(reach),
        outbound=Outbound(store, keyring),
    )


def _client(chosen: Settings) -> Client:
    policy = GuardPolicy(
        own_hosts=frozenset({chosen.host}),
        allowed_networks=chosen.allowed_networks,
        development=chosen.development,
    )
    return Client(policy, f"fedcop/{__version__} (+{chosen.origin})")


async def _knocks(store: Store, chosen: Settings) -> list[Knock]:
    web = "http" if chosen.development else "https"
    rows = await list_schemes(store)
    return [Knock(f"{web}://{host}", Scheme(scheme), until) for host, scheme, until in rows]


def _keep(store: Store, knock: Knock) -> None:
    """Write down what a peer's door opens to; when this is lost, we knock twice once more."""
    store.later(keep_scheme(host_of(knock.origin), knock.scheme.value, knock.until))
