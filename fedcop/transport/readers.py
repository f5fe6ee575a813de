"""Who reads what, in memory: so that an entry wakes its lanes without a query for each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from fedcop.store.batch import Store
from fedcop.store.queries import readers
from fedcop.store.queries.readers import LaneOf, PeerState, Reading, Told
from fedcop.transport.health import Peer, Widths


class Readers:
    """Streams and their lanes, lanes and their peers; kept up to date by position."""

    def __init__(self, store: Store, widths: Widths) -> None:
        self._store = store
        self._widths = widths
        self._open: defaultdict[int, set[int]] = defaultdict(set)
        self._ended: defaultdict[int, set[int]] = defaultdict(set)
        self.peers: dict[int, Peer] = {}
        self.by_host: dict[str, Peer] = {}
        self.peer_of: dict[int, Peer] = {}

    async def load(self) -> None:
        """Read everything anew."""
        after = 0
        while page := await readers.list_peers(self._store, after):
            self.know_peers(page)
            after = page[-1].id
        self._open.clear()
        self._ended.clear()
        after = 0
        while rows := await readers.list_readings(self._store, after):
            await self.change(rows)
            after = rows[-1].id

    def know_peers(self, states: Iterable[PeerState]) -> list[Peer]:
        """Take up peers; one we know already keeps what we found out about it."""
        known = []
        for state in states:
            peer = self.peers.get(state.id)
            if peer is None:
                peer = Peer(state, self._widths)
                self.peers[state.id] = self.by_host[state.host] = peer
            known.append(peer)
        return known

    async def change(self, rows: Iterable[Reading]) -> None:
        """Note that lanes read, or have read, streams."""
        rows = list(rows)
        await self.know_lanes([LaneOf(row.lane_id, row.peer_id) for row in rows])
        for row in sorted(rows, key=lambda row: row.ended == 0):
            if row.ended:
                self._ended[row.stream_id].add(row.lane_id)
                self._open[row.stream_id].discard(row.lane_id)
            else:
                self._open[row.stream_id].add(row.lane_id)

    async def know_lanes(self, rows: Iterable[LaneOf]) -> None:
        """Note whose lanes these are."""
        rows = list(rows)
        unknown = {row.peer_id for row in rows} - self.peers.keys()
        if unknown:
            self.know_peers(await readers.list_some_peers(self._store, sorted(unknown)))
        for row in rows:
            self.peer_of[row.lane_id] = self.peers[row.peer_id]

    async def find(self, lanes: Iterable[int]) -> None:
        """Learn of lanes that are new to us."""
        unknown = [lane for lane in lanes if lane not in self.peer_of]
        if unknown:
            await self.know_lanes(await readers.list_lanes(self._store, unknown))

    def forget(self, lane: int) -> None:
        """Forget a lane that is gone."""
        self.peer_of.pop(lane, None)
        for lanes in (*self._open.values(), *self._ended.values()):
            lanes.discard(lane)

    def owed(self, told: Told, now: int) -> Iterator[int]:
        """Name the lanes that something told concerns, in a form their peers read.

        Those whose peers are left alone just now are left out: they read on when they return.
        """
        if told.lane_id:
            lanes: Iterable[int] = (told.lane_id,)
        elif told.takes_back:
            lanes = self._open[told.stream_id] | self._ended[told.stream_id]
        else:
            lanes = self._open[told.stream_id]
        for lane in lanes:
            peer = self.peer_of.get(lane)
            if peer is not None and told.forms & peer.dialect and peer.next_try <= now:
                yield lane
