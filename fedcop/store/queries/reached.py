"""How far posts have come: to whom the log owes them, and who has them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop.store.batch import Reader

MOST: Final = 2000  # inboxes that are looked at
_ENTRIES = (
    "e.object_uri = ANY_TEXT(?) AND e.kind IN ('Create', 'Announce') AND e.actor_id = ANY_ID(?)"
)
_COLUMNS = "COALESCE(i.state, -1), COALESCE(i.status, 0), p.failing_since"
_ITEM = "LEFT JOIN lane_item i ON i.lane_id = l.id AND i.position = e.position"
_FITS = "g.form <> 3 - p.dialect AND (e.forms & p.dialect) <> 0"
# By the streams that a lane reads, by addresses of its own, and what the log has forgotten.
_REACHED = (
    "SELECT e.object_uri, p.host,"
    f" CASE WHEN GREATEST(l.place, ls.done) >= e.position THEN 1 ELSE 0 END, {_COLUMNS}"
    " FROM log_entry e JOIN log_address g ON g.position = e.position AND g.stream_id <> 0"
    " JOIN lane_stream ls ON ls.stream_id = g.stream_id JOIN lane l ON l.id = ls.lane_id"
    f" JOIN peer p ON p.id = l.peer_id {_ITEM}"
    f" WHERE {_ENTRIES} AND {_FITS} AND ls.cut = 0 AND ls.after < e.position"
    " AND (ls.until = 0 OR ls.until >= e.position)"
    f" UNION ALL SELECT e.object_uri, p.host, g.settled, {_COLUMNS}"
    " FROM log_entry e JOIN log_address g ON g.position = e.position AND g.lane_id <> 0"
    f" JOIN lane l ON l.id = g.lane_id JOIN peer p ON p.id = l.peer_id {_ITEM}"
    f" WHERE {_ENTRIES} AND {_FITS}"
    " UNION ALL SELECT e.object_uri, '', 1, -1, 0, 0 FROM log_entry e"
    f" WHERE {_ENTRIES} AND e.forms = 0 LIMIT {MOST}"
)
_UNTOLD = "SELECT key FROM event WHERE done < 1 AND published = 0 AND key = ANY_TEXT(?)"


class Reached(NamedTuple):
    """How a post stands to one inbox; no host where the log has forgotten to whom it went."""

    uri: str
    host: str
    come: int  # the lane is past it, or its own address is settled
    state: int  # of what waits beside the lane; -1 when nothing does
    status: int
    failing_since: int


async def list_reached(
    reader: Reader, uris: Sequence[str], tellers: Sequence[int]
) -> list[Reached]:
    """Read who was owed some posts by those who tell of them, and who has them."""
    params = (list(uris), list(tellers)) * 3
    return [Reached(*row) for row in await reader.read(_REACHED, *params)]


async def list_untold(reader: Reader, keys: Sequence[str]) -> list[str]:
    """Read of which of these events some are still to be put into the log."""
    return [row[0] for row in await reader.read(_UNTOLD, list(keys))]
