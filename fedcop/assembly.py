"""What both composition roots build alike: from Settings to the parts of an open node."""

from dataclasses import dataclass, field
from functools import partial

from fedcop import __version__, settings
from fedcop.errors import Misconfigured
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.keyring import Keyring, push_key
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.remote.domains import Domains
from fedcop.federation.remote.knocks import SharedKnocks
from fedcop.federation.remote.reach import Reach
from fedcop.figures import Figures
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.connection import open_backend
from fedcop.store.files import Files
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.moving import place_of
from fedcop.store.seal import Seal
from fedcop.transport.blobs import Bucket, account_of
from fedcop.transport.client import Client
from fedcop.transport.fetch import Fetcher
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.oidc import SignOn
from fedcop.transport.push import Push
from fedcop.transport.signing import Knocks, SigningClient
from fedcop.uris import Uris


@dataclass(frozen=True, slots=True)
class Parts:
    """An open node."""

    settings: Settings
    store: Store
    files: Files
    seal: Seal
    keyring: Keyring
    knocks: Knocks
    shared: SharedKnocks
    client: SigningClient
    reach: Reach
    push: Push
    keys: KeyCache
    outbound: Outbound
    sign_on: SignOn
    figures: Figures = field(default_factory=Figures)

    async def close(self) -> None:
        """Let everything go, the database last."""
        self.shared.stop()
        await self.client.client.close()
        self.files.close()
        await self.store.close()


async def open_store(chosen: Settings, *, beside: bool = False) -> Store:
    """Open the database; `beside` a running node from the command line."""
    return Store(await open_backend(chosen.database, beside=beside), Uris(chosen.origin))


async def open_parts(chosen: Settings, *, beside: bool = False) -> Parts:
    """Open a node that has been set up. Raises Misconfigured and Unavailable."""
    store = await open_store(chosen, beside=beside)
    seal = Seal(settings.read_master_key(chosen))
    keyring = Keyring(store, seal)
    shared = SharedKnocks(store)
    await shared.read()
    client = SigningClient(_client(chosen), shared.knocks)
    node = await find_actor_by_uri(store, store.uris.node_actor())
    if node is None:
        await store.close()
        raise Misconfigured("database: this node has not been set up; run `fedcop init`")
    fetcher = Fetcher(client, await keyring.signer(node.id))
    reach = Reach(store, fetcher, Domains(store, chosen.federation_mode))
    return Parts(
        settings=chosen,
        store=store,
        files=open_files(chosen, store),
        seal=seal,
        keyring=keyring,
        knocks=shared.knocks,
        shared=shared,
        client=client,
        reach=reach,
        push=Push(client.client, await push_key(store, seal, _contact(chosen))),
        keys=KeyCache(reach),
        outbound=Outbound(store, keyring),
        sign_on=SignOn(client.client, chosen.sign_on, chosen.origin),
    )


def open_files(chosen: Settings, store: Store) -> Files:
    """Open what people uploaded; both places, where both are known."""
    folder = chosen.data / chosen.media_folder
    if not chosen.s3_bucket:
        return Files(folder)
    return Files(folder, Bucket(account_of(chosen)), partial(place_of, store, chosen.media_storage))


def _client(chosen: Settings) -> Client:
    policy = GuardPolicy(
        own_hosts=frozenset({chosen.host}),
        allowed_networks=chosen.allowed_networks,
        development=chosen.development,
    )
    return Client(policy, f"fedcop/{__version__} (+{chosen.origin})")


def _contact(chosen: Settings) -> str:
    """Say whom endpoints reach when our pushes trouble them: a mail or a web address."""
    bare = chosen.contact.removeprefix("mailto:")
    if bare.startswith("https://"):
        return bare
    return f"mailto:{bare}" if "@" in bare else chosen.origin
