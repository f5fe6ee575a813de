"""What two sequences have in common, in order, found within a limit of steps."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STEPS: Final = 40_000
_DEEPEST: Final = 24
_FARTHEST: Final = 400  # changes between two places that are looked for one by one


@dataclass(slots=True)
class Budget:
    """How many steps are left; when they are used up, what remains counts as different."""

    steps: int = _STEPS


@dataclass(frozen=True, slots=True)
class Run:
    """So many things in a row that both sides have."""

    start: int
    new_start: int
    size: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of both sides that is still to be looked at."""

    start: int
    end: int
    new_start: int
    new_end: int
    depth: int = 0


def align(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Run]:
    """Find what both have in common, in order."""
    names: dict[str, int] = {}
    first = [names.setdefault(one, len(names)) for one in old]
    second = [names.setdefault(one, len(names)) for one in new]
    runs: list[Run] = []
    parts = [_Part(0, len(first), 0, len(second))]
    while parts:
        rest = _trimmed(first, second, parts.pop(), runs)
        if rest.start == rest.end or rest.new_start == rest.new_end:
            continue
        anchors = _anchors(first, second, rest) if rest.depth < _DEEPEST else []
        if anchors:
            parts += _split(rest, anchors)
        else:
            runs += _myers(first, second, rest, budget)
    return _joined(runs)


def _trimmed(old: list[int], new: list[int], part: _Part, runs: list[Run]) -> _Part:
    """Take off what both begin and end with."""
    most = min(part.end - part.start, part.new_end - part.new_start)
    head = _alike(old, new, part.start, part.new_start, most)
    if head:
        runs.append(Run(part.start, part.new_start, head))
    tail = _alike_at_end(old, new, part.end, part.new_end, most - head)
    if tail:
        runs.append(Run(part.end - tail, part.new_end - tail, tail))
    start, new_start = part.start + head, part.new_start + head
    return _Part(start, part.end - tail, new_start, part.new_end - tail, part.depth)


def _alike(old: list[int], new: list[int], start: int, new_start: int, most: int) -> int:
    """Count what is alike from two places on; slices are compared faster than things."""
    found, step = 0, 1
    while step and found < most:
        size = min(step, most - found)
        at, new_at = start + found, new_start + found
        if old[at : at + size] == new[new_at : new_at + size]:
            found, step = found + size, step * 2
        else:
            step = size // 2
            most = min(most, found + size)
    return found


def _alike_at_end(old: list[int], new: list[int], end: int, new_end: int, most: int) -> int:
    found, step = 0, 1
    while step and found < most:
        size = min(step, most - found)
        at, new_at = end - found, new_end - found
        if old[at - size : at] == new[new_at - size : new_at]:
            found, step = found + size, step * 2
        else:
            step = size // 2
            most = min(most, found + size)
    return found


def _anchors(old: list[int], new: list[int], part: _Part) -> list[tuple[int, int]]:
    """Find what stands once on each side, as much of it as is in the same order."""
    once = {one for one, many in Counter(old[part.start : part.end]).items() if many == 1}
    counted = Counter(new[part.new_start : part.new_end])
    once = {one for one in once if counted[one] == 1}
    if not once:
        return []
    where = {old[at]: at for at in range(part.start, part.end) if old[at] in once}
    pairs = [(where[new[at]], at) for at in range(part.new_start, part.new_end) if new[at] in once]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs whose first halves rise."""
    ends: list[int] = []
    held: list[int] = []
    before: list[int] = []
    for number, (at, _) in enumerate(pairs):
        place = bisect_left(ends, at)
        before.append(held[place - 1] if place else -1)
        if place == len(ends):
            ends.append(at)
            held.append(number)
        else:
            ends[place], held[place] = at, number
    chain: list[tuple[int, int]] = []
    number = held[-1]
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _split(part: _Part, anchors: list[tuple[int, int]]) -> list[_Part]:
    """Cut a part at what is certain; each piece begins with it, and the first has none."""
    parts, start, new_start = [], part.start, part.new_start
    for at, new_at in [*anchors, (part.end, part.new_end)]:
        if at > start or new_at > new_start:
            parts.append(_Part(start, at, new_start, new_at, part.depth + 1))
        start, new_start = at, new_at
    return parts


def _myers(old: list[int], new: list[int], part: _Part, budget: Budget) -> list[Run]:
    """Find the fewest changes from one side to the other, if they are few enough."""
    wide, high = part.end - part.start, part.new_end - part.new_start
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    for changes in range(min(wide + high, _FARTHEST) + 1):
        if budget.steps <= 0:
            return []
        trace.append(dict(reach))
        for k in range(-changes, changes + 1, 2):
            down = k == -changes or (k != changes and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            y = begun = x - k
            while x < wide and y < high and old[part.start + x] == new[part.new_start + y]:
                x, y = x + 1, y + 1
            budget.steps -= 1 + y - begun
            reach[k] = x
            if x >= wide and y >= high:
                return _path(trace, (wide, high), part)
    return []


def _path(trace: list[dict[int, int]], end: tuple[int, int], part: _Part) -> list[Run]:
    """Walk back along the fewest changes; what was passed over without one is alike."""
    x, y = end
    runs: list[Run] = []
    for changes in range(len(trace) - 1, -1, -1):
        reach, k = trace[changes], x - y
        down = k == -changes or (k != changes and reach[k - 1] < reach[k + 1])
        from_k = k + 1 if down else k - 1
        from_x = reach[from_k] if changes else 0
        from_y = from_x - from_k if changes else 0
        start = (from_x if down else from_x + 1) if changes else 0
        if x > start:
            runs.append(Run(part.start + start, part.new_start + start - k, x - start))
        x, y = from_x, from_y
    return runs


def _joined(runs: list[Run]) -> list[Run]:
    """Put runs in order, and those that touch into one."""
    whole: list[Run] = []
    for run in sorted(runs, key=lambda one: one.start):
        last = whole[-1] if whole else Run(-1, -1, 0)
        if (last.start + last.size, last.new_start + last.size) == (run.start, run.new_start):
            whole[-1] = Run(last.start, last.new_start, last.size + run.size)
        else:
            whole.append(run)
    return whole
