"""Shares of the work that one process holds for a while, so that many can run side by side.

A lease saves double work; it does not guard the data. What must happen once is guarded at its
commit, so a process that stalls and wakes after its lease went to another does no harm.
"""

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


class Lease:
    """One share of the work; on SQLite, where one process works alone, it is always held."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._holder = ids.new_id()
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
        unit.add(Statement(_TAKE, (self._holder, until, self._name, self._holder, now)))
        await unit.commit()
        rows = await self._store.read(_HOLDER, self._name)
        self._until = int(rows[0][1]) if rows and rows[0][0] == self._holder else 0
        return self._until > now

    async def let_go(self) -> None:
        """Leave the share to others at once, at the end of a process."""
        if self._alone or not self._until:
            return
        unit = Unit(self._store)
        unit.add(Statement(_LET_GO, (self._name, self._holder)))
        await unit.commit()
        self._until = 0
