"""What a handler is given, and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from fedcop.activitypub.vocabulary import JSON, Activity
from fedcop.federation.inbox.authenticate import Trust
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A verdict: nothing was done, and this is why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """No verdict yet: a part was done, and `apply` is to be called again."""


UNFINISHED: Final = Unfinished()
Outcome = Ignored | Unfinished | None  # None: it was applied


async def at_once(_key: str) -> None:
    """Wait for nobody."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An activity whose actor is known, on its way to its handler."""

    activity: Activity
    actor: ActorRow
    trust: Trust
    cause: int  # the inbox message it came in
    reach: Reach
    budget: Budget
    tries: int = 0
    group: ActorRow | None = None  # the community whose Announce carried it
    relay: str = ""  # the uri of that Announce
    after: Callable[[str], Awaitable[None]] = at_once  # waits for older messages about a thing
    raw: Mapping[str, JSON] | None = None  # the activity as it came, not as we read it

    @property
    def first_hand(self) -> bool:
        """Whether the actor is known to have said it, and not only a community to say so."""
        return self.trust in {Trust.SIGNED, Trust.PROVED}


@dataclass(frozen=True, slots=True)
class Handler(Generic[T]):
    """The two halves of a handler: `check` may fetch and decides, `apply` calls one verb."""

    check: Callable[[Arrival], Awaitable[T | Ignored]]
    apply: Callable[[Unit, Arrival, T], Awaitable[Outcome]]
    relayed: bool = False  # whether a community may pass it on


AnyHandler = Handler[Any]  # each has its own plan, which only its two halves know
