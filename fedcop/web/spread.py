"""How far a community reaches, counted now and then: it is said beside every composer."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fedcop import clock
from fedcop.community import rights
from fedcop.store.rows import GroupRow

if TYPE_CHECKING:
    from fedcop.store.batch import Store

_KEPT: Final = 2_000
_FRESH_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Reaches:
    """On how many nodes the members of a community are, as counted at some time."""

    nodes: int
    members: int
    at: int


class Spread:
    """The last counts, of one process."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._counted: OrderedDict[int, Reaches] = OrderedDict()

    async def of(self, group: GroupRow) -> int:
        """Count the nodes on which members of a community are, anew when members came or went."""
        members, number = group.practice.members, group.actor.id
        known = self._counted.get(number)
        now = clock.now_ms()
        if known is None or (known.members != members and known.at + _FRESH_MS < now):
            nodes = await rights.count_nodes(self._store, number)
            known = self._counted[number] = Reaches(nodes, members, now)
            if len(self._counted) > _KEPT:
                self._counted.popitem(last=False)
        return known.nodes
