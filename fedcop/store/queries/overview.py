"""What the overview of a node asks, each by an index and within what is open."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader

_WAITS: Final = (
    "SELECT (SELECT count(*) FROM (SELECT id FROM report WHERE state = 'open' LIMIT 1000) r),"
    " (SELECT count(*) FROM community WHERE local = 1 AND approved = 0),"
    " (SELECT count(*) FROM (SELECT id FROM mail_letter WHERE state = 0 LIMIT 10000) o),"
    " (SELECT COALESCE(min(due), 0) FROM mail_letter WHERE state = 0),"
    " (SELECT count(*) FROM (SELECT id FROM mail_letter WHERE state = 2 LIMIT 10000) g)"
)


class Waits(NamedTuple):
    """What waits for somebody who runs the node, and the mail it owes."""

    reports: int
    communities: int
    mail_owed: int
    mail_due: int
    mail_given_up: int


async def count_waits(reader: Reader) -> Waits:
    """Count what waits."""
    return Waits(*map(int, (await reader.read(_WAITS))[0]))
