"""Other servers as those who run the node see them: found, sifted, and one of them looked at."""

from dataclasses import dataclass
from typing import Final

from fedcop.community.house import samples
from fedcop.errors import NotFound
from fedcop.store.batch import Store
from fedcop.store.queries import outgoing, peers
from fedcop.store.queries.outgoing import LaneState, StuckItem
from fedcop.store.queries.peers import BLOCK, LIMIT, DomainRule
from fedcop.store.queries.samples import LagOf
from fedcop.store.rows import PeerRow, SampleRow
from fedcop.values import normalise_host

FAILING: Final = "failing"
LAGGING: Final = "lagging"
BLOCKED: Final = "blocked"
SHOWN: Final = (FAILING, LAGGING, BLOCKED)
HOURS: Final = 7 * 24

_AT_ONCE: Final = 500
_ROUNDS: Final = 20
_ITEMS: Final = 50
_WELL: Final = LagOf(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One server in a list: what was decided about it, and what it lacked when looked at last."""

    peer: PeerRow
    rule: str
    lag: LagOf


@dataclass(frozen=True, slots=True)
class Looked:
    """One server, looked at now; `rule` is what was decided about it or a domain above it."""

    peer: PeerRow
    rule: DomainRule | None
    now: SampleRow
    lanes: list[LaneState]
    items: list[StuckItem]
    past: list[SampleRow]


async def list_page(store: Store, show: str, text: str, after: str, limit: int) -> list[Standing]:
    """Read a page of the servers we know, by name; `after` is the last name of the page before."""
    rules = {rule.domain: rule for rule in await peers.list_rules(store)}
    if show == BLOCKED:
        found = await _blocked(store, rules, text, after, limit)
    elif show == FAILING:
        found = await peers.search_failing(store, after, text, limit)
    else:
        some = await samples.list_lagging(store) if show == LAGGING else None
        found = await peers.search_peers(store, after, text, limit, some)
    lags = await samples.find_lags(store, [peer.id for peer in found])
    return [
        Standing(peer, rule.action if (rule := rule_for(peer.host, rules)) else "", lag)
        for peer in found
        for lag in (lags.get(peer.id, _WELL),)
    ]


async def list_all(store: Store, show: str, text: str) -> list[Standing]:
    """Read all servers that stand so."""
    found = page = await list_page(store, show, text, "", _AT_ONCE)
    while len(page) == _AT_ONCE:
        page = await list_page(store, show, text, page[-1].peer.host, _AT_ONCE)
        found = [*found, *page]
    return found


async def look_at(store: Store, host: str) -> Looked:
    """Look at one server. Raises NotFound and Malformed."""
    peer = await peers.find_peer(store, normalise_host(host))
    if peer is None:
        raise NotFound("We know nothing of this server.")
    rules = {rule.domain: rule for rule in await peers.list_rules(store)}
    return Looked(
        peer,
        rule_for(peer.host, rules),
        await samples.look(store, peer),
        await outgoing.list_lanes(store, peer.id),
        await outgoing.list_items(store, peer.id, _ITEMS),
        await samples.list_last(store, peer.id, HOURS),
    )


def rule_for(host: str, rules: dict[str, DomainRule]) -> DomainRule | None:
    """Find what was decided about a server: a block of it or of a domain above, then a limit."""
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    labels = bare.split(".")
    for start in range(len(labels)):
        rule = rules.get(".".join(labels[start:]))
        if rule is not None and rule.action == BLOCK:
            return rule
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return rules.get(bare) or next(
        (one for name in names if (one := rules.get(name)) and one.action == LIMIT), None
    )


async def _blocked(
    store: Store, rules: dict[str, DomainRule], text: str, after: str, limit: int
) -> list[PeerRow]:
    found: list[PeerRow] = []
    for _ in range(_ROUNDS):
        page = await peers.search_peers(store, after, text, _AT_ONCE)
        ruled = ((peer, rule_for(peer.host, rules)) for peer in page)
        found += [peer for peer, rule in ruled if rule is not None and rule.action == BLOCK]
        if len(found) >= limit or len(page) < _AT_ONCE:
            break
        after = page[-1].host
    return found[:limit]
