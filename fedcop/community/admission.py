"""With whom we speak: what holds of the mode and of what admins decided, as one value."""

from dataclasses import dataclass

from fedcop.community import options
from fedcop.errors import Malformed
from fedcop.settings import FederationMode
from fedcop.store.batch import Reader
from fedcop.store.queries import peers
from fedcop.store.queries.peers import DomainRule
from fedcop.values import normalise_host

MODES: tuple[FederationMode, ...] = ("open", "allowlist", "closed")


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds now: a block covers every name below it too, an allowance its name alone.

    Whom we limit we speak with, so that is an allowance as well.
    """

    mode: FederationMode = "open"
    blocked: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()

    def admit(self, host: str) -> bool:
        """Whether we speak with a (normalised) host."""
        if self.mode == "closed":
            return False
        if self.blocked and not names_above(host).isdisjoint(self.blocked):
            return False
        return self.mode == "open" or without_port(host) in self.allowed


async def read_rules(reader: Reader, usual: FederationMode) -> Rules:
    """Read what holds; the mode is the `usual` one of the settings unless an admin changed it."""
    rules = await peers.list_rules(reader)
    return Rules(
        await read_mode(reader, usual),
        frozenset(_ruled(rule.domain) for rule in rules if rule.action == peers.BLOCK),
        frozenset(_ruled(rule.domain) for rule in rules if rule.action != peers.BLOCK),
    )


async def read_mode(reader: Reader, usual: FederationMode) -> FederationMode:
    """Say in which mode the node federates."""
    return chosen_mode(await options.read_options(reader), usual)


def chosen_mode(decided: options.Options, usual: FederationMode) -> FederationMode:
    """Say in which mode the node federates, by what admins decided."""
    return next((mode for mode in MODES if mode == decided.federation_mode), usual)


def with_rules(rules: Rules, changed: list[DomainRule]) -> Rules:
    """Say what would hold with some rules more, each in place of what stood for its domain."""
    named = frozenset(rule.domain for rule in changed)
    blocked = {rule.domain for rule in changed if rule.action == peers.BLOCK}
    allowed = {rule.domain for rule in changed if rule.action != peers.BLOCK}
    return Rules(rules.mode, (rules.blocked - named) | blocked, (rules.allowed - named) | allowed)


def without_port(host: str) -> str:
    """Return the name of a host alone."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _ruled(domain: str) -> str:
    try:
        return without_port(normalise_host(domain))
    except Malformed:
        return domain


def names_above(host: str) -> frozenset[str]:
    """Name a host, and all domains it stands below."""
    name = without_port(host)
    labels = name.split(".")
    return frozenset(".".join(labels[start:]) for start in range(len(labels)))
