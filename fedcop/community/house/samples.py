"""How peers that lag or fail stand, kept hour by hour, so that it can be drawn."""

from typing import Final

from fedcop import clock, ids
from fedcop.community.perform import perform
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import outgoing, peers, samples
from fedcop.store.queries.samples import Lagging, LagOf
from fedcop.store.rows import PeerRow, SampleRow

HOUR_MS: Final = 3_600_000
KEPT_HOURS: Final = 14 * 24
_MOST: Final = 500  # peers that are looked at in one turn
_FRESH_MS: Final = 25 * 60_000  # within which a sample says how a peer stands now


async def take(store: Store) -> int:
    """Look at the peers that fail or may lack something; return of how many it was kept."""
    kept = 0
    for number in await samples.list_ailing(store, _MOST):
        peer = await peers.find_peer_by_id(store, number)
        row = await look(store, peer) if peer else None
        if row and (row.behind or row.beside or row.failing):
            await perform(store, _keep, row)
            kept += 1
    await perform(store, _trim)
    return kept


async def look(reader: Reader, peer: PeerRow) -> SampleRow:
    """Say how a peer stands now; `lag` is since when it lacks what it lacks longest."""
    lanes = await outgoing.list_lanes(reader, peer.id)
    now, first = clock.now_ms(), 0
    late = [lane.place for lane in lanes if lane.behind]
    if late:
        first = await samples.find_next_told(reader, min(late))
    return SampleRow(
        id=ids.new_id(),
        peer_id=peer.id,
        hour=now // HOUR_MS,
        lag=max(0, now - first) // 1000 if first else 0,
        behind=max((lane.behind for lane in lanes), default=0),
        beside=sum(lane.waiting + lane.given_up for lane in lanes),
        failing=int(peer.failing_since > 0),
    )


async def list_last(reader: Reader, peer: int, hours: int) -> list[SampleRow]:
    """Read how a peer stood in the last hours, in order; in those that are missing it was well."""
    return await samples.list_samples(reader, peer, clock.now_ms() // HOUR_MS - hours + 1)


async def count_lagging(reader: Reader) -> Lagging:
    """Count the peers that lack something, as they were when looked at last."""
    return await samples.count_lagging(reader, _recently())


async def list_lagging(reader: Reader) -> list[int]:
    """Read which peers lacked something when they were looked at last."""
    return await samples.list_lagging(reader, _recently())


async def find_lags(reader: Reader, numbers: list[int]) -> dict[int, LagOf]:
    """Read how some peers stood when they were looked at last; those missing are well."""
    return await samples.find_lags(reader, _recently(), numbers)


def _recently() -> int:
    return ids.first_at(clock.now_ms() - _FRESH_MS)


async def _keep(unit: Unit, row: SampleRow) -> None:
    unit.add(samples.keep_sample(row))


async def _trim(unit: Unit) -> None:
    unit.add(samples.trim_samples(clock.now_ms() // HOUR_MS - KEPT_HOURS))
