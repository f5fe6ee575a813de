"""Reads what was said elsewhere before we listened, as it was wanted; the worker's step."""

import asyncio
import logging
from typing import Final

from fedcop import clock
from fedcop.community import catching_up
from fedcop.community.practice import adoptions, artifacts
from fedcop.errors import FedcopError, Unavailable
from fedcop.federation.remote import backfill, objects, revisions
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, catch_ups, posts
from fedcop.store.queries.catch_ups import Wanted
from fedcop.transport.budget import Budget
from fedcop.values import ArtifactPin

log = logging.getLogger(__name__)

_AT_ONCE: Final = 4
_MINUTE_MS: Final = 60_000
# A community that shows nothing may be out of reach just now.
_AGAIN: Final = (10 * _MINUTE_MS, 60 * _MINUTE_MS, 360 * _MINUTE_MS)
_CLAIM_MS: Final = 10 * _MINUTE_MS  # longer than one may take
_THREADS: Final = 10  # of a community that is read, whose replies are read as well
_FETCHES: Final = 12  # for one revision, with its artifact and its author


async def run_due(reach: Reach) -> int:
    """Read what is due, a few at a time; return how many were taken up. Raises Unavailable.

    Each is put off before it is begun: who crashes meanwhile, or is overtaken, comes back to it.
    """
    due = await catch_ups.list_due(reach.store, clock.now_ms(), _AT_ONCE)
    if not due:
        return 0
    unit = Unit(reach.store)
    later = clock.now_ms() + _CLAIM_MS
    unit.add(*(catch_ups.try_again(one.id, one.tries, later) for one in due))
    await unit.commit()
    await asyncio.gather(*(_read(reach, one) for one in due))
    return len(due)


async def _read(reach: Reach, wanted: Wanted) -> None:
    found = 0
    unit = Unit(reach.store)
    try:
        if wanted.kind == catch_ups.THREAD:
            found = await _thread(reach, wanted.id)
        elif wanted.kind == catch_ups.APPLIED:
            found = await _applied(reach, wanted.id)
        else:
            found = await _community(reach, wanted.id, unit)
    except Unavailable:
        raise
    except FedcopError as error:
        log.info("what was said before could not be read: %s", error.safe)
        found = int(wanted.kind == catch_ups.APPLIED and not error.retryable)
    if found or wanted.kind == catch_ups.THREAD or wanted.tries >= len(_AGAIN):
        unit.add(catch_ups.is_done(wanted.id, clock.now_ms()))
    else:
        due = clock.now_ms() + _AGAIN[wanted.tries]
        unit.add(catch_ups.try_again(wanted.id, wanted.tries + 1, due))
    await unit.commit()


async def _community(reach: Reach, number: int, unit: Unit) -> int:
    group = await actors.find_actor(reach.store, number)
    if group is None or group.deleted or group.suspended:
        return 0
    brought = await backfill.community(reach, group)
    for post in brought[:_THREADS]:
        catching_up.thread(unit, post)
    return len(brought)


async def _applied(reach: Reach, number: int) -> int:
    """Bring the revision that an adoption names, and the artifact where that is not here either."""
    row = await adoptions.find(reach.store, number)
    if row is None:
        return 1
    budget = Budget(fetches=_FETCHES)
    if await artifacts.find(reach.store, row.artifact_uri) is None:
        await objects.find(reach, row.artifact_uri, budget)
    await revisions.find(reach, ArtifactPin(row.artifact_uri, row.number, row.digest), budget)
    return 1


async def _thread(reach: Reach, number: int) -> int:
    start = await posts.find_post(reach.store, number)
    return await backfill.thread(reach, start) if start and not start.deleted else 0
