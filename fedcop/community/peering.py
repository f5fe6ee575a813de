"""What admins decide about other servers: with whom we speak, and what is tried again."""

from collections.abc import Sequence
from typing import Final

from fedcop import clock
from fedcop.community import audit, options
from fedcop.community.admission import MODES, names_above
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import outgoing, peers
from fedcop.store.queries.lanes import LANE, PEER
from fedcop.store.queries.peers import DomainRule
from fedcop.store.rows import PeerRow
from fedcop.values import host_matches, host_of, normalise_host

DOMAINS: Final = "domains"  # what is rung when the rules change
_LONGEST: Final = 1000


async def block(unit: Unit, domain: str, reason: str = "", public: str = "", by: int = 0) -> str:
    """Speak no more with a domain and all below it; return it as it is kept. Raises Refused.

    `reason` is read by those who run the node, `public` by everybody; `by` is 0 for the node.
    """
    rule = _new(unit, domain, peers.BLOCK, reason, public)
    await _end_limit(unit, rule.domain)
    return _rule(unit, rule, by)


async def allow(unit: Unit, domain: str, reason: str = "", public: str = "", by: int = 0) -> str:
    """Speak with a domain where only the allowed are spoken with; ends a block of it."""
    rule = _new(unit, domain, peers.ALLOW, reason, public)
    await _end_limit(unit, rule.domain)
    return _rule(unit, rule, by)


async def limit(unit: Unit, domain: str, reason: str = "", public: str = "", by: int = 0) -> str:
    """Show what comes from a domain, and all below it, to those alone who follow it there."""
    rule = _new(unit, domain, peers.LIMIT, reason, public)
    unit.add(peers.show_less(await _hosts_below(unit, rule.domain), rule.created))
    return _rule(unit, rule, by)


async def lift(unit: Unit, domain: str, by: int = 0) -> str:
    """Take back what was decided about a domain. Raises NotFound when nothing was."""
    name = name_of(domain)
    found = [rule for rule in await peers.list_rules(unit) if rule.domain == name]
    if not found:
        raise NotFound(f"{name}: nothing was decided about this domain")
    unit.add(peers.drop_rule(name))
    await _end_limit(unit, name)
    unit.wake(DOMAINS)
    audit.note(unit, by, "lift-domain", name, {"was": found[0].action})
    return name


async def retry(unit: Unit, host: str, position: int = 0, by: int = 0) -> int:
    """Try a peer again at once, and all that waits beside its lanes or was given up.

    With a position that one entry alone. Returns how many there are. Raises NotFound.
    """
    peer = await _peer(unit, host)
    now = clock.now_ms()
    unit.add(outgoing.try_peer_now(peer.id, now))
    if position:
        unit.add(outgoing.try_item_now(peer.id, position, now))
    else:
        unit.add(outgoing.try_items_now(peer.id, now))
    unit.wake(PEER, peer.id)
    count = await _wake_lanes(unit, peer)
    audit.note(unit, by, "retry-peer", peer.host, {"position": position} if position else {})
    return 1 if position else count


async def drop(unit: Unit, host: str, position: int = 0, by: int = 0) -> int:
    """Let a peer do without what waits beside its lanes or was given up: all, or one entry.

    Returns how many there are. Raises NotFound.
    """
    peer = await _peer(unit, host)
    unit.add(outgoing.drop_items(peer.id, position))
    count = await _wake_lanes(unit, peer)
    audit.note(unit, by, "drop-deliveries", peer.host, {"position": position} if position else {})
    return 1 if position else count


def name_of(domain: str) -> str:
    """Return a domain in the form in which rules name it: no port. Raises Malformed."""
    host = normalise_host(domain)
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if "." not in name and name != "localhost":
        raise Malformed(f"domain: {domain[:80]!r} is no domain; write one as peer.example")
    return name


def require_other(domain: str, own_host: str) -> str:
    """Return a domain as rules name it, unless it is ours or one above. Raises Refused."""
    name = name_of(domain)
    if host_matches(own_host, name):
        raise Refused(f"domain: {name} is this node itself; it cannot be decided about")
    return name


async def take_list(unit: Unit, rules: Sequence[DomainRule], by: int = 0) -> int:
    """Take up the rules of a list, each in place of what stood for its domain. Raises Refused."""
    now, own = clock.now_ms(), host_of(unit.uris.origin)
    for rule in rules:
        require_other(rule.domain, own)
        if rule.action == peers.LIMIT:
            unit.add(peers.show_less(await _hosts_below(unit, rule.domain), now))
        unit.add(peers.put_rule(rule.domain, rule.action, rule.reason, now, rule.public))
    unit.wake(DOMAINS)
    actions = ", ".join(sorted({rule.action for rule in rules}))
    audit.note(unit, by, "take-domain-list", actions, {"domains": len(rules)})
    return len(rules)


async def change_mode(unit: Unit, mode: str, by: int = 0) -> None:
    """Federate in another mode from now on, in every process. Raises Malformed."""
    if mode not in MODES:
        raise Malformed(f"mode: write {', '.join(MODES)}")
    await options.change_options(unit, by, federation_mode=mode)
    unit.wake(DOMAINS)
    audit.note(unit, by, "change-mode", mode)


async def _peer(unit: Unit, host: str) -> PeerRow:
    peer = await peers.find_peer(unit, normalise_host(host))
    if peer is None:
        raise NotFound(f"{host}: nothing was ever sent to this server or came from it")
    return peer


async def _end_limit(unit: Unit, domain: str) -> None:
    """Show again to all what was limited, where another rule takes its place."""
    if await peers.is_limited(unit, [domain]):
        unit.add(peers.show_again(await _hosts_below(unit, domain)))


async def _hosts_below(unit: Unit, domain: str) -> list[str]:
    known = [host for host in await peers.list_hosts(unit) if domain in names_above(host)]
    return sorted({domain, *known})


async def _wake_lanes(unit: Unit, peer: PeerRow) -> int:
    """Wake the lanes of a peer; return how much waits beside them."""
    lanes = await outgoing.list_lanes(unit, peer.id)
    for lane in lanes:
        unit.wake(LANE, lane.id)
    return sum(lane.waiting + lane.given_up for lane in lanes)


def _new(unit: Unit, domain: str, action: str, reason: str, public: str) -> DomainRule:
    name = require_other(domain, host_of(unit.uris.origin))
    if len(reason) > _LONGEST or len(public) > _LONGEST:
        raise Malformed(f"reason: write {_LONGEST} characters at most")
    return DomainRule(name, action, reason, clock.now_ms(), public)


def _rule(unit: Unit, rule: DomainRule, by: int) -> str:
    unit.add(peers.put_rule(*rule))
    unit.wake(DOMAINS)
    audit.note(unit, by, f"{rule.action}-domain", rule.domain, {"reason": rule.reason})
    return rule.domain
