"""How a peer is: when it may be tried, how much at once, and what its failures say."""

import random
from dataclasses import dataclass
from typing import Final

from fedcop.store.queries.readers import PeerState

SECOND: Final = 1000
DAY: Final = 24 * 60 * 60 * SECOND
DEAD_AFTER: Final = 3 * DAY

_FIRST_REST: Final = 2 * SECOND
_DOUBLINGS: Final = 16
_JITTER: Final = 0.25
_LISTEN_AGAIN: Final = 60 * SECOND  # how soon after an attempt a sign of life leads to another
_RECENT: Final = 5 * SECOND
_MS_PER_STEP: Final = 12  # of round-trip time, for each item in flight beyond the narrowest window
_DRIFT: Final = 0.05

_chance = random.Random()  # noqa: S311 - jitter is no secret


@dataclass(frozen=True, slots=True)
class Widths:
    """How many items fly to a peer at once: near, and far away."""

    near: int = 8
    far: int = 32


class Peer:
    """One remote server, as the lanes to it see it."""

    __slots__ = (
        "_widths",
        "dialect",
        "failing_since",
        "failures",
        "flying",
        "held",
        "host",
        "id",
        "last_ok",
        "next_try",
        "proven",
        "round_trip",
        "stepped",
        "told_ok",
        "waiting",
    )

    def __init__(self, state: PeerState, widths: Widths) -> None:
        self._widths = widths
        self.id = state.id
        self.host = state.host
        self.take_over(state)
        self.flying = 0
        self.held = 0  # lanes of it at work
        self.waiting: dict[int, None] = {}  # lanes of it with something to read
        self.proven = False  # it has taken something since it last failed, or we started
        self.round_trip = (
            0.0  # the shortest of late, so that a slow answer does not pass for a far one
        )
        self.last_ok = 0
        self.told_ok = 0  # when the store last heard that it is well
        self.stepped = 0  # when it last began to rest

    def take_over(self, state: PeerState) -> None:
        """Believe what the store says, which other processes write too."""
        self.dialect = state.dialect
        self.failures = state.failures
        self.failing_since = state.failing_since
        self.next_try = state.next_try

    def state(self) -> PeerState:
        """Say what the store should keep."""
        return PeerState(
            self.id, self.host, self.dialect, self.failures, self.failing_since, self.next_try
        )

    def rests(self, now: int) -> bool:
        """Whether it is left alone for now."""
        return self.next_try > now

    def dead(self, now: int) -> bool:
        """Whether it has not answered for days."""
        return self.failing_since > 0 and now - self.failing_since >= DEAD_AFTER

    @property
    def width(self) -> int:
        """How much may fly to it: one item until it has taken one, more the farther it is."""
        if not self.proven:
            return 1
        farther = int(self.round_trip * SECOND) // _MS_PER_STEP
        return min(self._widths.far, self._widths.near + farther)

    def answered(self, now: int, seconds: float) -> bool:
        """Note an answer; True when it is the first after failures."""
        revived = self.failures > 0
        self.failures = self.failing_since = self.next_try = 0
        self.proven = True
        self.last_ok = now
        shortest = self.round_trip or seconds
        self.round_trip = min(seconds, shortest + (seconds - shortest) * _DRIFT)
        return revived

    def blames_item(self, launched: int) -> bool:
        """Whether a failure is that of an item: the peer took others at the same time."""
        return self.last_ok > 0 and self.last_ok >= launched - _RECENT

    def failed(self, now: int, launched: int, retry_after: int) -> bool:
        """Rest longer than the last time; False when this was known already as it flew."""
        if launched < self.stepped:
            return False
        self.failures += 1
        self.failing_since = self.failing_since or now
        self.proven = False
        self.stepped = now
        rest = DAY if self.dead(now) else _FIRST_REST << min(self.failures - 1, _DOUBLINGS)
        rest = min(DAY, max(rest, retry_after * SECOND))
        self.next_try = now + jittered(rest)
        return True

    def heard(self, now: int) -> bool:
        """Take a sign of life: try it now, unless that was done within the minute."""
        if not self.rests(now) or now - self.stepped < _LISTEN_AGAIN:
            return False
        self.next_try = now
        return True


def jittered(milliseconds: int) -> int:
    """Spread what would otherwise happen to many at once."""
    return int(milliseconds * _chance.uniform(1 - _JITTER, 1 + _JITTER))
