"""With whom we speak: the federation mode and what admins decided about domains."""

from typing import Final

from fedcop import clock
from fedcop.community.admission import Rules, read_rules
from fedcop.errors import Refused
from fedcop.settings import FederationMode
from fedcop.store.batch import Store
from fedcop.transport.client import Answer, OutRequest
from fedcop.transport.deliver import Send
from fedcop.transport.signing import Signer
from fedcop.values import host_of

_STALE_MS: Final = 15_000

__all__ = ["Domains", "Rules", "sending_by_the_rules"]


class Domains:
    """The rules, kept in memory and read anew when an admin changes them, or every few seconds."""

    def __init__(self, store: Store, mode: FederationMode = "open") -> None:
        self.rules = Rules(mode)
        self._usual = mode
        self._store = store
        self._read_at = 0
        store.wakes.hear(self._heard)

    def _heard(self, kind: str, _number: int) -> None:
        if kind in {"domains", "*"}:
            self._read_at = 0

    async def refresh(self) -> Rules:
        """Return what holds now."""
        now = clock.now_ms()
        if now - self._read_at >= _STALE_MS or now < self._read_at:
            self.rules = await read_rules(self._store, self._usual)
            self._read_at = now
        return self.rules

    async def require(self, host: str) -> None:
        """Go on when we speak with a host. Raises Refused."""
        if not (await self.refresh()).admit(host):
            raise Refused(f"{host}: we do not speak with this server")


def sending_by_the_rules(domains: Domains, send: Send) -> Send:
    """Let nothing out to those we do not speak with; what is owed to them waits meanwhile."""

    async def send_if_admitted(request: OutRequest, signer: Signer) -> Answer:
        await domains.require(host_of(request.url))
        return await send(request, signer)

    return send_if_admitted
