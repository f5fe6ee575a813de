"""The keys of our own actors: made, sealed into the store, opened once and kept at hand."""

import asyncio
from base64 import b64decode, b64encode
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from fedcop import uris
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey
from fedcop.errors import NotFound
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import keys, node_values
from fedcop.store.rows import KeyRow
from fedcop.store.seal import Seal
from fedcop.transport.signing import Signer
from fedcop.transport.vapid import Vapid, make_key

_KEPT = 2_000
_PUSHES: Final = "push key"


@dataclass(frozen=True, slots=True)
class Prover:
    """Who proves what a document says: the Ed25519 key and its verification method."""

    key: PrivateKey
    method: str


@dataclass(frozen=True, slots=True)
class _Opened:
    signer: Signer
    prover: Prover


async def make_keys(actor_uri: str, seal: Seal) -> tuple[KeyRow, KeyRow]:
    """Make the two keys of a new actor of ours, RSA and Ed25519; the verb that adds it owns them.

    An RSA key takes 30 ms and often more, so it is made on a thread.
    """
    rsa = await asyncio.to_thread(PrivateKey.make_rsa)
    ed25519 = PrivateKey.make_ed25519()
    return (
        seal_key(rsa, uris.main_key(actor_uri), seal),
        seal_key(ed25519, uris.ed25519_key(actor_uri), seal),
    )


def seal_key(key: PrivateKey, key_id: str, seal: Seal) -> KeyRow:
    """Make the row of a key of ours, its private half sealed under its own name."""
    public = key.public.to_pem() if key.kind is KeyKind.RSA else key.public.to_multibase()
    private = seal.close(key.to_der(), key_id)
    return KeyRow(0, key_id, 0, key.kind.value, public, private)


async def push_key(store: Store, seal: Seal, contact: str) -> Vapid:
    """Open the key by which endpoints of apps know this node; the first who asks makes it.

    All its processes have the same: what two of them make at once is kept once.
    """
    kept = await node_values.find_value(store, _PUSHES)
    if not kept:
        unit = Unit(store)
        sealed = b64encode(seal.close(make_key(), _PUSHES)).decode()
        unit.add(node_values.keep_first(_PUSHES, sealed))
        await unit.commit()
        kept = await node_values.find_value(store, _PUSHES)
    return Vapid.load(seal.open(b64decode(kept), _PUSHES), contact)


class Keyring:
    """Signers and provers of our actors, each read and opened once."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store = store
        self._seal = seal
        self._opened: OrderedDict[int, _Opened] = OrderedDict()

    async def signer(self, actor_id: int) -> Signer:
        """Find who signs requests for an actor of ours. Raises NotFound when it has no keys."""
        return (await self._open(actor_id)).signer

    async def prover(self, actor_id: int) -> Prover:
        """Find who proves documents for an actor of ours. Raises NotFound when it has no keys."""
        return (await self._open(actor_id)).prover

    def forget(self, actor_id: int) -> None:
        """Read the keys of an actor anew when they are next needed."""
        self._opened.pop(actor_id, None)

    async def _open(self, actor_id: int) -> _Opened:
        opened = self._opened.get(actor_id)
        if opened is None:
            opened = self._opened[actor_id] = await self._read(actor_id)
            if len(self._opened) > _KEPT:
                self._opened.popitem(last=False)
        self._opened.move_to_end(actor_id)
        return opened

    async def _read(self, actor_id: int) -> _Opened:
        own = [row for row in await keys.list_keys(self._store, actor_id) if row.private]
        rsa, ed25519 = _newest(own, KeyKind.RSA), _newest(own, KeyKind.ED25519)
        if rsa is None or ed25519 is None:
            raise NotFound("This actor has no keys of ours.")
        signer = Signer(rsa.key_id, self._unseal(rsa))
        return _Opened(signer, Prover(self._unseal(ed25519), ed25519.key_id))

    def _unseal(self, row: KeyRow) -> PrivateKey:
        return PrivateKey.load(self._seal.open(row.private or b"", row.key_id))


def _newest(rows: list[KeyRow], kind: KeyKind) -> KeyRow | None:
    """Pick the key to sign with; while keys are rotated there are two of a kind."""
    return next((row for row in reversed(rows) if row.algorithm == kind), None)
