"""Search: one box for all that one may read, narrowed step by step."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from fedcop.community import search as looking
from fedcop.community import searching, timelines
from fedcop.community.practice.kinds import LABELS, STATUSES
from fedcop.community.search import Counts, Facets, Found, Part
from fedcop.community.snippets import Marker, Piece
from fedcop.community.timelines import Line
from fedcop.store.rows import ActorCard
from fedcop.tongues import N_, _
from fedcop.web import words
from fedcop.web.ask import Ask

_PAGE: Final = 20
_LONGEST: Final = 400
_LAST: Final = 500
_FEW: Final = 3
_PEOPLE: Final = 30
_SCOPES: Final = {
    "": N_("Everything"),
    "library": N_("Library"),
    "questions": N_("Questions"),
    "meetings": N_("Meetings"),
    "talk": N_("Conversations"),
    "people": N_("People"),
}
_STANDINGS: Final = {
    **STATUSES,
    "open": N_("open"),
    "answered": N_("answered"),
    "closed": N_("closed"),
}
_HEADS: Final = {
    "kind": N_("Kind"),
    "community": N_("Community"),
    "organization": N_("Organization"),
    "topic": N_("Topic"),
    "standing": N_("Status"),
    "language": N_("Language"),
}
_NAMES: Final = tuple(_HEADS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A post that was found, with what it says of what was asked for."""

    line: Line
    kind: str
    standing: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a search can be narrowed to, or is; `there` leads on or back."""

    label: str
    there: str
    count: int = 0


async def show(ask: Ask) -> Response:
    """Show what was found, of what there is how much, and whom one could ask instead."""
    query = " ".join(ask.request.query_params.get("q", "").split())[:_LONGEST]
    scope = ask.request.query_params.get("scope", "")
    facets = _facets(ask, scope)
    after = min(_number(ask, "after"), _LAST)
    found = Found()
    if query and scope != "people":
        found = await looking.find(ask.store, ask.me, query, facets, Part(after, _PAGE))
    persons = await _people(ask, query, scope) if query and not after else []
    more = replace(facets, scope=scope)
    return await ask.page(
        "search.html",
        query=query,
        scope=scope,
        scopes=[
            (name, _(label), _there(query, Facets(scope=name))) for name, label in _SCOPES.items()
        ],
        found=found,
        shown=await _shown(ask, query, found),
        stands=_stands,
        persons=persons,
        groups=await _groups(ask, query, more, found.counts),
        chosen=await _chosen(ask, query, more),
        address=_is_address(query),
        next=f"{_there(query, more)}&after={found.next}" if found.next else "",
        after=after,
    )


def _facets(ask: Ask, scope: str) -> Facets:
    given = {name: ask.request.query_params.get(name, "")[:100] for name in _NAMES}
    return Facets(
        scope=scope if scope in _SCOPES and scope != "people" else "",
        kind=given["kind"],
        community=_number(ask, "community"),
        organization=given["organization"],
        topic=given["topic"],
        standing=given["standing"],
        language=given["language"],
    )


async def _shown(ask: Ask, query: str, found: Found) -> list[Shown]:
    lines = await timelines.some(ask.store, ask.me, [hit.id for hit in found.hits])
    hits = {hit.id: hit for hit in found.hits}
    marker = Marker(query)
    return [
        Shown(
            line,
            _kind(hits[line.post.id].kind, line),
            ""
            if line.practice or hits[line.post.id].standing not in _STANDINGS
            else hits[line.post.id].standing,
            marker.whole(line.post.title),
            marker.snippet(line.post.content),
        )
        for line in lines
    ]


def _kind(kind: str, line: Line) -> str:
    if kind in LABELS:
        return _(LABELS[kind][0])
    return "" if line.post.top else _("Reply")


async def _people(ask: Ask, query: str, scope: str) -> list[ActorCard]:
    """Find people and communities: a few beside everything, or nothing but them."""
    if scope not in {"", "people"}:
        return []
    most = _PEOPLE if scope == "people" else _FEW
    found = await searching.find_people(ask.store, ask.me, query)
    return list((await looking.cards(ask.store, found[:most])).values())


async def _groups(
    ask: Ask, query: str, facets: Facets, counts: Counts
) -> list[tuple[str, list[Choice]]]:
    """List what a search can be narrowed to; what would change nothing is left out."""
    names = await looking.cards(ask.store, [number for number, _ in counts.communities])
    own, host = ask.site.settings.organization, ask.site.settings.host
    counted = (
        [(kind, _kinds(kind), many) for kind, many in counts.kinds],
        [(str(one), _name(names.get(one)), many) for one, many in counts.communities],
        [(one, own if one == host else one, many) for one, many in counts.organizations],
        [(tag, f"#{tag}", many) for tag, many in counts.topics],
        [(one, _stands(one), many) for one, many in counts.standings],
        [(tag, words.tongue(tag), many) for tag, many in counts.languages],
    )
    shown = []
    for name, values in zip(_NAMES, counted, strict=True):
        choices = [
            Choice(label, _to(query, facets, name, value), many) for value, label, many in values
        ]
        if not getattr(facets, name) and len(choices) > 1:  # one of one narrows nothing
            shown.append((_(_HEADS[name]), choices))
    return shown


async def _chosen(ask: Ask, query: str, facets: Facets) -> list[Choice]:
    """List what the search is narrowed to, each with the way back."""
    group = (await looking.cards(ask.store, [facets.community])).get(facets.community)
    said = {
        "kind": facets.kind and _kinds(facets.kind),
        "community": _name(group) if facets.community else "",
        "organization": facets.organization,
        "topic": facets.topic and f"#{facets.topic}",
        "standing": _stands(facets.standing),
        "language": facets.language and words.tongue(facets.language),
    }
    return [
        Choice(f"{_(_HEADS[name])}: {value}", _to(query, facets, name, ""))
        for name, value in said.items()
        if value
    ]


def _stands(standing: str) -> str:
    """Say how something stands, as a word that begins a line."""
    said = _(_STANDINGS.get(standing, standing))
    return said[:1].upper() + said[1:]


def _name(group: ActorCard | None) -> str:
    return (group.display or group.name) if group else _("A community")


def _kinds(kind: str) -> str:
    return _(LABELS[kind][1]) if kind in LABELS else _("Posts")


def _to(query: str, facets: Facets, name: str, value: str) -> str:
    """Lead to the same search with one facet changed."""
    if name == "community":
        return _there(query, replace(facets, community=int(value or 0)))
    changed: dict[str, Any] = {name: value}  # one of the texts in it
    return _there(query, replace(facets, **changed))


def _there(query: str, facets: Facets) -> str:
    said = {name: getattr(facets, name) for name in ("scope", *_NAMES)}
    return "/search?" + urlencode({"q": query, **{k: v for k, v in said.items() if v}})


def _number(ask: Ask, name: str) -> int:
    text = ask.request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004


def _is_address(query: str) -> bool:
    """Whether another node could be asked for this."""
    return " " not in query and (query.startswith("https://") or "@" in query.lstrip("@!"))
