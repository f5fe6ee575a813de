"""How peers stood, hour by hour: of those alone that lagged or failed."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader, Store
from fedcop.store.rows import SampleRow
from fedcop.store.statements import Statement

_COLUMNS: Final = SampleRow.columns()
# A lane whose place is before the head may lack nothing that its peer reads: whoever samples asks
# exactly, of these alone.
_AILING: Final = (
    "SELECT id FROM peer WHERE failing_since > 0"
    " UNION SELECT l.peer_id FROM stream s JOIN lane_stream ls ON ls.stream_id = s.id"
    " JOIN lane l ON l.id = ls.lane_id"
    " WHERE ls.until = 0 AND GREATEST(l.place, ls.after, ls.done) < s.head"
    " UNION SELECT l.peer_id FROM lane_item i JOIN lane l ON l.id = i.lane_id WHERE i.state = 0"
    " UNION SELECT l.peer_id FROM log_address g JOIN lane l ON l.id = g.lane_id"
    " WHERE g.lane_id <> 0 AND g.settled = 0"
    " LIMIT ?"
)
_NEXT_TOLD: Final = "SELECT created FROM log_entry WHERE position > ? ORDER BY position LIMIT 1"
_KEEP: Final = (
    f"INSERT INTO peer_sample ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (peer_id, hour) DO UPDATE SET id = excluded.id, lag = excluded.lag,"
    " behind = excluded.behind, beside = excluded.beside, failing = excluded.failing"
)
_OF_PEER: Final = (
    f"SELECT {_COLUMNS} FROM peer_sample WHERE peer_id = ? AND hour >= ? ORDER BY hour"
)
_LATEST: Final = (
    "SELECT COALESCE(sum(CASE WHEN behind > 0 THEN 1 ELSE 0 END), 0), COALESCE(max(lag), 0)"
    " FROM peer_sample WHERE id > ?"
)
_LAGGING: Final = "SELECT peer_id FROM peer_sample WHERE id > ? AND behind + beside > 0"
_LAGS_OF: Final = (
    "SELECT peer_id, lag, behind, beside FROM peer_sample WHERE id > ? AND peer_id = ANY_ID(?)"
)
_TRIM: Final = "DELETE FROM peer_sample WHERE hour < ?"


class Lagging(NamedTuple):
    """How many peers lack something, and for how many seconds the one that lacks it longest."""

    peers: int
    seconds: int


class LagOf(NamedTuple):
    """How one peer stood when it was looked at last."""

    lag: int
    behind: int
    beside: int


async def list_ailing(store: Store, limit: int) -> list[int]:
    """Read which peers fail, or may lack something."""
    return [int(row[0]) for row in await store.search(_AILING, limit)]


async def find_next_told(reader: Reader, position: int) -> int:
    """Say when the entry after a position was told; 0 when there is none."""
    rows = await reader.read(_NEXT_TOLD, position)
    return int(rows[0][0]) if rows else 0


def keep_sample(row: SampleRow) -> Statement:
    """Keep how a peer stands, in place of what was kept earlier in the same hour."""
    return Statement(_KEEP, row.values())


async def list_samples(reader: Reader, peer: int, since: int) -> list[SampleRow]:
    """Read how a peer stood since an hour, in order."""
    return SampleRow.all(await reader.read(_OF_PEER, peer, since))


async def count_lagging(reader: Reader, since: int) -> Lagging:
    """Count the peers that lacked something when they were looked at since an id."""
    return Lagging(*map(int, (await reader.read(_LATEST, since))[0]))


async def list_lagging(reader: Reader, since: int) -> list[int]:
    """Read which peers lacked something when they were looked at since an id."""
    return [int(row[0]) for row in await reader.read(_LAGGING, since)]


async def find_lags(reader: Reader, since: int, peers: list[int]) -> dict[int, LagOf]:
    """Read how some peers stood when they were looked at since an id."""
    rows = await reader.read(_LAGS_OF, since, peers)
    return {int(row[0]): LagOf(*map(int, row[1:])) for row in rows}


def trim_samples(before: int) -> Statement:
    """Forget what was long ago."""
    return Statement(_TRIM, (before,))
