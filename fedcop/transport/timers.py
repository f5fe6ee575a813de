"""What is to be looked at again, and when."""

import heapq
from typing import NamedTuple


class Due(NamedTuple):
    """A lane or a peer whose time comes."""

    at: int  # milliseconds
    kind: str
    number: int


class Timers:
    """The soonest first; for one thing only its soonest time counts."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._soonest: dict[tuple[str, int], int] = {}

    def set(self, at: int, kind: str, number: int) -> None:
        """Look at something at a time, unless that is to happen sooner anyway."""
        before = self._soonest.get((kind, number))
        if before is None or at < before:
            self._soonest[kind, number] = at
            heapq.heappush(self._heap, Due(at, kind, number))

    def take(self, now: int) -> list[Due]:
        """Take what is due."""
        due: list[Due] = []
        while self._heap and self._heap[0].at <= now:
            item = heapq.heappop(self._heap)
            if self._soonest.get((item.kind, item.number)) == item.at:
                del self._soonest[item.kind, item.number]
                due.append(item)
        return due

    def next(self) -> int | None:
        """Return when something is due next."""
        return self._heap[0].at if self._heap else None

    def __len__(self) -> int:
        return len(self._soonest)
