"""Other servers: what they run, asked for once a day."""

import asyncio
import logging
from typing import Final

from fedcop import clock
from fedcop.activitypub import nodeinfo
from fedcop.community import events
from fedcop.community.events import PeerLearned
from fedcop.community.perform import perform
from fedcop.errors import FedcopError
from fedcop.federation import dialects
from fedcop.federation.remote import actors
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Unit
from fedcop.store.queries import peers
from fedcop.store.rows import PeerRow
from fedcop.transport.budget import Budget
from fedcop.transport.fetch import PLAIN_JSON
from fedcop.values import host_of

log = logging.getLogger(__name__)

_DAY_MS: Final = 24 * 60 * 60 * 1000
_HOUR_MS: Final = 60 * 60 * 1000
_FETCHES: Final = 6
_SECONDS: Final = 15.0


def is_due(peer: PeerRow | None) -> bool:
    """Whether it is time to ask a peer what it runs."""
    return peer is None or peer.learned + _DAY_MS <= clock.now_ms()


async def learn(reach: Reach, host: str) -> PeerRow | None:
    """Know what a peer runs, asking it at most once a day; None for one we do not speak with."""
    known = await peers.find_peer(reach.store, host)
    if known is None:
        await perform(reach.store, _ensure, host)
        known = await peers.find_peer(reach.store, host)
    if known is None or not is_due(known):
        return known
    unit = Unit(reach.store)
    try:
        software = await ask(reach, host)
    except FedcopError:
        # Asked again in an hour; until then it is taken for what it was, or for a microblog.
        unit.add(peers.fail_to_learn(host, clock.now_ms() - _DAY_MS + _HOUR_MS))
    else:
        form = dialects.form_for(software.name)
        told = (software.name, software.version)
        unit.add(peers.learn_peer(host, told, form, clock.now_ms()))
        _tell_when_it_matters(unit, known, software.name)
        await _get_to_know(reach, host, software.organization)
    unit.wake("peer", known.id)  # lanes hold in memory which form it reads
    await unit.commit()
    return await peers.find_peer(reach.store, host)


async def _get_to_know(reach: Reach, host: str, organization: str) -> None:
    """Learn what the organization of a node is called; its works name it. Without, no harm."""
    if not organization or host_of(organization) != host:
        return
    try:
        await actors.fetch(reach, organization, Budget(fetches=_FETCHES, seconds=_SECONDS))
    except FedcopError as error:
        log.info("the organization of %s could not be read: %s", host, error.safe)


async def _ensure(unit: Unit, host: str) -> None:
    unit.add(peers.ensure_peer(host, clock.now_ms()))


def _tell_when_it_matters(unit: Unit, known: PeerRow | None, software: str) -> None:
    """Let what is for members be told to a peer from now on, or no longer."""
    if known is None:
        return  # nobody there follows anything of ours yet
    discreet = dialects.honours_members(software)
    if discreet != dialects.honours_members(known.software):
        events.record(unit, PeerLearned(known.id, int(discreet)))


async def learn_due(reach: Reach, limit: int = 20) -> int:
    """Ask those peers again that we heard of since yesterday; returns how many were asked."""
    hosts = await peers.list_unlearned(reach.store, clock.now_ms() - _DAY_MS, limit)
    await asyncio.gather(*(learn(reach, host) for host in hosts))
    return len(hosts)


async def ask(reach: Reach, host: str) -> nodeinfo.Software:
    """Ask a server what it runs, whatever we knew. Raises what a fetch raises, and Malformed."""
    await reach.domains.require(host)
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    links = await reach.fetcher.get(
        f"{reach.scheme(host)}://{host}{nodeinfo.PATH}", budget, accept=PLAIN_JSON
    )
    where = nodeinfo.read_links(links.json())
    document = await reach.fetcher.get(where, budget, accept=PLAIN_JSON)
    return nodeinfo.read_software(document.json())
