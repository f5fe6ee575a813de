"""Keep what was authenticated: 202 means that it is on disk."""

from collections import OrderedDict
from typing import Final

from fedcop import clock, ids
from fedcop.errors import Unavailable
from fedcop.federation.inbox.authenticate import Authenticated
from fedcop.federation.inbox.ordering import key_of
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import inbox, peers
from fedcop.store.queries.inbox import Turned
from fedcop.store.rows import InboxRow

_NOTED_AGAIN_MS: Final = 5 * 60_000
_HOSTS_KEPT: Final = 10_000
_LONGEST_KIND: Final = 40


class Receiver:
    """Keeps messages, and notes which peers show signs of life."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._noted: OrderedDict[str, int] = OrderedDict()

    async def receive(self, sent: Authenticated) -> None:
        """Keep a message; one that is here already stays as it is. Raises Unavailable."""
        unit = Unit(self._store)
        unit.add(inbox.keep(_row(sent)))
        unit.wake("inbox")
        await self._note(unit, sent.host)
        await unit.commit()

    async def turn_away(self, turned: Turned) -> None:
        """Remember for the admin whom we turned away; not being able to is no reason to fail."""
        unit = Unit(self._store)
        unit.add(inbox.refuse(turned))
        try:
            await unit.commit()
        except Unavailable:
            return

    async def _note(self, unit: Unit, host: str) -> None:
        """Note a sign of life, every few minutes: a peer that was dead is tried again at once."""
        now = clock.now_ms()
        before = self._noted.get(host, 0)
        if 0 <= now - before < _NOTED_AGAIN_MS:
            return
        self._noted[host] = now
        self._noted.move_to_end(host)
        if len(self._noted) > _HOSTS_KEPT:
            self._noted.popitem(last=False)
        unit.add(peers.hear_peer(host, now))
        peer = await peers.find_peer(self._store, host)
        if peer is not None:
            unit.wake("peer", peer.id)  # lanes to one we never knew there are none


def _row(sent: Authenticated) -> InboxRow:
    return InboxRow(
        id=ids.new_id(),
        fingerprint=sent.fingerprint,
        signer=sent.signer,
        host=sent.host,
        activity_id=sent.activity.id,
        kind=sent.activity.type[:_LONGEST_KIND],
        key=key_of(sent.activity),
        body=sent.body,
        received=clock.now_ms(),
        trust=int(sent.trust),
    )
