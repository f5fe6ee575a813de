"""What stands elsewhere and could not be had, to be asked for again."""

from collections.abc import AsyncIterator
from typing import Final

from fedcop.store.batch import Store
from fedcop.store.queries import media_usage as usage
from fedcop.store.rows import MediaRow
from fedcop.values import host_of

_AT_ONCE: Final = 200


async def again(store: Store, host: str = "") -> AsyncIterator[MediaRow]:
    """List it, of one server alone where one is named."""
    after = 0
    while rows := await usage.list_failed(store, after, _AT_ONCE):
        for row in rows:
            if not host or host_of(row.remote) == host:
                yield row
        after = rows[-1].id
