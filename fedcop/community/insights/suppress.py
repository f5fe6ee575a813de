"""What may be shown of a group of people: never fewer than five, never exactly how many.

A number of people is shown as a band of five (`10 to 14`). So the difference of two exports, of a
total and its parts, or of a figure with and without somebody, is a range that settles nothing about
a few. Where a part of a total is hidden another one is, too, and if need be the total.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

K: Final = 5  # people
K_ORGANIZATIONS: Final = 3
K_SIDE: Final = 3  # people on each side of a tie
MOST: Final = 0.7  # that one organization may supply
ENOUGH_FOR_SHAPE: Final = 8  # people, before it is said how unlike they are
_STEP: Final = 10  # percent


@dataclass(frozen=True, slots=True)
class Split:
    """A total and the parts of which it consists, by the names of their cells."""

    total: str
    parts: tuple[str, ...]


def publish(
    people: Mapping[str, Collection[int]], splits: Sequence[Split]
) -> dict[str, int | None]:
    """Say for each group of people the lower edge of its band; None where it is too few."""
    shown = {name: floor(len(group)) for name, group in people.items()}
    for split in splits:
        _complement(shown, people, split)
    return shown


def floor(count: int) -> int | None:
    """Return the lower edge of the band of a number of people; None below five."""
    return count - count % K if count >= K else None


def band(low: int | None) -> str:
    """Write a band; nothing where it is hidden."""
    return "" if low is None else f"{low} to {low + K - 1}"


def share(part: int | None, whole: int | None) -> int | None:
    """Return a share of people in steps of ten percent, from bands alone."""
    if part is None or whole is None:
        return None
    return min(100, round(100 * part / whole / _STEP) * _STEP)


def percent(part: int, whole: int) -> int | None:
    """Return a share of things that everybody can see, such as questions, from five on."""
    return round(100 * part / whole) if whole >= K else None


def is_mixed(hosts: Sequence[str]) -> bool:
    """Whether enough organizations supply something, and none most of it."""
    counts = {host: hosts.count(host) for host in set(hosts)}
    enough = len(counts) >= K_ORGANIZATIONS and len(hosts) >= K
    return enough and max(counts.values()) <= MOST * len(hosts)


def _complement(
    shown: dict[str, int | None], people: Mapping[str, Collection[int]], split: Split
) -> None:
    """Hide as many more parts as it takes that those hidden are several, and not a few people."""
    hidden = [name for name in split.parts if shown[name] is None]
    if not hidden or shown[split.total] is None:
        return
    left = sorted(
        (name for name in split.parts if shown[name] is not None), key=lambda one: len(people[one])
    )
    while left and (len(hidden) < 2 or sum(len(people[one]) for one in hidden) < K):  # noqa: PLR2004
        name = left.pop(0)
        shown[name] = None
        hidden.append(name)
    if len(hidden) < 2:  # noqa: PLR2004 - it is the total, or nothing
        shown[split.total] = None
