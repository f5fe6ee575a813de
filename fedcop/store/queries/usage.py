"""How much a node is used, in whole numbers that name nobody."""

from typing import NamedTuple

from fedcop.store.batch import Store

_USAGE = (
    "SELECT (SELECT count(*) FROM account WHERE disabled = 0),"
    " (SELECT count(*) FROM account WHERE disabled = 0 AND read_at >= ?),"
    " (SELECT count(*) FROM account WHERE disabled = 0 AND read_at >= ?),"
    " (SELECT count(*) FROM post WHERE local = 1 AND deleted = 0 AND top = 1),"
    " (SELECT count(*) FROM post WHERE local = 1 AND deleted = 0 AND top = 0)"
)
_HOSTS = "SELECT count(*) FROM peer"
_DAY = 24 * 60 * 60 * 1000
_MONTH = 30 * _DAY
_HALF_YEAR = 182 * _DAY


class Usage(NamedTuple):
    """People with an account, those who came lately, and what they wrote."""

    people: int
    active_month: int
    active_half_year: int
    threads: int
    replies: int


async def count_usage(store: Store, now: int) -> Usage:
    """Count; it may take long, so it is asked off the event loop."""
    rows = await store.search(_USAGE, now - _MONTH, now - _HALF_YEAR)
    return Usage(*map(int, rows[0]))


async def count_hosts(store: Store) -> int:
    """Count the servers we know of."""
    return int((await store.search(_HOSTS))[0][0])
