"""Bodies of log entries in memory: what goes to a thousand inboxes is read once."""

from collections import OrderedDict

import orjson

from fedcop.store.batch import Store
from fedcop.store.queries import lanes
from fedcop.store.queries.log import Form

_BYTES = 8_000_000

Body = tuple[bytes | None, bytes | None]


class Bodies:
    """The latest bodies, up to some megabytes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[int, Body] = OrderedDict()
        self._size = 0

    async def get(self, position: int, form: int) -> bytes | None:
        """Return the body of an entry in a form; None when the log has let it go."""
        body = self._kept.get(position)
        if body is None:
            body = await lanes.find_body(self._store, position)
            self._keep(position, body)
        else:
            self._kept.move_to_end(position)
        plain, wrapped = body
        return plain if form == Form.PLAIN or wrapped is None else wrapped

    def id_of(self, position: int, form: int) -> str:
        """Say which activity an entry is, for the log; nothing when its body is not at hand."""
        plain, wrapped = self._kept.get(position, (None, None))
        body = plain if form == Form.PLAIN or wrapped is None else wrapped
        document = orjson.loads(body) if body else {}
        return str(document.get("id", "")) if isinstance(document, dict) else ""

    def _keep(self, position: int, body: Body) -> None:
        if position in self._kept:
            return
        self._kept[position] = body
        self._size += _size(body)
        while self._size > _BYTES and len(self._kept) > 1:
            self._size -= _size(self._kept.popitem(last=False)[1])


def _size(body: Body) -> int:
    return len(body[0] or b"") + len(body[1] or b"")
