"""The library: its shelves, what one may ask of it, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from fedcop.community import library, timelines
from fedcop.community.library import Choice, Library
from fedcop.community.practice.kinds import EVIDENCE, STATUSES, label_of
from fedcop.community.timelines import Line
from fedcop.store.rows import ActorCard, GroupRow
from fedcop.tongues import N_, _
from fedcop.values import host_of
from fedcop.web import words
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import Seat, find, may_start

SHELVES: Final = {
    "all": N_("All"),
    "endorsed": N_("Endorsed"),
    "promising": N_("Promising"),
    "review": N_("Needs review"),
    "applied": N_("Most applied"),
}
ORDERS: Final = {
    "changed": N_("Changed last"),
    "applied": N_("Most applied"),
    "new": N_("Newest"),
}
_FACETS: Final = {
    "kind": N_("Kind"),
    "topic": N_("Topic"),
    "organization": N_("Organization"),
    "language": N_("Language"),
    "evidence": N_("Evidence"),
    "status": N_("Status"),
}
_LISTED: Final = 12  # values of one facet
_LONGEST: Final = 2_048
_CANDIDATES: Final = 5
_LOOKED_AT: Final = 40
_LIVELY: Final = 2  # replies that make a thread worth writing up


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how much it would leave, and where that is shown."""

    label: str
    count: int
    path: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing a library can be asked for."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of a library with the ways that lead on from it."""

    library: Library
    choice: Choice
    shelves: tuple[Value, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[Value, ...]
    orders: tuple[Value, ...]
    more: str
    clear: str


async def show(ask: Ask) -> Response:
    """Show the library of a community."""
    group, seat = await find(ask)
    choice = _choice(ask)
    found = await library.of_community(ask.store, ask.viewer, group.actor.id, choice)
    return await ask.page(
        "library.html",
        group=group,
        seat=seat,
        desk=_desk(ask, found, choice),
        may_start=may_start(ask, group, seat),
        candidates=[] if found.whole else await _candidates(ask, group, seat),
    )


async def show_all(ask: Ask) -> Response:
    """Show what one may read over all communities."""
    choice = _choice(ask)
    found = await library.of_all(ask.store, ask.viewer, choice)
    return await ask.page(
        "library.html",
        group=None,
        seat=None,
        desk=_desk(ask, found, choice),
        may_start=None,
        candidates=[],
    )


def _choice(ask: Ask) -> Choice:
    given = ask.request.query_params
    shelf, order = given.get("shelf", ""), given.get("order", "")
    asked = {name: given.get(name, "")[:_LONGEST] for name in library.FACETS if given.get(name)}
    return Choice(
        shelf=shelf if shelf in SHELVES else "all",
        asked=asked,
        order=order if order in ORDERS else "",
        after=_place(given.get("after", "")),
    )


def _place(text: str) -> tuple[int, int] | None:
    """Read where a list goes on."""
    first, dash, second = text.partition("-")
    pair = first + second
    if not dash or not pair.isascii() or not (first.isdigit() and second.isdigit()):
        return None
    return int(first[:19]), int(second[:19])


def _desk(ask: Ask, found: Library, choice: Choice) -> Desk:
    here = ask.place
    asked = dict(choice.asked)
    common = {"shelf": "" if choice.shelf == "all" else choice.shelf, "order": choice.order}
    names = found.organizations
    facets = tuple(_facet(here, name, found, asked, common) for name in _FACETS)
    following = "-".join(map(str, found.next)) if found.next else ""
    return Desk(
        library=found,
        choice=choice,
        shelves=tuple(
            Value(
                _(label),
                found.shelves[name],
                _way(here, {**asked, **common, "shelf": "" if name == "all" else name}),
                name == choice.shelf,
            )
            for name, label in SHELVES.items()
        ),
        facets=tuple(facet for facet in facets if facet.values),
        chosen=tuple(
            Value(
                _said(name, value, names),
                0,
                _way(here, {**_without(asked, name), **common}),
                chosen=True,
            )
            for name, value in asked.items()
        ),
        orders=tuple(
            Value(
                _(label), 0, _way(here, {**asked, **common, "order": name}), name == choice.in_order
            )
            for name, label in ORDERS.items()
        ),
        more=_way(here, {**asked, **common, "after": following}) if following else "",
        clear=_way(here, common),
    )


def _facet(
    here: str, name: str, found: Library, asked: Mapping[str, str], common: Mapping[str, str]
) -> Facet:
    values = found.facets[name]
    chosen = asked.get(name)
    kept = [pair for pair in values if pair[0] == chosen] if chosen else values
    ways = (
        Value(
            _said(name, value, found.organizations),
            count,
            _way(here, {**_without(asked, name), **({} if chosen else {name: value}), **common}),
            value == chosen,
        )
        for value, count in kept[:_LISTED]
    )
    # What all of them share asks nothing.
    trivial = not chosen and len(values) == 1 and values[0][1] == found.total
    return Facet(_(_FACETS[name]), () if trivial else tuple(ways))


def _said(name: str, value: str, organizations: Mapping[str, ActorCard]) -> str:
    """Say a value in words."""
    if name == "organization":
        known = organizations.get(value)
        return (known.display or known.host) if known else _host(value)
    if name == "kind":
        return _(label_of(value))
    if name == "topic":
        return f"#{value}"
    if name == "language":
        return words.tongue(value)
    known_words = EVIDENCE if name == "evidence" else STATUSES
    text = _(known_words.get(value, value))
    return text[:1].upper() + text[1:]


def _host(uri: str) -> str:
    return host_of(uri) if uri.startswith(("https://", "http://")) else uri


def _without(asked: Mapping[str, str], name: str) -> dict[str, str]:
    return {other: value for other, value in asked.items() if other != name}


def _way(here: str, query: Mapping[str, str]) -> str:
    text = urlencode({name: value for name, value in query.items() if value})
    return f"{here}?{text}" if text else here


async def _candidates(ask: Ask, group: GroupRow, seat: Seat) -> list[Line]:
    """Choose threads that could become a first practice: those with several answers."""
    if not may_start(ask, group, seat):
        return []
    page = await timelines.community_page(ask.store, ask.viewer, group.actor.id, None, _LOOKED_AT)
    lively = [line for line in page.lines if line.post.replies >= _LIVELY and not line.practice]
    return sorted(lively, key=lambda line: -line.post.replies)[:_CANDIDATES]
