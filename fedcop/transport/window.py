"""What of a lane may fly now, and how far the lane has come: values only, no clock, no socket.

Items are held in the order of the log. Of one ordering key only the first may fly. What opens a
stream is a barrier to what follows in it. The place moves over the finished prefix.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fedcop.store.queries.lanes import Owed
from fedcop.store.queries.side_queue import ItemChange, ItemState, Waiting

_DELETE = "Delete"
_UNDO = "Undo"
NEVER = 2**62

Trials = dict[int, tuple[int, int]]  # position: failed tries, when the first one failed


class Item:
    """An entry that one lane is owed."""

    __slots__ = (
        "actor_id",
        "beside",
        "born",
        "by_lane",
        "by_stream",
        "flying",
        "form",
        "key",
        "kind",
        "next_try",
        "openers",
        "position",
        "tries",
    )

    def __init__(self, position: int, key: str) -> None:
        self.position = position
        self.key = key
        self.actor_id = 0
        self.kind = ""
        self.born = 0
        self.form = 0
        self.by_lane = False
        self.by_stream = False
        self.openers: tuple[int, ...] = ()
        self.beside = False
        self.flying = False
        self.next_try = 0
        self.tries = 0  # beside the lane


def _item(row: Owed) -> Item:
    item = Item(row.position, row.key)
    item.actor_id, item.kind, item.born, item.form = row.actor_id, row.kind, row.born, row.form
    return item


class Kept(NamedTuple):
    """What is to be written of a window in one unit with its place."""

    place: int
    settled: list[int]
    set_aside: dict[int, ItemChange]
    changed: dict[int, ItemChange]
    landed: list[int]

    @property
    def ended(self) -> list[int]:
        """What waits beside the lane no more, or never did."""
        changes = (*self.set_aside.values(), *self.changed.values())
        return [change.position for change in changes if change.state != ItemState.WAITS]

    @property
    def anything(self) -> bool:
        """Whether more than the place is to be written."""
        return bool(self.settled or self.set_aside or self.changed)


class Window:
    """What one lane is owed next."""

    __slots__ = (
        "_changed",
        "_set_aside",
        "_settled",
        "alone",
        "begun",
        "beside",
        "beside_keys",
        "flying",
        "items",
        "kept_place",
        "landed",
        "read_to",
        "trials",
    )

    def __init__(self, place: int, trials: Trials) -> None:
        self.kept_place = place  # what the store knows
        self.read_to = place
        self.items: dict[int, Item] = {}
        self.beside: dict[int, Item] = {}
        self.beside_keys: Counter[str] = Counter()
        self.flying = 0
        self.landed: dict[int, Item] = {}  # finished, and a crash would forget it
        # Told by an address of the lane alone, and settled: beyond the place, what a stream says of
        # it in another form would be told again when the peer changes its mind.
        self.alone: dict[int, Item] = {}
        self.trials = trials
        self.begun = False  # it has been read once
        self._settled: list[int] = []
        self._set_aside: dict[int, ItemChange] = {}
        self._changed: dict[int, ItemChange] = {}

    # What comes in

    def wait_beside(self, rows: Iterable[Waiting]) -> None:
        """Take up what waits beside the lane, unless it is owed no more in what the peer reads."""
        for row in rows:
            item = Item(row.position, row.key)
            item.actor_id, item.kind, item.born = row.actor_id or 0, row.kind or "", row.born or 0
            item.form = row.form
            item.tries, item.next_try = row.tries, row.next_try
            self._put_beside(item)
            if not row.owed:
                self._change(item, ItemState.CANCELLED, 0, "no longer owed")

    def take(self, rows: Iterable[Owed], read_to: int) -> None:
        """Take in what was read; at first, what came by a move and lies before the place too."""
        before = self.read_to if self.begun else 0
        new: list[Item] = []
        for row in rows:
            if row.position <= before:
                continue
            item = self.items.get(row.position)
            if item is None:
                item = self.items[row.position] = _item(row)
                new.append(item)
            item.by_lane |= row.by_lane == 1
            item.by_stream |= row.by_lane == 0
            if row.opener:
                item.openers += (row.opener,)
        self.begun = True
        self.read_to = max(self.read_to, read_to)
        for item in new:
            self._meet_beside(item)

    # What flies

    def next(self, now: int, *, fresh: bool = False) -> Item | None:
        """Return what may fly now; `fresh`: rather what has failed least."""
        free = self._free(now)
        if not fresh:
            return next(free, None)
        return min(free, key=self.tries, default=None)

    def first(self, now: int) -> Item | None:
        """Return the one that holds up the place, when it may fly now."""
        item = next(iter(self.items.values()), None)
        if item is None or item.flying or item.next_try > now or self.beside_keys[item.key]:
            return None
        return item

    def _free(self, now: int) -> Iterator[Item]:
        busy: set[str] = set()
        for item in self.beside.values():
            if item.key not in busy and not item.flying and item.next_try <= now:
                yield item
            busy.add(item.key)
        for item in self.items.values():
            if item.flying:
                busy.add(item.key)
                continue
            if item.next_try <= now and item.key not in busy and not self._barred(item):
                yield item
            busy.add(item.key)

    def _barred(self, item: Item) -> bool:
        return any(opener in self.items for opener in item.openers)

    def tries(self, item: Item) -> int:
        """Return how often an item has failed."""
        return item.tries if item.beside else self.trials.get(item.position, (0, 0))[0]

    def first_failed(self, item: Item, now: int) -> int:
        """Return when an item failed for the first time: now, if it has not yet."""
        return self.trials.get(item.position, (0, now))[1]

    def due(self, now: int) -> int:
        """Return when something that waits may fly; far in the future when nothing does."""
        times = [
            item.next_try
            for held in (self.items, self.beside)
            for item in held.values()
            if item.next_try > now
        ]
        return min(times, default=NEVER)

    def forget_times(self, now: int) -> None:
        """Let what waits for a time fly now: the clock that set it was wrong."""
        for held in (self.items, self.beside):
            for item in held.values():
                item.next_try = min(item.next_try, now)

    def take_off(self, item: Item) -> None:
        """Note that an item flies."""
        item.flying = True
        self.flying += 1

    def come_back(self, item: Item) -> None:
        """Note that an item no longer flies, whatever became of it."""
        item.flying = False
        self.flying -= 1

    # What becomes of it

    def finish(self, item: Item) -> None:
        """Be done with an item."""
        if item.beside:
            self._change(item, ItemState.DONE, 0, "")
        else:
            self._leave(item)

    def refuse(self, item: Item, status: int, error: str) -> None:
        """Be done with an item that will not be taken, and keep that for the admin."""
        if item.beside:
            self._change(item, ItemState.REFUSED, status, error)
            return
        self._leave(item)
        self._set_aside[item.position] = _change(item, ItemState.REFUSED, status, error)

    def give_up(self, item: Item, status: int, error: str) -> None:
        """Try an item beside the lane no more; an admin may."""
        self._change(item, ItemState.GIVEN_UP, status, error)

    def put_off(self, item: Item, next_try: int, now: int) -> None:
        """Try an item in the lane again later."""
        tries, first = self.trials.get(item.position, (0, now))
        self.trials[item.position] = (tries + 1, first)
        item.next_try = next_try

    def put_off_beside(self, item: Item, next_try: int, status: int, error: str) -> None:
        """Try an item beside the lane again later, unless a Delete has come meanwhile."""
        if any(other.kind == _DELETE and other.key == item.key for other in self.items.values()):
            self._change(item, ItemState.CANCELLED, status, error)
            return
        item.tries += 1
        item.next_try = next_try
        self._keep(item, _change(item, ItemState.WAITS, status, error))

    def set_aside(self, item: Item, next_try: int, status: int, error: str) -> None:
        """Let an item wait beside the lane; later ones of its key join it."""
        self._leave(item)
        item.next_try, item.tries = next_try, 1
        self._put_beside(item)
        self._set_aside[item.position] = _change(item, ItemState.WAITS, status, error)
        for other in [o for o in self.items.values() if o.key == item.key and not o.flying]:
            self._meet_beside(other)

    # How far it has come

    @property
    def place(self) -> int:
        """How far everything is finished."""
        for position in self.items:
            if position > self.kept_place:
                return position - 1
        return self.read_to

    def to_keep(self, *, last: bool) -> Kept:
        """Hand out what is to be written; `kept` or `not_kept` follows.

        `last`: the lane is let go. What is done beyond its place is written one by one then, or it
        would be told again by whoever reads on.
        """
        if last:
            for item in (*self.landed.values(), *self.alone.values()):
                if item.position > self.place:
                    done = _change(item, ItemState.DONE, 0, "")
                    self._set_aside.setdefault(item.position, done)
        kept = Kept(self.place, self._settled, self._set_aside, self._changed, list(self.landed))
        self._settled, self._set_aside, self._changed = [], {}, {}
        return kept

    def kept(self, kept: Kept) -> None:
        """Note that it was written."""
        self.kept_place = kept.place
        for position in kept.landed:
            if position <= kept.place:
                del self.landed[position]
            elif not self.landed[position].by_stream:
                self.alone[position] = self.landed.pop(position)
        for position in [one for one in self.alone if one <= kept.place]:
            del self.alone[position]

    def not_kept(self, kept: Kept) -> None:
        """Take back what could not be written."""
        self._settled = kept.settled + self._settled
        self._set_aside = kept.set_aside | self._set_aside
        self._changed = kept.changed | self._changed

    @property
    def dirty(self) -> bool:
        """Whether there is something to write."""
        return bool(
            self.place != self.kept_place or self._settled or self._set_aside or self._changed
        )

    # Beside the lane

    def _meet_beside(self, item: Item) -> None:
        """Let an item join those of its key beside the lane; a Delete cancels them instead."""
        if not self.beside_keys[item.key]:
            return
        if item.kind == _DELETE:
            for other in [o for o in self.beside.values() if o.key == item.key and not o.flying]:
                self._change(other, ItemState.CANCELLED, 0, "")
            return
        if item.kind == _UNDO:
            undone = self.beside.get(item.born)
            if undone is not None and not undone.flying:
                self._change(undone, ItemState.CANCELLED, 0, "")
            if not self.beside_keys[item.key]:
                return
        self._leave(item)
        self._put_beside(item)
        self._set_aside[item.position] = _change(item, ItemState.WAITS, 0, "")

    def _put_beside(self, item: Item) -> None:
        item.beside = True
        self.beside[item.position] = item
        self.beside_keys[item.key] += 1

    def _leave(self, item: Item) -> None:
        del self.items[item.position]
        self.trials.pop(item.position, None)
        self.landed[item.position] = item
        if item.by_lane:
            self._settled.append(item.position)

    def _change(self, item: Item, state: ItemState, status: int, error: str) -> None:
        del self.beside[item.position]
        self.beside_keys[item.key] -= 1
        self.landed.setdefault(item.position, item)
        self._keep(item, _change(item, state, status, error))

    def _keep(self, item: Item, change: ItemChange) -> None:
        """Write a change: with the item itself when the store does not know it yet."""
        known = item.position not in self._set_aside
        (self._changed if known else self._set_aside)[item.position] = change


def _change(item: Item, state: ItemState, status: int, error: str) -> ItemChange:
    return ItemChange(item.position, item.key, state, item.tries, item.next_try, status, error)
