"""How each peer reads signatures: what opened its door last."""

from fedcop import clock, ids
from fedcop.store.batch import Reader
from fedcop.store.statements import Statement

_LIST = (
    "SELECT host, scheme, scheme_until FROM peer WHERE scheme <> '' AND scheme_until > ?"
    " ORDER BY scheme_until DESC LIMIT 5000"
)
# How a peer signs is heard before its first message, and so itself, is kept.
_KEEP = (
    "INSERT INTO peer (id, host, created, scheme, scheme_until) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (host) DO UPDATE SET scheme = excluded.scheme,"
    " scheme_until = excluded.scheme_until"
)


async def list_schemes(reader: Reader, after: int) -> list[tuple[str, str, int]]:
    """Read what is known and holds until after a time: host, scheme, until when."""
    return [(row[0], row[1], row[2]) for row in await reader.read(_LIST, after)]


def keep_scheme(host: str, scheme: str, until: int) -> Statement:
    """Note what opened the door of a peer."""
    return Statement(_KEEP, (ids.new_id(), host, clock.now_ms(), scheme, until))
