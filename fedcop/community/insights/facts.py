"""What happened in a community, as it is counted: read, counted and forgotten, never kept."""

from dataclasses import dataclass
from typing import Final

DAY: Final = 86_400_000
WEEK: Final = 7 * DAY
WEEKS: Final = 12  # of a period
BEATS: Final = 26  # weeks of the heartbeat
MONDAY: Final = 4 * DAY  # the first one after the epoch


@dataclass(frozen=True, slots=True)
class Period:
    """Twelve whole weeks, from a Monday to a Monday."""

    first: int
    last: int

    @property
    def before(self) -> "Period":
        """The period before."""
        return Period(self.first - (self.last - self.first), self.first)

    def holds(self, at: int) -> bool:
        """Whether a moment lies in it."""
        return self.first <= at < self.last


def period_at(now: int) -> Period:
    """Return the twelve weeks that ended with the last Sunday."""
    last = now - (now - MONDAY) % WEEK
    return Period(last - WEEKS * WEEK, last)


@dataclass(frozen=True, slots=True)
class Doing:
    """How much somebody wrote in one week, counted from the epoch's first Monday."""

    person: int
    host: str
    week: int
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `person` is 0 where a voice asked it."""

    person: int
    at: int
    answered: int
    accepted: int
    open: bool
    first: bool  # whether its asker never asked here before


@dataclass(frozen=True, slots=True)
class Tie:
    """How often somebody answered, reviewed or applied the work of somebody else."""

    giver: int
    giver_host: str
    taker: int
    taker_host: str
    count: int


@dataclass(frozen=True, slots=True)
class Endorsed:
    """An artifact that the community stands for."""

    uri: str
    host: str
    first: int
    latest: int
    review_by: int
    status: str


@dataclass(frozen=True, slots=True)
class Applied:
    """Somebody applies an artifact."""

    uri: str
    host: str
    owner_host: str
    began: int
    due: int
    result: str
    finished: int
    weekly: str = ""  # which span of hours it saves each week, where they are fairly sure


@dataclass(frozen=True, slots=True)
class Mentored:
    """Somebody whom another member helps as a mentor."""

    person: int
    host: str
    mentor: int
    mentor_host: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review of an artifact that was offered to the library."""

    uri: str
    offered: int
    at: int
    host: str
    asks_change: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who became a member, and what came of it."""

    person: int
    at: int
    wrote: tuple[int, ...]
    answered: bool
    applied: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it, for one period; `doings` and `asked` reach as far back as the heartbeat."""

    period: Period
    members: int = 0
    doings: tuple[Doing, ...] = ()
    asked: tuple[Asked, ...] = ()
    ties: tuple[Tie, ...] = ()
    endorsed: tuple[Endorsed, ...] = ()
    applied: tuple[Applied, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()
    joined: tuple[Joined, ...] = ()  # in the period before
    thanked: tuple[int, ...] = ()
    mentored: tuple[Mentored, ...] = ()
    saved: int = 0
    adapted: int = 0
    back_ports: int = 0
    new_artifacts: int = 0
    experiments: int = 0
    meetings: int = 0
    meetings_kept: int = 0
    pulse: tuple[tuple[int, int, int, int], ...] = ()  # sums of the last quarter that is over


def week_of(at: int) -> int:
    """Say in which week a moment lies."""
    return (at - MONDAY) // WEEK
