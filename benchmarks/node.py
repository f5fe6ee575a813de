"""A node to measure: set up and filled by the same verbs that everybody uses."""

import asyncio
import dataclasses
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from fedcop import settings as settings_file
from fedcop import uris
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.assembly import open_store
from fedcop.community import accounts, communities, posts
from fedcop.community.accounts import NewPerson
from fedcop.community.communities import Description, Plan
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.federation.keyring import seal_key
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, KeyRow, PostRow
from fedcop.store.seal import Seal

T = TypeVar("T")

HOST = "bench.example"
ORIGIN = f"https://{HOST}"
COMMUNITY = "handovers"
_PARAGRAPH = (
    "<p>We tried the new sheet on two wards. The night team reads it aloud before the keys change"
    " hands, and whoever leaves stays until the last question is answered.</p>"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A folder with the settings and the master key of a node."""

    folder: Path

    @property
    def file(self) -> Path:
        """Its `fedcop.toml`."""
        return self.folder / "fedcop.toml"

    @property
    def settings(self) -> Settings:
        """What its programs read."""
        return settings_file.load(self.file, {})

    def sealed_by(self) -> Seal:
        """Return what seals its keys."""
        return Seal(settings_file.read_master_key(self.settings))

    def use(self, url: str, port: int = 8000) -> "Node":
        """Write the settings for another database."""
        values = {
            "origin": ORIGIN,
            "secret": secrets.token_urlsafe(40),
            "organization": "Northwind Health",
            "database": url,
            "log_level": "error",
        }
        lines = [f'{name} = "{value}"\n' for name, value in values.items()]
        lines.append(f'bind_port = {port}\nallowed_networks = ["127.0.0.0/8"]\n')
        self.file.touch(mode=0o600)
        self.file.write_text("".join(lines), "utf-8")
        return self


def make_node(folder: Path, url: str) -> Node:
    """Lay out the folder of a node."""
    folder.mkdir(parents=True)
    settings_file.write_master_key(folder / "data" / "master.key")
    return Node(folder).use(url)


def within(node: Node, work: Callable[[Store], Awaitable[T]]) -> T:
    """Open the database of a node, do something with it, and close it."""
    return asyncio.run(_within(node, work))


async def _within(node: Node, work: Callable[[Store], Awaitable[T]]) -> T:
    store = await open_store(node.settings)
    try:
        return await work(store)
    finally:
        await store.close()


@cache
def rsa_keys() -> tuple[PrivateKey, ...]:
    """Make a few keys that everybody shares: making one takes 30 ms and more."""
    return tuple(PrivateKey.make_rsa() for _ in range(4))


@cache
def ed25519_key() -> PrivateKey:
    """Make the one other key."""
    return PrivateKey.make_ed25519()


def own_keys(actor_uri: str, seal: Seal) -> tuple[KeyRow, KeyRow]:
    """Return the keys of an actor of ours."""
    return (
        seal_key(rsa_keys()[0], uris.main_key(actor_uri), seal),
        seal_key(ed25519_key(), uris.ed25519_key(actor_uri), seal),
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """Whom and what a node has from the start."""

    founder: ActorRow
    community: ActorRow
    threads: tuple[PostRow, ...] = ()


async def settle_in(store: Store, seal: Seal, threads: int = 40) -> Ground:
    """Set up the node, with somebody who founds a community and begins threads in it."""
    own = store.uris.organization(), store.uris.node_actor()
    keys = own_keys(own[0], seal), own_keys(own[1], seal)
    await perform(store, accounts.found_node, "Northwind Health", *keys)
    person = NewPerson("ada", "Ada Osei", "ada@bench.example", role="owner")
    founder = await perform(
        store, accounts.create, person, own_keys(store.uris.person("ada"), seal)
    )
    plan = Plan(COMMUNITY, Description("Safer Handovers", domain="What is said when shifts change"))
    community = await perform(
        store,
        communities.found,
        founder,
        plan,
        own_keys(store.uris.community(COMMUNITY), seal),
        needs_approval=False,
    )
    begun = await asyncio.gather(
        *(perform(store, posts.write, founder, thread(community, n)) for n in range(threads))
    )
    return Ground(founder, community, tuple(begun))


def thread(community: ActorRow, number: int) -> Draft:
    """Write a thread start of an ordinary length."""
    return Draft(
        content=_PARAGRAPH * 3,
        source="We tried the new sheet on two wards.",
        title=f"The sheet at the bedside, week {number}",
        community_id=community.id,
        language="en",
    )


async def remember(store: Store, people: Sequence[ActorRow]) -> list[ActorRow]:
    """Know remote people with their keys, as if their documents had been fetched."""
    return list(
        await asyncio.gather(
            *(
                perform(store, accounts.remember, person, public_keys(number, person.uri))
                for number, person in enumerate(people)
            )
        )
    )


def public_keys(number: int, actor_uri: str) -> tuple[KeyRow, ...]:
    """Return the key of a remote actor, as its document shows it."""
    key = key_of(number)
    public = key.public.to_pem()
    return (KeyRow(0, uris.main_key(actor_uri), 0, key.kind.value, public),)


def key_of(number: int) -> PrivateKey:
    """Return the private key of the remote person of this number."""
    return rsa_keys()[number % len(rsa_keys())]


def remote_person(uri: str, host: str, *, inbox: str = "", shared_inbox: str = "") -> ActorRow:
    """Describe a remote person who is not known yet."""
    name = uri.rpartition("/")[2]
    row = ActorRow(0, uri, "Person", host, name, display=name.title(), url=uri)
    return dataclasses.replace(
        row,
        inbox=inbox or f"{uri}/inbox",
        shared_inbox=shared_inbox,
        outbox=f"{uri}/outbox",
        followers=f"{uri}/followers",
        following=f"{uri}/following",
    )
