"""How each peer reads signatures: what opened its door last."""

from fedcop.store.batch import Reader
from fedcop.store.statements import Statement

_LIST = (
    "SELECT host, scheme, scheme_until FROM peer WHERE scheme <> '' ORDER BY scheme_until DESC"
    " LIMIT 5000"
)
_KEEP = "UPDATE peer SET scheme = ?, scheme_until = ? WHERE host = ?"


async def list_schemes(reader: Reader) -> list[tuple[str, str, int]]:
    """Read what is known: host, scheme, until when."""
    return [(row[0], row[1], row[2]) for row in await reader.read(_LIST)]


def keep_scheme(host: str, scheme: str, until: int) -> Statement:
    """Note what opened the door of a peer."""
    return Statement(_KEEP, (scheme, until, host))
