"""What opens the doors of peers, kept for the next start and shared by the processes of a node."""

import asyncio
import logging
from typing import Final

from fedcop.activitypub.signatures.claim import Scheme
from fedcop.errors import FedcopError
from fedcop.store.batch import Store
from fedcop.store.queries.knocks import keep_scheme, list_schemes
from fedcop.transport.signing import Knock, Knocks
from fedcop.values import host_of

log = logging.getLogger(__name__)

WAKE: Final = "knock"
_TOGETHER_SECONDS: Final = 0.5  # what is learned in a crowd is read at once
_SKEW_MS: Final = 10 * 60_000  # between the clocks of machines


class SharedKnocks:
    """Knocks that are written down, and read again when another process learned something."""

    def __init__(self, store: Store) -> None:
        self.knocks = Knocks(self._keep)
        self._store = store
        self._web = store.uris.origin.partition("://")[
            0
        ]  # peers of a development node are as it is
        self._until = 0
        self._again = False
        self._reading: asyncio.Task[None] | None = None
        store.wakes.hear(self._heard)

    async def read(self) -> None:
        """Take up what was learned since last time. Raises Unavailable."""
        rows = await list_schemes(self._store, self._until - _SKEW_MS)
        self.knocks.restore(
            Knock(f"{self._web}://{host}", Scheme(scheme), until) for host, scheme, until in rows
        )
        self._until = max((until for _, _, until in rows), default=self._until)

    def _keep(self, knock: Knock) -> None:
        """Write down what opened a door; when this is lost, we knock twice once more."""
        kept = keep_scheme(host_of(knock.origin), knock.scheme.value, knock.until)
        self._store.later(kept, wake=WAKE)

    def _heard(self, kind: str, _number: int) -> None:
        if kind not in {WAKE, "*"}:
            return
        self._again = True
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_soon())

    async def _read_soon(self) -> None:
        try:
            while self._again:
                await asyncio.sleep(_TOGETHER_SECONDS)
                self._again = False
                await self.read()
        except FedcopError as error:
            log.warning("what opens doors was not read: %s", error.safe)
        finally:
            self._reading = None

    def stop(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.cancel()
