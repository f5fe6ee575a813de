"""What the clock does to meetings: those who come are reminded, others told who comes."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from fedcop import clock
from fedcop.community import events
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice_events import MeetingCounted, MeetingSoon
from fedcop.errors import FedcopError, Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import meetings as rows
from fedcop.store.queries import posts

log = logging.getLogger(__name__)

Verb = Callable[[Unit, int], Awaitable[None]]

_AT_ONCE: Final = 100


async def keep_time(store: Store, grow: Verb) -> int:
    """Remind, tell who comes, write what follows in a series; return how much was done.

    Raises Unavailable.
    """
    now = clock.now_ms()
    soon = await rows.list_soon(store, now, now + meetings.OPEN_MS, _AT_ONCE)
    done = [await _quietly(store, remind, number) for number in soon]
    due = await rows.list_due(store, now, _AT_ONCE)
    done += [await _quietly(store, tell, number) for number in due]
    growing = await rows.list_growing(store, now + AHEAD_MS, _AT_ONCE)
    done += [await _quietly(store, grow, number) for number in growing]
    return sum(done)


AHEAD_MS: Final = 60 * 24 * meetings.HOUR_MS  # so far ahead the next of a series is written


async def remind(unit: Unit, post_id: int) -> None:
    """Let those who come know that a meeting begins soon, once."""
    post = await posts.find_post(unit, post_id)
    row = await meetings.find(unit, post_id)
    unit.touch(f"meeting:{post_id}")
    unit.guard(rows.NOT_REMINDED, post_id)
    unit.add(rows.mark_reminded(post_id, clock.now_ms()))
    if post is not None and not post.deleted and row is not None and row.state == "confirmed":
        events.record(unit, MeetingSoon(post_id, post.root_id))


async def tell(unit: Unit, post_id: int) -> None:
    """Let others know who comes; who waited for a place has one where there is one again."""
    post = await posts.find_post(unit, post_id)
    unit.touch(f"meeting:{post_id}")
    unit.guard(rows.STILL_DUE, post_id)
    unit.add(rows.mark_told(post_id, clock.now_ms()))
    if post is None or post.deleted or not post.local:
        return
    await rsvps.fill(unit, post_id)
    events.record(unit, MeetingCounted(post_id, post.root_id))


async def _quietly(store: Store, verb: Verb, number: int) -> bool:
    """Do one of many; what went wrong with it is noted, and the others go on."""
    try:
        await perform(store, verb, number)
    except Unavailable:
        raise
    except FedcopError as error:
        log.warning("meeting %s: %s", number, error.safe)
        return False
    return True
