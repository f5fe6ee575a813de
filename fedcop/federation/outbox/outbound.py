"""What every builder works with: the store, our keys, and how an activity becomes bytes."""

from dataclasses import dataclass
from typing import Final

import orjson

from fedcop import clock
from fedcop.activitypub import proofs, writing
from fedcop.activitypub.vocabulary import JSON, PUBLIC, Activity, Document, Object
from fedcop.errors import Malformed
from fedcop.federation.keyring import Keyring
from fedcop.federation.outbox.append import ToLane
from fedcop.store.batch import Store
from fedcop.store.queries.outbound import find_plain
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris

_ALIASES: Final = frozenset({PUBLIC})


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
        body = writing.write(document)
        if is_public(document):
            body = await self.prove(actor_id, body)
        return writing.to_bytes(body)

    async def seal_private(self, document: Document) -> bytes:
        """Turn what concerns two parties alone into bytes; the request's signature is enough."""
        return writing.to_bytes(writing.write(document))

    async def seal_relayed(self, actor_id: int, document: Document) -> bytes:
        """Turn what a community will pass on into bytes that prove themselves."""
        return writing.to_bytes(await self.prove(actor_id, writing.write(document)))

    async def plain_id(self, position: int) -> str | None:
        """Find the id of what was told at a position in the plain form."""
        body = await find_plain(self.store, position)
        return None if body is None else str(orjson.loads(body).get("id", "")) or None

    async def prove(self, actor_id: int, body: dict[str, JSON]) -> dict[str, JSON]:
        """Put the proof of one of ours on a document (FEP-8b32)."""
        prover = await self.keyring.prover(actor_id)
        return proofs.make(body, prover.key, prover.method, clock.iso(clock.now_ms()))

    async def wrap(self, actor_id: int, outer: Activity, inner: bytes) -> bytes:
        """Announce an activity whose bytes stay exactly as they came."""
        body = writing.write(outer)
        if is_public(outer):
            try:
                whole = await self.prove(actor_id, {**body, "object": orjson.loads(inner)})
                body = {**body, "proof": whole["proof"]}
            except Malformed:
                pass  # numbers no canonical form knows; the relay goes without a proof
        return writing.wrap(body, inner)


def is_public(document: Document) -> bool:
    """Whether anybody may see a document: it, or what it carries, names Public."""
    if isinstance(document, Activity):
        carried = [one for one in document.objects if isinstance(one, Object)]
        named = {*document.to, *document.cc}
        return bool(named & _ALIASES) or any(is_public(one) for one in carried)
    if isinstance(document, Object):
        return bool({*document.to, *document.cc} & _ALIASES)
    return True


def lane_of(actor: ActorRow | None) -> tuple[ToLane, ...]:
    """Address the inbox of a remote actor; nobody when it is one of ours."""
    if actor is None or actor.local or not actor.delivery_inbox or actor.deleted:
        return ()
    return (ToLane(actor.delivery_inbox, actor.host, bool(actor.shared_inbox)),)
