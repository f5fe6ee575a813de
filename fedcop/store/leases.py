"""Shares of the work that one process holds for a while, so that many can run side by side.

A lease saves double work; it does not guard the data. What must happen once is guarded at its
commit, so a process that stalls and wakes after its lease went to another does no harm.

A process that ends without a word leaves its leases behind. Nobody waits until they run out: each
holder is vouched for by a lock that PostgreSQL lets go with the connection of its process.
"""

from collections.abc import Iterable

from fedcop import clock, ids
from fedcop.store.batch import Store, Unit
from fedcop.store.statements import Statement

_SECONDS = 20
_MAKE = "INSERT INTO lease (name, holder, until, token) VALUES (?, 0, 0, 0) ON CONFLICT DO NOTHING"
_TAKE = (
    "UPDATE lease SET holder = ?, until = ?, token = token + 1"
    " WHERE name = ? AND (holder = ? OR until < ?)"
)
_LET_GO = "UPDATE lease SET until = 0 WHERE name = ? AND holder = ?"
_HOLDER = "SELECT holder, until FROM lease WHERE name = ?"

_VOUCH = "SELECT pg_try_advisory_lock(?)"
_HOLDERS = (
    "SELECT holder FROM lease WHERE holder <> 0 AND until > ?"
    " UNION SELECT holder FROM lane WHERE holder <> 0 AND lease_until > ?"
)
_LIVING = (
    "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory'"
    " AND objsubid = 1 AND database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_HELD = "SELECT name, holder FROM lease WHERE holder <> 0 AND until > ?"
_TRIAL = (
    "INSERT INTO lease (name, holder, until, token) VALUES ('check', 0, 0, 1)"
    " ON CONFLICT (name) DO UPDATE SET token = lease.token + 1"
)
_END_LEASES = "UPDATE lease SET until = 0 WHERE holder = ANY_ID(?)"
_END_LANES = "UPDATE lane SET lease_until = 0 WHERE holder = ANY_ID(?) AND holder <> 0"


class Lease:
    """One share of the work; on SQLite, where one process works alone, it is always held."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self.holder = ids.new_id()
        self._until = 0
        self._alone = store.backend.dialect == "sqlite"

    async def held(self) -> bool:
        """Whether this process has the share now; takes or renews it when due."""
        now = clock.now_ms()
        if self._alone or self._until - now > _SECONDS * 500:
            return True
        until = now + _SECONDS * 1000
        unit = Unit(self._store)
        unit.touch(f"lease:{self._name}")
        unit.add(Statement(_MAKE, (self._name,)))
        unit.add(Statement(_TAKE, (self.holder, until, self._name, self.holder, now)))
        await unit.commit()
        rows = await self._store.read(_HOLDER, self._name)
        self._until = int(rows[0][1]) if rows and rows[0][0] == self.holder else 0
        return self._until > now

    async def let_go(self) -> None:
        """Leave the share to others at once, at the end of a process."""
        if self._alone or not self._until:
            return
        unit = Unit(self._store)
        unit.add(Statement(_LET_GO, (self._name, self.holder)))
        await unit.commit()
        self._until = 0


async def vouch(store: Store, holders: Iterable[int]) -> None:
    """Show that these holders live, as long as this process does; before they take anything."""
    if store.backend.dialect == "sqlite":
        return
    unit = Unit(store)
    for holder in holders:
        store.backend.vouched.add(holder)
        unit.add(Statement(_VOUCH, (holder,)))
    await unit.commit()


async def bury(store: Store) -> int:
    """Take back what is held by processes that are no more; returns how many holders these had."""
    if store.backend.dialect == "sqlite":
        return 0
    now = clock.now_ms()
    # In this order: whoever holds anything was vouched for before.
    holders = {int(row[0]) for row in await store.read(_HOLDERS, now, now)}
    living = {int(row[0]) for row in await store.read(_LIVING)} if holders else set()
    dead = sorted(holders - living)
    if dead:
        unit = Unit(store)
        unit.add(Statement(_END_LEASES, (dead,)), Statement(_END_LANES, (dead,)))
        await unit.commit()
    return len(dead)


async def list_held(store: Store) -> set[str]:
    """List the shares that somebody holds who lives; on SQLite shares are not written down."""
    if store.backend.dialect == "sqlite":
        return set()
    held = await store.read(_HELD, clock.now_ms() - _SECONDS * 1000)
    living = {int(row[0]) for row in await store.read(_LIVING)} if held else set()
    return {str(name) for name, holder in held if holder in living}


async def try_to_write(store: Store) -> None:
    """Write what nobody needs; a write that changed nothing would not reach the disk."""
    unit = Unit(store)
    unit.add(Statement(_TRIAL))
    await unit.commit()
