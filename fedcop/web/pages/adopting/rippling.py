"""Where a practice travelled: drawn, listed, taken along; what an organization gave and took."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

import orjson
from markupsafe import Markup
from starlette.responses import Response

from fedcop import clock
from fedcop.community.practice import adoptions, ripple
from fedcop.community.practice.adoptions import Applied
from fedcop.community.practice.cycles import RESULTS
from fedcop.community.practice.ripple import Ring
from fedcop.markup.text import shorten
from fedcop.tongues import N_, _, ngettext
from fedcop.web.ask import Ask
from fedcop.web.pages.library.reading import find, find_lines

_ROW: Final = 44
_STEP: Final = 28
_WIDE: Final = 640
_MOST_DRAWN: Final = 120
_NAMES: Final = (
    "kind",
    "name",
    "organization",
    "of_revision",
    "result",
    "date",
    "verified",
    "known",
    "uri",
    "of",
)
# A shape for each result, so that colour says nothing alone.
_SHAPES: Final = {
    "worked": Markup('<circle class="r-worked" cx="{x}" cy="{y}" r="8"/>'),
    "partly": Markup('<path class="r-partly" d="M{x} {top}l9 8-9 8-9-8z"/>'),
    "not": Markup('<path class="r-not" d="M{left} {top}l16 16m0-16l-16 16"/>'),
    "early": Markup('<circle class="r-early" cx="{x}" cy="{y}" r="7"/>'),
    "": Markup('<circle class="r-open" cx="{x}" cy="{y}" r="7"/>'),
    "version": Markup(
        '<rect class="r-version" x="{left}" y="{top}" width="16" height="16" rx="3"/>'
    ),
    "original": Markup(
        '<rect class="r-original" x="{left}" y="{top}" width="16" height="16" rx="3"/>'
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the drawing and of the table."""

    ring: Ring
    depth: int
    above: int  # the line of what it came of
    of: str

    @property
    def words(self) -> str:
        """What came of it, or what it is."""
        if self.ring.kind == "adoption":
            return _(RESULTS.get(self.ring.result, N_("applies it")))
        return _("a version") if self.ring.kind == "version" else _("the original")


@dataclass(frozen=True, slots=True)
class Named:
    """What is applied, and where its page is; nothing for what one may not read."""

    title: str
    path: str


async def show(ask: Ask) -> Response:
    """Show where an artifact travelled."""
    line, row = await find(ask)
    lines = await _lines(ask, row.uri)
    return await ask.page(
        "ripple.html",
        line=line,
        row=row,
        lines=lines[1:],
        drawing=draw(lines[:_MOST_DRAWN]),
        left_out=max(0, len(lines) - _MOST_DRAWN),
        results=await adoptions.results_of(ask.store, row.uri),
    )


async def organization(ask: Ask) -> Response:
    """Show what the people here apply, and what others apply of theirs."""
    uri, viewer = ask.store.uris.organization(), ask.viewer.id if ask.viewer else 0
    return await ask.page(
        "organization_applied.html",
        ours=await _named(ask, await adoptions.list_of_organization(ask.store, uri, viewer)),
        theirs=await _named(ask, await adoptions.list_from(ask.store, uri, viewer)),
    )


async def as_csv(ask: Ask) -> Response:
    """Take it along as a table."""
    _, row = await find(ask)
    text = StringIO()
    table = csv.writer(text)
    table.writerow(_NAMES)
    for line in await _lines(ask, row.uri):
        table.writerow([_safe(value) for value in _plain(line).values()])
    return _file(text.getvalue().encode(), "text/csv; charset=utf-8", f"ripple-{row.id}.csv")


async def as_json(ask: Ask) -> Response:
    """Take it along as JSON."""
    _, row = await find(ask)
    body = orjson.dumps(
        [_plain(line) for line in await _lines(ask, row.uri)], option=orjson.OPT_INDENT_2
    )
    return _file(body, "application/json", f"ripple-{row.id}.json")


def draw(lines: list[Line]) -> Markup:
    """Draw it as a tree; the table beside it says the same in words."""
    high = len(lines) * _ROW + 8
    parts = list(_drawn(lines))
    many = len(lines) - 1
    label = ngettext(
        "%(num)s thing came of it; the table below lists it.",
        "%(num)s things came of it; the table below lists them.",
        many,
    )
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDE, high, label % {"num": many}, Markup("").join(parts)
    )


def _drawn(lines: list[Line]) -> Iterator[Markup]:
    for at, line in enumerate(lines):
        x, y = 16 + line.depth * _STEP, at * _ROW + 22
        if line.depth:
            begins = 16 + (line.depth - 1) * _STEP
            look = "edge" if line.ring.verified else "edge hearsay"
            edge = Markup('<path class="{}" d="M{} {}V{}H{}"/>')
            yield edge.format(look, begins, line.above * _ROW + 32, y, x - 11)
        kind = line.ring.result if line.ring.kind == "adoption" else line.ring.kind
        shape = _SHAPES.get(kind, _SHAPES[""])
        yield shape.format(x=x, y=y, left=x - 8, top=y - 8)
        number = f" r{line.ring.number}" if line.ring.number else ""
        number += "" if line.ring.known else _(" (not here)")
        name = shorten(line.ring.title, 58 - 4 * line.depth)
        words = Markup('<tspan class="soft">{} · {}</tspan>').format(number, line.words)
        yield Markup('<text x="{}" y="{}">{}{}</text>').format(x + 18, y + 5, name, words)


async def _named(ask: Ask, found: list[Applied]) -> list[tuple[Applied, Named]]:
    """Put beside each adoption what is applied, as far as whoever asks may read that."""
    uris = list(dict.fromkeys(one.row.artifact_uri for one in found))
    lines = await find_lines(ask, uris)
    names = {uri: Named(line.post.title, f"/a/{line.post.id}") for uri, line in lines.items()}
    return [(one, names.get(one.row.artifact_uri, Named("", ""))) for one in found]


async def _lines(ask: Ask, uri: str) -> list[Line]:
    whole = await ripple.find(ask.store, uri, ask.viewer.id if ask.viewer else 0)
    lines: list[Line] = []
    where: dict[str, int] = {}
    for at, (depth, above, ring) in enumerate(whole.walk()):
        lines.append(Line(ring, depth, where.get(above, 0), above))
        where[ring.uri] = at
    return lines


def _plain(line: Line) -> dict[str, str | int | bool]:
    ring = line.ring
    date = clock.iso(ring.at)[:10] if ring.at else ""
    said = (ring.kind, ring.title, ring.organization, ring.number, ring.result, date)
    return dict(zip(_NAMES, (*said, ring.verified, ring.known, ring.uri, line.of), strict=True))


def _safe(value: str | int | bool) -> str | int:  # noqa: FBT001 - one of a row
    """Let no cell be a formula for a program that opens the table."""
    if isinstance(value, bool):
        return int(value)
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)
