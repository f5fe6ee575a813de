"""The communities somebody is a member of, beside each page: read anew every few seconds."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from fedcop import clock
from fedcop.community import communities
from fedcop.store.rows import GroupRow

if TYPE_CHECKING:
    from fedcop.store.batch import Store

_SHOWN: Final = 12
_KEPT: Final = 2_000
_FRESH_MS: Final = 10_000


class Rails:
    """The last lists, of one process; whoever does something has theirs read anew."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._kept: OrderedDict[int, tuple[int, list[GroupRow]]] = OrderedDict()

    async def of(self, member: int) -> list[GroupRow]:
        """Read the communities somebody is a member of, the first of them."""
        now = clock.now_ms()
        at, groups = self._kept.get(member, (0, []))
        if now - at >= _FRESH_MS or now < at:
            groups = await communities.list_joined(self._store, member, 0, _SHOWN)
            self._kept[member] = (now, groups)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return groups

    def forget(self, member: int) -> None:
        """Read the list of somebody anew the next time."""
        self._kept.pop(member, None)
