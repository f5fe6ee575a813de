"""What one remote inbox is owed and what it got: plain values of the oracle.

Time here is the number of the step: what happens in one step happens at once, and where the order
within a step matters, either outcome is right.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fedcop.values import Audience

if TYPE_CHECKING:
    from tests.lanes.receivers import Request

BOTH, PLAIN, WRAPPED = 0, 1, 2
READ_BY_FOLLOWERS = (Audience.PUBLIC, Audience.FOLLOWERS)
SET_ASIDE_AFTER = 3  # failed tries
GRACE = 1.0  # seconds in which what took off may still be on its way
GIVE_UP = 9

Stream = tuple[int, int]  # owner, audience


@dataclass(eq=False, slots=True)
class Told:
    """One activity, as it was handed to the log."""

    id: str
    step: int
    kind: str
    key: str
    actor: int
    object: str
    bodies: tuple[bool, bool]  # plain, wrapped
    same: bool  # one body serves both
    streams: dict[Stream, int] = field(default_factory=dict)  # form
    born: "Told | None" = None

    def forms(self, form: int) -> frozenset[int]:
        """The dialects in which an address of a form is owed it."""
        return frozenset(
            d
            for d, there in zip((PLAIN, WRAPPED), self.bodies, strict=True)
            if there and form in (BOTH, d)
        )


@dataclass(eq=False, slots=True)
class Row:
    """An inbox reads a stream."""

    stream: Stream
    after: int
    opener: Told | None
    until: int = 0
    cut: bool = False

    def holds(self, step: int) -> bool | None:
        """Whether a step lies within; None: it may."""
        if step == self.after or (self.until and step == self.until):
            return None
        return step > self.after and (not self.until or step < self.until)


@dataclass(eq=False, slots=True)
class Reason:
    """Why an inbox is owed something."""

    forms: frozenset[int]
    sure: bool
    row: Row | None  # None: an address of the inbox itself


@dataclass(eq=False, slots=True)
class Due:
    """Something an inbox is owed and has not received."""

    told: Told
    reasons: list[Reason]
    must: bool
    cut_at: float = 0.0  # nothing of it may begin after that


class Inbox:
    """One remote inbox, with what is owed to it and what it got."""

    def __init__(self, peer: "PeerModel", path: str, *, shared: bool) -> None:
        self.peer = peer
        self.path = path
        self.shared = shared
        self.behind: defaultdict[int, set[str]] = defaultdict(set)  # owner: followers
        self.rows: list[Row] = []
        self.due: dict[str, Due] = {}
        self.may: dict[str, Due] = {}  # perhaps owed; nothing waits for these
        self.got: dict[str, int] = {}
        self.settled: set[str] = set()  # refused for good
        self.unanswered: defaultdict[str, int] = defaultdict(int)
        self.tries: defaultdict[str, int] = defaultdict(int)
        self.stubborn: set[str] = set()  # keys of what was tried too often
        self.excuses = 0
        self.shaken: set[str] = set()  # what a crash may have made forgotten
        self.offered: set[str] = set()  # and has not landed since
        self.again: set[str] = set()  # was got, is offered again, and has not landed since
        self.offered_before: set[str] = set()  # so it was at the last calm already
        self.recent: dict[str, None] = {}  # what landed since the last calm, the latest last
        self.repeatable: set[str] = set()
        self.flying: dict[Request, str] = {}
        self.retired = 0.0

    def __str__(self) -> str:
        return f"{self.peer.name}{self.path}"

    def open_row(self, stream: Stream) -> Row | None:
        return next((r for r in self.rows if r.stream == stream and not r.until), None)

    @property
    def open_streams(self) -> set[Stream]:
        return {row.stream for row in self.rows if not row.until}

    def owe(self, told: Told, reasons: list[Reason]) -> None:
        """Be owed something; it is waited for when the dialect of now fits for sure."""
        must = any(r.sure and self.peer.dialect in r.forms for r in reasons)
        (self.due if must else self.may)[told.id] = Due(told, reasons, must)

    def no_longer_must(self, due: Due) -> None:
        due.must = False
        self.due.pop(due.told.id, None)
        self.may[due.told.id] = due


@dataclass(eq=False)
class PeerModel:
    """One remote server."""

    name: str
    honours_members: bool
    dialect: int = PLAIN
    dialects: list[tuple[float, int]] = field(default_factory=list)  # since when

    def spoke(self, since: float, until: float) -> set[int]:
        """The dialects it spoke between two moments."""
        spoken = {self.dialects[0][1]} if self.dialects else {self.dialect}
        for at, dialect in self.dialects:
            if at <= since:
                spoken = {dialect}
            elif at <= until:
                spoken.add(dialect)
        return spoken
