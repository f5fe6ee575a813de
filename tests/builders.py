"""Short makers of what most tests begin with, by the same verbs that everybody uses."""

from dataclasses import replace
from functools import cache
from typing import Any

from fedcop import uris
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.community import accounts, communities, membership
from fedcop.community.accounts import NewPerson
from fedcop.community.communities import Description, Plan
from fedcop.community.perform import perform
from fedcop.federation.keyring import Keyring, seal_key
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, CommunityRow, FollowRow, KeyRow
from fedcop.store.seal import Seal
from fedcop.transport.signing import Signer
from fedcop.values import host_of

SEAL = Seal(bytes(range(32)))  # the master key of the `settings` fixture
PASSWORD = "correct horse battery staple"
# Its hash, made with the lightest settings; a test that signs somebody in need not hash first.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$YMSLhrT7ACck6ensxTgDTg$U400HzMGKcIqpX1zKoj4vdG/wI0z1u8UxY18kTwW1l8"
)


@cache
def rsa_key() -> PrivateKey:
    """One RSA key for everybody: making one takes longer than most tests."""
    return PrivateKey.make_rsa()


@cache
def ed25519_key() -> PrivateKey:
    """One Ed25519 key for everybody."""
    return PrivateKey.make_ed25519()


def own_keys(actor_uri: str) -> tuple[KeyRow, KeyRow]:
    """The keys of an actor of ours."""
    return (
        seal_key(rsa_key(), uris.main_key(actor_uri), SEAL),
        seal_key(ed25519_key(), uris.ed25519_key(actor_uri), SEAL),
    )


def public_keys(actor_uri: str) -> tuple[KeyRow, ...]:
    """The keys of a remote actor, as its document shows them."""
    return tuple(replace(key, private=None) for key in own_keys(actor_uri))


def keyring(store: Store) -> Keyring:
    """The keyring that opens the keys made here."""
    return Keyring(store, SEAL)


def signer_of(actor: ActorRow) -> Signer:
    """Who signs for an actor made here, ours or remote."""
    return Signer(uris.main_key(actor.uri), rsa_key())


async def make_node(store: Store, organization: str = "Northwind") -> tuple[ActorRow, ActorRow]:
    """The organization and the node's own actor."""
    made = store.uris.organization(), store.uris.node_actor()
    return await perform(
        store, accounts.found_node, organization, own_keys(made[0]), own_keys(made[1])
    )


async def make_person(store: Store, name: str, **person: Any) -> ActorRow:
    """A local person, who signs in with PASSWORD."""
    given = {"email": f"{name}@cop.example", "password_hash": PASSWORD_HASH, **person}
    keys = own_keys(store.uris.person(name))
    return await perform(store, accounts.create, NewPerson(name, **given), keys)


async def make_community(
    store: Store, founder: ActorRow, name: str, *, needs_approval: bool = False, **description: Any
) -> ActorRow:
    """A local community; `description` as in `communities.Description`."""
    plan = Plan(name, Description(**{"display": name.title(), **description}))
    keys = own_keys(store.uris.community(name))
    return await perform(
        store, communities.found, founder, plan, keys, needs_approval=needs_approval
    )


async def remember_person(store: Store, uri: str, **actor: Any) -> ActorRow:
    """A remote person, as if their document had been fetched."""
    row = remote_actor(uri, **actor)
    return await perform(store, accounts.remember, row, public_keys(uri))


async def remember_group(
    store: Store, uri: str, practice: CommunityRow | None = None, **actor: Any
) -> ActorRow:
    """A remote community, as if its document had been fetched."""
    row = remote_actor(uri, "Group", **actor)
    return await perform(store, accounts.remember, row, public_keys(uri), practice)


def remote_actor(uri: str, kind: str = "Person", **actor: Any) -> ActorRow:
    """The row of a remote actor that is not stored yet; its host has a shared inbox."""
    name = uri.rpartition("/")[2]
    origin = "/".join(uri.split("/", 3)[:3])
    given = {
        "id": 0,
        "uri": uri,
        "kind": kind,
        "host": host_of(uri),
        "name": name,
        "display": name.title(),
        "url": uri,
        "inbox": uris.inbox(uri),
        "shared_inbox": f"{origin}/inbox",
        "outbox": uris.outbox(uri),
        "followers": uris.followers(uri),
        "following": uris.following(uri),
        "moderators": uris.moderators(uri) if kind == "Group" else "",
        **actor,
    }
    return ActorRow(**given)


async def let_follow(store: Store, follower: ActorRow, target: ActorRow) -> FollowRow:
    """An accepted follow or membership, whoever is ours and whoever is not."""
    if not follower.local:
        uri = f"{follower.uri}/follows/{target.name}"
        row = await perform(store, membership.join, follower, target, uri, 0)
    else:
        row = await perform(store, membership.ask, follower, target)
    if row.state == "pending" and not target.local:
        settled = await perform(store, membership.accepted, follower, target)
        row = settled or row
    return row
