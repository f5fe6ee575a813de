"""What admins decide about other servers: with whom we speak, and what is tried again."""

from typing import Final

from fedcop import clock
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import outgoing, peers
from fedcop.store.queries.lanes import LANE, PEER
from fedcop.values import host_matches, host_of, normalise_host

DOMAINS: Final = "domains"  # what is rung when the rules change


async def block(unit: Unit, domain: str, reason: str = "") -> str:
    """Speak no more with a domain and all below it; return it as it is kept. Raises Refused."""
    return _rule(unit, domain, peers.BLOCK, reason)


async def allow(unit: Unit, domain: str, reason: str = "") -> str:
    """Speak with a domain where only the allowed are spoken with; ends a block of it."""
    return _rule(unit, domain, peers.ALLOW, reason)


async def lift(unit: Unit, domain: str) -> str:
    """Take back what was decided about a domain. Raises NotFound when nothing was."""
    name = name_of(domain)
    if all(rule[0] != name for rule in await peers.list_rules(unit)):
        raise NotFound(f"{name}: nothing was decided about this domain")
    unit.add(peers.drop_rule(name))
    unit.wake(DOMAINS)
    return name


async def retry(unit: Unit, host: str) -> int:
    """Try a peer again at once, and all that waits beside its lanes or was given up.

    Returns how many of these there are. Raises NotFound.
    """
    peer = await peers.find_peer(unit, normalise_host(host))
    if peer is None:
        raise NotFound(f"{host}: nothing was ever sent to this server or came from it")
    now = clock.now_ms()
    unit.add(outgoing.try_peer_now(peer.id, now), outgoing.try_items_now(peer.id, now))
    unit.wake(PEER, peer.id)
    lanes = await outgoing.list_lanes(unit, peer.id)
    for lane in lanes:
        unit.wake(LANE, lane.id)
    return sum(lane.waiting + lane.given_up for lane in lanes)


def name_of(domain: str) -> str:
    """Return a domain in the form in which rules name it: no port. Raises Malformed."""
    host = normalise_host(domain)
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if "." not in name and name != "localhost":
        raise Malformed(f"domain: {domain[:80]!r} is no domain; write one as peer.example")
    return name


def _rule(unit: Unit, domain: str, action: str, reason: str) -> str:
    name = name_of(domain)
    if host_matches(host_of(unit.uris.origin), name):
        raise Refused(f"domain: {name} is this node itself")
    unit.add(peers.put_rule(name, action, reason, clock.now_ms()))
    unit.wake(DOMAINS)
    return name
