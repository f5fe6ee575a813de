"""Public keys of others: fetched, and believed only when key and actor name each other."""

from dataclasses import dataclass, replace

from fedcop.activitypub import reading
from fedcop.activitypub.origin import check_key, same_origin
from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.activitypub.vocabulary import Actor, PublicKeyDocument
from fedcop.errors import Malformed, Refused
from fedcop.federation.remote import actors
from fedcop.federation.remote.actor_rows import key_row, public_key
from fedcop.federation.remote.reach import Reach
from fedcop.transport.budget import Budget
from fedcop.values import host_of


@dataclass(frozen=True, slots=True)
class Found:
    """A key that was fetched, with its actor; nothing is kept until it has verified something."""

    key_id: str
    public: PublicKey
    actor: Actor


async def fetch(reach: Reach, key_id: str, budget: Budget) -> Found:
    """Fetch the key of this name and its owner. Raises as a fetch does, Refused and Malformed."""
    url = key_id.partition("#")[0]
    await reach.domains.require(host_of(url))
    fetched = await reach.fetcher.get(url, budget)
    document = reading.read_key(fetched.json())
    if isinstance(document, Actor):
        if document.id != fetched.final_url:
            # GoToSocial answers at /main-key with a stub of the actor that shows its key alone.
            document = await actors.look(reach, _at(document.id, key_id), budget)
        return _of(key_id, _shown(key_id, document), document)
    if document.id != key_id:
        raise Refused("publicKey.id: it is not the key that was asked for")
    owner = await actors.look(reach, _at(document.owner, key_id), budget)
    return _of(key_id, document, owner)


async def fetch_from(reach: Reach, actor_uri: str, key_id: str, budget: Budget) -> Found:
    """Fetch what an actor shows under this name now: keys change at their owner's own address."""
    actor = await actors.look(reach, actor_uri, budget)
    if actor.id != actor_uri:
        raise Refused("id: it is not the actor that was asked for")
    return _of(key_id, _shown(key_id, actor), actor)


def _at(actor_uri: str, key_id: str) -> str:
    """Return whose key it is said to be, before that is fetched. Raises Refused."""
    if not same_origin(actor_uri, key_id):
        raise Refused("publicKey.owner: it is at another origin than its key")
    return actor_uri


def _shown(key_id: str, actor: Actor) -> PublicKeyDocument:
    for key in actor.keys:
        if key.id == key_id:
            return key
    raise Refused("publicKey: the actor shows no key of this name")


def _of(key_id: str, key: PublicKeyDocument, actor: Actor) -> Found:
    finding = check_key(key_id, key, actor)
    if not finding.believed:
        raise Refused(finding.reason)
    row = key_row(key, actor)
    if row is None:
        raise Malformed("publicKey: it is none of the kinds we verify")
    others = [shown for shown in actor.keys if shown.id != key_id]
    return Found(key_id, public_key(row), replace(actor, keys=(key, *others)))
