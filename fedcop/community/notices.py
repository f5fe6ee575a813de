"""What somebody was told, as their apps read it: one by one, or what belongs together as one.

Apps know fewer kinds than we do: an answer is a mention, and who joins a community is told on its
pages alone.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from fedcop import ids
from fedcop.errors import NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import notices as rows
from fedcop.store.queries.notices import Told
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, NotificationRow

TYPES: Final = {
    "mention": "mention",
    "reply": "mention",
    "like": "favourite",
    "boost": "reblog",
    "follow": "follow",
    "asked": "follow_request",
    "status": "status",
    "update": "update",
    "poll": "poll",
    # What belongs to the practice; apps show the status, the pages say what it is about.
    "helped": "status",
    "recommended": "favourite",
    "endorsed": "status",
    "review_asked": "status",
    "answer_asked": "status",
    "meeting_asked": "status",
    "offered": "status",
    "offered_back": "status",
    "offer_answered": "status",
    "change_answered": "status",
    "result_due": "status",
    "newcomer_waits": "status",
    "moved_on": "status",
    "adapted": "status",
    "translated": "status",
    "needs_review": "status",
    "meeting_soon": "status",
    "meeting_wish": "status",
    "meeting_answered": "status",
}
GROUPED: Final = frozenset({"favourite", "reblog", "follow"})
_KINDS: Final = {"favourite": "like", "reblog": "boost", "follow": "follow"}
_ALONE: Final = "ungrouped"
_ROUNDS: Final = 5
_WIDE: Final = 120
_ROUNDS_OF_GROUPS: Final = 8

Keep = Callable[[list[NotificationRow]], Awaitable[list[NotificationRow]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notifications are asked for."""

    types: frozenset[str] = frozenset(TYPES.values())
    by: int = 0  # whoever did it; 0: anybody
    waiting: bool = False  # also what waits to be asked for
    keep: Keep | None = None  # what else is left out, for a whole window


@dataclass(frozen=True, slots=True)
class Page:
    """Some notifications, the latest first, and the cursors of those beside them."""

    notices: list[NotificationRow]
    first: int = 0
    last: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Notifications that belong together, the latest first."""

    key: str
    type: str
    notices: list[NotificationRow]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Some groups, the latest first, and the cursors of those beside them."""

    groups: list[Group]
    first: int = 0
    last: int = 0
    more: bool = False


@dataclass(slots=True)
class _Gathered:
    """Groups as they are found on a walk; full when another one would be too many."""

    most: int
    types: frozenset[str]
    found: dict[str, list[NotificationRow]] = field(default_factory=dict)
    edge: int = 0
    full: bool = False

    def take(self, row: NotificationRow) -> bool:
        key = group_key(row, self.types)
        if key not in self.found and len(self.found) == self.most:
            self.full = True
            return False
        self.found.setdefault(key, []).append(row)
        return True


def wanted_types(types: Iterable[str], but: Iterable[str]) -> frozenset[str]:
    """Choose types by name: all when none is named; names we do not know are none."""
    known = frozenset(TYPES.values())
    named = frozenset(types)
    return (known & named if named else known) - frozenset(but)


def group_key(row: NotificationRow, types: frozenset[str] = GROUPED) -> str:
    """Name what a notification belongs with."""
    type_, _, number = TYPES[row.kind], *row.group_key.partition(":")[1:]
    return f"{type_}-{number}" if type_ in types & GROUPED else f"{_ALONE}-{row.id}"


async def page(store: Reader, owner: ActorRow, part: tuple[Span, int], wanted: Wanted) -> Page:
    """Read so many notifications; where few are wanted it looks further, never without end."""
    span, limit = part
    kept: list[NotificationRow] = []
    edge, size = 0, limit + 1
    for _ in range(_ROUNDS):
        window = await rows.list_told(store, owner.id, span, size)
        kept += await _shown(window, wanted)
        edge = window[-1].row.id if len(window) >= size else 0
        if not edge or len(kept) > limit:
            break
        span, size = span.beyond(edge), _WIDE
    shown, cut = kept[:limit], len(kept) > limit
    if span.up:
        shown.reverse()
        return Page(shown, shown[0].id, shown[-1].id, more=True) if shown else Page([])
    # Where it looked further than what it shows, the next page begins there.
    last = edge if edge and not cut else (shown[-1].id if shown else 0)
    return Page(shown, shown[0].id if shown else 0, last, more=cut or bool(edge))


async def groups(
    store: Reader,
    owner: ActorRow,
    part: tuple[Span, int],
    wanted: Wanted,
    types: frozenset[str] = GROUPED,
) -> GroupPage:
    """Read so many groups: all that lies between two of the notifications, put together."""
    span, limit = part
    gathered = _Gathered(limit, types)
    size, up = limit + 1, span.up
    for _ in range(_ROUNDS_OF_GROUPS):
        window = await rows.list_told(store, owner.id, span, size)
        await _gather(gathered, window, wanted)
        if gathered.full or len(window) < size:
            break
        gathered.edge = window[-1].row.id
        span, size = span.beyond(gathered.edge), _WIDE
    else:
        gathered.full = True  # there is more than anybody looks at at once
    found = sorted(_groups(gathered), key=lambda one: -one.notices[0].id)
    if not found:
        return GroupPage([], 0, gathered.edge, more=gathered.full)
    if up:
        lowest = min(one.notices[-1].id for one in found)
        return GroupPage(found, found[0].notices[0].id, lowest, more=True)
    return GroupPage(found, found[0].notices[0].id, gathered.edge, more=gathered.full)


async def get(reader: Reader, owner: ActorRow, number: int) -> NotificationRow:
    """Read one notification. Raises NotFound."""
    told = await rows.find_told(reader, owner.id, number)
    if told is None or not _is_shown(told, Wanted()):
        raise NotFound("There is no such notification.")
    return told.row


async def get_group(reader: Reader, owner: ActorRow, key: str) -> Group:
    """Read what belongs together under a key. Raises NotFound."""
    type_, _, number = key.rpartition("-")
    if type_ == _ALONE and _is_id(number):
        row = await get(reader, owner, int(number))
        return Group(key, TYPES[row.kind], [row])
    if type_ in _KINDS and _is_id(number):
        told = await rows.list_group(reader, owner.id, f"{_KINDS[type_]}:{number}")
        found = [one.row for one in told if _is_shown(one, Wanted())]
        if found:
            return Group(key, type_, found)
    raise NotFound("There are no such notifications.")


async def unread(reader: Reader, owner: ActorRow, wanted: Wanted) -> list[NotificationRow]:
    """Read what somebody has not read, up to a thousand, the latest first."""
    return await _shown(await rows.list_unread(reader, owner.id), wanted)


async def dismiss(unit: Unit, owner: ActorRow, number: int) -> None:
    """Forget a notification. Raises NotFound."""
    if await rows.find_told(unit, owner.id, number) is None:
        raise NotFound("There is no such notification.")
    unit.add(rows.dismiss(owner.id, number))


async def dismiss_group(unit: Unit, owner: ActorRow, key: str) -> None:
    """Forget what belongs together; nothing, when there is none."""
    type_, _, number = key.rpartition("-")
    if type_ in _KINDS and _is_id(number):
        unit.add(rows.dismiss_group(owner.id, f"{_KINDS[type_]}:{number}"))
    elif type_ == _ALONE and _is_id(number):
        unit.add(rows.dismiss(owner.id, int(number)))


async def clear(unit: Unit, owner: ActorRow) -> None:
    """Forget all that somebody was told so far."""
    unit.add(rows.clear(owner.id, ids.new_id()))


async def _gather(gathered: _Gathered, window: list[Told], wanted: Wanted) -> None:
    """Put the notifications of a window into their groups, as far as there is room."""
    shown = {row.id for row in await _shown(window, wanted)}
    for told in window:
        if told.row.id in shown and not gathered.take(told.row):
            return
        gathered.edge = told.row.id


def _groups(gathered: _Gathered) -> Iterator[Group]:
    for key, found in gathered.found.items():
        yield Group(key, TYPES[found[0].kind], sorted(found, key=lambda row: -row.id))


async def _shown(window: list[Told], wanted: Wanted) -> list[NotificationRow]:
    found = [told.row for told in window if _is_shown(told, wanted)]
    return await wanted.keep(found) if wanted.keep and found else found


def _is_shown(told: Told, wanted: Wanted) -> bool:
    row = told.row
    if not told.seen or TYPES.get(row.kind) not in wanted.types:
        return False
    if wanted.by and row.actor_id != wanted.by:
        return False
    if row.filtered and not wanted.waiting:
        return False
    # Who asks to join a community is answered on its pages.
    return row.kind not in {"asked", "follow"} or row.group_key == f"{row.kind}:{row.recipient_id}"


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 1 << 63  # noqa: PLR2004
