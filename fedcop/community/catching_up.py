"""Wanting to know what was said elsewhere before we listened; the worker reads it afterwards.

What is wanted is a row, so that a crash forgets nothing; nothing is fetched while somebody waits.
"""

from typing import Final

from fedcop import clock
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import catch_ups, follows
from fedcop.store.rows import ActorRow, PostRow

WAKE: Final = "catch_up"
_HOUR_MS: Final = 60 * 60 * 1000
_THREAD_MS: Final = 6 * _HOUR_MS
_COMMUNITY_MS: Final = _HOUR_MS  # somebody who comes and goes


async def first_member(unit: Unit, community: ActorRow) -> None:
    """Want what a community of another node said before the first of our people joined it."""
    if community.local or community.kind != "Group":
        return
    if await follows.list_local_followers(unit, community.id, 0, 1):
        return
    now = clock.now_ms()
    unit.add(catch_ups.ask(community.id, catch_ups.COMMUNITY, now, now - _COMMUNITY_MS))
    unit.wake(WAKE)


async def look_at(store: Store, viewer: ActorRow | None, start: PostRow) -> None:
    """Want the rest of a thread that one of ours looks at, once in six hours at most.

    Only of one that we may not have whole: we fetched its start, and were not told of it.
    """
    if viewer is None or not viewer.local or not may_lack(start):
        return
    now = clock.now_ms()
    if await catch_ups.find_asked(store, start.id) > now - _THREAD_MS:
        return
    wanted = catch_ups.ask(start.id, catch_ups.THREAD, now, now - _THREAD_MS)
    store.later(wanted, wake=WAKE)


def thread(unit: Unit, start: PostRow) -> None:
    """Want the rest of a thread that was just brought."""
    if may_lack(start):
        now = clock.now_ms()
        unit.add(catch_ups.ask(start.id, catch_ups.THREAD, now, now - _THREAD_MS))
        unit.wake(WAKE)


def applied(unit: Unit, adoption: int) -> None:
    """Want the revision that somebody applies."""
    now = clock.now_ms()
    unit.add(catch_ups.ask(adoption, catch_ups.APPLIED, now, now))
    unit.wake(WAKE)


def may_lack(start: PostRow) -> bool:
    """Whether there may be more of a thread than we have."""
    return bool(start.top and not (start.local or start.here or start.cause or start.deleted))
