"""The library of a community, or of everywhere: shelves, what can be asked for, page by page.

All heads of a library are read at once; shelves, facets and order are made of them in memory, so
that a facet says how much each of its values would leave, whatever else is asked for.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fedcop.community import timelines
from fedcop.community.practice import standing
from fedcop.community.practice.standing import Standing
from fedcop.community.timelines import Line
from fedcop.store.batch import Reader
from fedcop.store.queries import library as rows
from fedcop.store.rows import ActorCard, ActorRow, ArtifactRow

PAGE: Final = 30
FACETS: Final = ("kind", "topic", "organization", "language", "evidence", "status")
ORDERS: Final = ("changed", "applied", "new")

_OVER: Final = frozenset({standing.SUPERSEDED, standing.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Entry:
    """An artifact of a library, in short."""

    head: ArtifactRow
    standing: Standing
    topics: tuple[str, ...] = ()

    def values(self, facet: str) -> tuple[str, ...]:
        """Say what it is as one facet asks."""
        if facet == "topic":
            return self.topics
        if facet == "status":
            return (self.standing.status,)
        value = self.head.organization_uri if facet == "organization" else _plain(self, facet)
        return (value,) if value else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody asks of a library; `after` is how the page before ended."""

    shelf: str = "all"
    asked: Mapping[str, str] = field(default_factory=dict)  # facet to its value
    order: str = ""
    after: tuple[int, int] | None = None

    @property
    def in_order(self) -> str:
        """In which order it is shown."""
        return self.order or ("applied" if self.shelf == "applied" else "changed")


@dataclass(frozen=True, slots=True)
class Library:
    """A page of a library, with how much stands on each shelf and under each value."""

    lines: tuple[Line, ...]
    entries: Mapping[int, Entry]
    shelves: Mapping[str, int]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    organizations: Mapping[str, ActorCard]
    total: int  # on this shelf, as asked
    whole: int  # in all of the library
    next: tuple[int, int] | None = None
    full: bool = False  # whether there is more than is looked at


def _is_endorsed(entry: Entry) -> bool:
    known = entry.standing
    return bool(known.latest_endorsed) and known.status not in {*_OVER, standing.NEEDS_REVIEW}


def _is_promising(entry: Entry) -> bool:
    known = entry.standing
    return not known.latest_endorsed and known.status not in {*_OVER, standing.NEEDS_REVIEW}


def _needs_review(entry: Entry) -> bool:
    return entry.standing.status == standing.NEEDS_REVIEW


def _is_applied(entry: Entry) -> bool:
    return entry.head.adoptions > 0 and entry.standing.status not in _OVER


def _is_any(entry: Entry) -> bool:
    return entry.standing.status != standing.WITHDRAWN


SHELVES: Final[dict[str, Callable[[Entry], bool]]] = {
    "endorsed": _is_endorsed,
    "promising": _is_promising,
    "review": _needs_review,
    "applied": _is_applied,
    "all": _is_any,
}
_KEYS: Final[dict[str, Callable[[Entry], tuple[int, int]]]] = {
    "changed": lambda one: (one.head.changed, one.head.id),
    "applied": lambda one: (one.head.adoptions, one.head.id),
    "new": lambda one: (one.head.id, 0),
}


async def of_community(
    store: Reader, viewer: ActorRow | None, community_id: int, choice: Choice
) -> Library:
    """Read a page of the library of a community."""
    heads = await rows.list_heads(store, _id(viewer), community_id)
    return await _made(store, viewer, heads, choice)


async def of_all(store: Reader, viewer: ActorRow | None, choice: Choice) -> Library:
    """Read a page of all that somebody may read, whatever community it stands in."""
    return await _made(store, viewer, await rows.list_all_heads(store, _id(viewer)), choice)


async def named(store: Reader, uris: Sequence[str]) -> dict[str, ActorCard]:
    """Say who is behind some uris, as far as we know them."""
    return await rows.list_named(store, uris)


async def authors(store: Reader, actors: Iterable[int]) -> dict[int, ActorCard]:
    """Say who stands behind some ids."""
    return await rows.list_by_id(store, sorted(set(actors) - {0}))


async def topics_of(store: Reader, artifact: int) -> tuple[str, ...]:
    """Read under which hashtags an artifact stands."""
    return tuple((await rows.list_tags(store, [artifact])).get(artifact, ()))


async def title_of(store: Reader, viewer: ActorRow | None, artifact: int) -> str | None:
    """Say what an artifact is called; None when it is not for them."""
    lines = await timelines.some(store, viewer, [artifact])
    return lines[0].post.title if lines and not lines[0].post.deleted else None


async def _made(
    store: Reader, viewer: ActorRow | None, heads: Sequence[ArtifactRow], choice: Choice
) -> Library:
    standings, tags = await asyncio.gather(
        standing.standings_of(store, heads), rows.list_tags(store, [head.id for head in heads])
    )
    entries = [Entry(one, standings[one.id], tuple(tags.get(one.id, ()))) for one in heads]
    fitting, facets = _counted([one for one in entries if _is_any(one)], choice)
    shown, following = _page([one for one in fitting if SHELVES[choice.shelf](one)], choice)
    uris = {uri for uri, _ in facets["organization"]}
    lines, names = await asyncio.gather(
        timelines.some(store, viewer, [one.head.id for one in shown]),
        rows.list_named(store, sorted(uris)),
    )
    held = {name: sum(map(fits, fitting)) for name, fits in SHELVES.items()}
    return Library(
        lines=lines,
        entries={one.head.id: one for one in shown},
        shelves=held,
        facets=facets,
        organizations=names,
        total=held[choice.shelf],
        whole=len(entries),
        next=following,
        full=len(heads) >= rows.MOST,
    )


def _counted(
    entries: Iterable[Entry], choice: Choice
) -> tuple[list[Entry], dict[str, tuple[tuple[str, int], ...]]]:
    """Choose what fits all that is asked; count for each facet what fits all else.

    The facets are counted on the shelf that is looked at, the shelves over all.
    """
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    fitting: list[Entry] = []
    on_shelf = SHELVES[choice.shelf]
    for entry in entries:
        missed = [name for name, value in choice.asked.items() if value not in entry.values(name)]
        if not missed:
            fitting.append(entry)
        if len(missed) > 1 or not on_shelf(entry):
            continue
        for facet in missed or FACETS:
            counts[facet].update(entry.values(facet))
    ordered = {facet: tuple(sorted(one.items(), key=_often)) for facet, one in counts.items()}
    return fitting, ordered


def _page(entries: Sequence[Entry], choice: Choice) -> tuple[list[Entry], tuple[int, int] | None]:
    key = _KEYS[choice.in_order]
    ordered = sorted(entries, key=key, reverse=True)
    if choice.after is not None:
        ordered = [one for one in ordered if key(one) < choice.after]
    shown = ordered[:PAGE]
    return shown, key(shown[-1]) if len(ordered) > PAGE else None


def _often(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _plain(entry: Entry, facet: str) -> str:
    head = entry.head
    return {"kind": head.kind, "language": head.language, "evidence": head.evidence}[facet]


def _id(viewer: ActorRow | None) -> int:
    return viewer.id if viewer else 0
