"""What every builder works with: the store, our keys, and how an activity becomes bytes."""

from dataclasses import dataclass

import orjson

from fedcop import clock
from fedcop.activitypub import proofs, writing
from fedcop.activitypub.vocabulary import JSON, PUBLIC, Activity, Document, Object
from fedcop.errors import Malformed
from fedcop.federation.keyring import Keyring
from fedcop.federation.outbox.append import ToLane
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris


@dataclass(frozen=True, slots=True)
class Outbound:
    """Handed to each builder."""

    store: Store
    keyring: Keyring

    @property
    def uris(self) -> Uris:
        """What our own things are called."""
        return self.store.uris

    async def seal(self, actor_id: int, document: Document) -> bytes:
        """Turn a document of ours into bytes: with a proof when it is public, bare when not.

        A transferable proof on a private thing would be a leak.
        """
        if is_public(document):
            return await self.seal_proved(actor_id, document)
        return seal_bare(document)

    async def seal_proved(self, actor_id: int, document: Document) -> bytes:
        """Turn a document into bytes that prove themselves, whoever passes them on."""
        return writing.to_bytes(await self._prove(actor_id, writing.write(document)))

    async def wrap(self, actor_id: int, outer: Activity, inner: bytes) -> bytes:
        """Announce an activity whose bytes stay exactly as they came."""
        body = writing.write(outer)
        if is_public(outer):
            try:
                whole = await self._prove(actor_id, {**body, "object": orjson.loads(inner)})
            except Malformed:
                return writing.wrap(body, inner)  # it holds a number that no proof can cover
            body["proof"] = whole["proof"]
        return writing.wrap(body, inner)

    async def _prove(self, actor_id: int, body: dict[str, JSON]) -> dict[str, JSON]:
        prover = await self.keyring.prover(actor_id)
        return proofs.make(body, prover.key, prover.method, clock.iso(clock.now_ms()))


def seal_bare(document: Document) -> bytes:
    """Turn what concerns two parties alone into bytes; the request's signature is enough."""
    return writing.to_bytes(writing.write(document))


def is_public(document: Document) -> bool:
    """Whether anybody may see a document: it, or what it carries, names Public."""
    if isinstance(document, Activity):
        carried = [one for one in document.objects if isinstance(one, Activity | Object)]
        return _names_public(document) or any(is_public(one) for one in carried)
    return not isinstance(document, Object) or _names_public(document)


def _names_public(thing: Activity | Object) -> bool:
    return PUBLIC in thing.to or PUBLIC in thing.cc


def lane_of(actor: ActorRow | None) -> tuple[ToLane, ...]:
    """Address the inbox of a remote actor; nobody when it is one of ours, or gone."""
    if actor is None or actor.local or not actor.delivery_inbox or actor.deleted:
        return ()
    return (ToLane(actor.delivery_inbox, actor.host, bool(actor.shared_inbox)),)
