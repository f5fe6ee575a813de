"""What each noun of the practice can do with the post it belongs to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fedcop.store.batch import Reader, Unit
from fedcop.store.rows import ActorRow, PostRow


@dataclass(frozen=True, slots=True)
class Noun:
    """What becomes of one kind of part.

    `begin` keeps it beside a new post. `change` does so for what its author says anew, and returns
    whether that changes anything; it may raise Conflict and Refused. `bury` lets it go.

    What has numbered revisions says in `order` whether one from elsewhere is older (-1) or newer
    (1) than what is shown, and keeps an older one in `keep_old`. Such a thing is said anew `whole`.
    """

    begin: Callable[[Unit, ActorRow, PostRow, Any], Awaitable[None]]  # Any: its own part
    change: Callable[[Unit, ActorRow, PostRow, Any], Awaitable[bool]]
    bury: Callable[[Unit, PostRow], Awaitable[None]]
    order: Callable[[Reader, PostRow, Any], Awaitable[int]] | None = None
    keep_old: Callable[[Unit, ActorRow, PostRow, Any], Awaitable[bool]] | None = None
    whole: bool = False
