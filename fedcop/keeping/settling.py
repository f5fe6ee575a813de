"""What is set right in a restored database before anybody opens it, in words both databases know.

A restored node goes on from an earlier moment. What it said since then is known elsewhere and not
to itself: so its log goes on far behind what it may have said, copies that were not kept are had
anew, and nothing leaves before somebody says so.
"""

from typing import Final

import orjson

from fedcop import clock
from fedcop.community import quarantine
from fedcop.keeping.sets import About

_GAP: Final = 1_000_000_000  # positions that may have been given since: no reader is misled

_SETTLED: Final = (
    f"UPDATE log_head SET head = head + {_GAP}",
    "UPDATE lease SET until = 0",
    "UPDATE lane SET lease_until = 0, holder = 0",
    "DELETE FROM ring",
)
_NO_COPIES: Final = (
    "UPDATE media SET hash = '', small_hash = '', size = 0, used = 0 WHERE used > 0",
)
_PUT: Final = (
    "INSERT INTO node_value (name, value) VALUES ('{name}', '{value}')"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_DROP: Final = "DELETE FROM node_value WHERE name = '{name}'"


def statements(
    about: About, name: str, *, speak: bool, copies_gone: bool = True
) -> tuple[str, ...]:
    """List what is to be done in a database that was restored."""
    facts = {"set": name, "taken": about.taken, "restored": clock.now_ms()}
    value = orjson.dumps(facts).decode().replace("'", "''")
    put = _PUT.format(name=quarantine.RESTORED, value=value)
    still = _PUT.format(name=quarantine.NAME, value=clock.now_ms())
    copies = _NO_COPIES if copies_gone else ()
    return (*_SETTLED, *copies, put, _DROP.format(name=quarantine.NAME) if speak else still)
