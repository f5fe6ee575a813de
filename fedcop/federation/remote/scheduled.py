"""Write the posts whose time has come, each once, whenever a worker ends."""

import logging
from typing import Final

from fedcop.community import accounts, posting
from fedcop.community.perform import perform
from fedcop.errors import Conflict, FedcopError, Unavailable
from fedcop.federation.remote.composing import draft_of
from fedcop.federation.remote.reach import Reach
from fedcop.store.rows import ScheduledRow

log = logging.getLogger(__name__)

_AT_ONCE: Final = 50


async def write_due(reach: Reach) -> int:
    """Write what is due; return how much was. Raises Unavailable."""
    due = await posting.list_due(reach.store, _AT_ONCE)
    for row in due:
        try:
            await _write(reach, row)
        except Unavailable:
            raise
        except Conflict:
            log.info("scheduled post %s: somebody else was at it", row.id)
        except FedcopError as error:
            log.warning("scheduled post %s is not written: %s", row.id, error.safe)
            await _put_off(reach, row, error)
    return len(due)


async def _write(reach: Reach, row: ScheduledRow) -> None:
    author = await accounts.find(reach.store, row.actor_id)
    if author is None or author.deleted:
        await perform(reach.store, posting.drop, row)
        return
    draft = await draft_of(reach, posting.read_wish(row))
    await perform(reach.store, posting.publish, author, row, draft)


async def _put_off(reach: Reach, row: ScheduledRow, error: FedcopError) -> None:
    """Try again what may go better; what is refused stays for its author to see and change."""
    try:
        await perform(reach.store, posting.put_off, row, error.safe, again=error.retryable)
    except Conflict:
        log.info("scheduled post %s: somebody else was at it", row.id)
