"""With whom we speak: the federation mode and what admins decided about domains."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.errors import Malformed, Refused
from fedcop.settings import FederationMode
from fedcop.store.batch import Store
from fedcop.store.queries import peers
from fedcop.transport.client import Answer, OutRequest
from fedcop.transport.deliver import Send
from fedcop.transport.signing import Signer
from fedcop.values import host_of, normalise_host

_STALE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds now: a block covers every name below it too, an allowance its name alone."""

    mode: FederationMode = "open"
    blocked: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()

    def admit(self, host: str) -> bool:
        """Whether we speak with a (normalised) host."""
        if self.mode == "closed":
            return False
        if self.blocked and not _name_and_above(host).isdisjoint(self.blocked):
            return False
        return self.mode == "open" or _without_port(host) in self.allowed


class Domains:
    """The rules, kept in memory and read anew when an admin changes them, or each minute."""

    def __init__(self, store: Store, mode: FederationMode = "open") -> None:
        self.rules = Rules(mode)
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
            rules = await peers.list_rules(self._store)
            self.rules = Rules(
                self.rules.mode,
                frozenset(_ruled(rule[0]) for rule in rules if rule[1] == peers.BLOCK),
                frozenset(_ruled(rule[0]) for rule in rules if rule[1] == peers.ALLOW),
            )
            self._read_at = now
        return self.rules

    async def require(self, host: str) -> None:
        """Go on when we speak with a host. Raises Refused."""
        if not (await self.refresh()).admit(host):
            raise Refused(f"{host}: we do not speak with this server")


def _ruled(domain: str) -> str:
    try:
        return _without_port(normalise_host(domain))
    except Malformed:
        return domain


def _name_and_above(host: str) -> frozenset[str]:
    name = _without_port(host)
    labels = name.split(".")
    return frozenset(".".join(labels[start:]) for start in range(len(labels)))


def _without_port(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def sending_by_the_rules(domains: Domains, send: Send) -> Send:
    """Let nothing out to those we do not speak with; what is owed to them waits meanwhile."""

    async def send_if_admitted(request: OutRequest, signer: Signer) -> Answer:
        await domains.require(host_of(request.url))
        return await send(request, signer)

    return send_if_admitted
