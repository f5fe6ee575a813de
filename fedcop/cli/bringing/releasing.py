"""Tell other nodes of what was brought along: a little at a time, each thing once."""

import asyncio
from typing import Final

from fedcop.cli.output import Output
from fedcop.community import bringing
from fedcop.community.perform import perform
from fedcop.store.batch import Store
from fedcop.store.rows import BringingRow

_MINUTE: Final = 60.0
_PAGE: Final = 100


async def release_all(output: Output, store: Store, row: BringingRow, per_minute: int) -> int:
    """Tell of all that waits; broken off, it goes on with the next call. Returns how many."""
    things, told = await bringing.count(store, row)
    after, count = 0, 0
    with output.progress("telling", things - told) as progress:
        while page := await bringing.waiting(store, row, after, _PAGE):
            for thing in page:
                count += await perform(store, bringing.release, row, thing)
                after = thing.id
                progress.step()
                await asyncio.sleep(_MINUTE / per_minute)
    await perform(store, bringing.released, row)
    return count
