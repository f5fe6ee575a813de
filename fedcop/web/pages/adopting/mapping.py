"""Which organization applies whose practices: drawn, and as a table."""

from collections.abc import Iterator, Sequence
from math import cos, hypot, pi, sin
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import library
from fedcop.community.practice import exchange
from fedcop.community.practice.exchange import Exchange
from fedcop.markup.text import shorten
from fedcop.tongues import _
from fedcop.values import host_of
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find

_WIDE: Final = 640
_HIGH: Final = 420
_ROUND: Final = (150, 150)  # how far the organizations stand from the middle
_SHORT: Final = 26
_GAP: Final = 12  # between a line and the organization that it leads to


async def show(ask: Ask) -> Response:
    """Show it to anybody: all of it was told to everybody."""
    group, seat = await find(ask)
    found = await exchange.read(ask.store, group.actor.id)
    names = await library.named(ask.store, found.places)
    labels = [_label(uri, names[uri].display if uri in names else "") for uri in found.places]
    rows = [
        (label, [found.cells.get((taker, giver), 0) for giver in found.places])
        for label, taker in zip(labels, found.places, strict=True)
    ]
    return await ask.page(
        "applied_map.html",
        group=group,
        seat=seat,
        found=found,
        labels=labels,
        rows=rows,
        drawing=draw(found, labels),
    )


def draw(found: Exchange, labels: Sequence[str]) -> Markup:
    """Draw the organizations in a round, with a line to each from those whose work it applies."""
    where = dict(zip(found.places, _round(len(found.places)), strict=True))
    lines = Markup("").join(_lines(found, where))
    dots = Markup("").join(_dots(list(where.values()), labels))
    frame = Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><defs>'
        '<marker id="to" viewBox="0 0 8 8" refX="7" refY="4"'
        ' markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0l8 4-8 4z" fill="currentColor"/></marker></defs>{}{}</svg>'
    )
    said = _("Who applies whose practices; the table below says the same")
    return frame.format(_WIDE, _HIGH, said, lines, dots)


def _lines(found: Exchange, where: dict[str, tuple[float, float]]) -> Iterator[Markup]:
    line = Markup(
        '<path d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}" fill="none" stroke="currentColor"'
        ' stroke-opacity=".55" stroke-width="{}" marker-end="url(#to)"/>'
    )
    for (taker, giver), n in sorted(found.cells.items()):
        if taker == giver:
            continue
        (x1, y1), (x2, y2) = where[giver], where[taker]
        far = hypot(x2 - x1, y2 - y1) or 1
        dx, dy = (x2 - x1) / far, (y2 - y1) / far
        bent = ((x1 + x2) / 2 - dy * far / 8, (y1 + y2) / 2 + dx * far / 8)
        ends = (x1 + dx * _GAP, y1 + dy * _GAP, *bent, x2 - dx * _GAP, y2 - dy * _GAP)
        yield line.format(*ends, min(1 + n, 6))


def _dots(places: Sequence[tuple[float, float]], labels: Sequence[str]) -> Iterator[Markup]:
    for (x, y), label in zip(places, labels, strict=True):
        side = (x > _WIDE / 2 + 1) - (x < _WIDE / 2 - 1)
        anchor = ("end", "middle", "start")[side + 1]
        above = -16 if y < _HIGH / 2 else 26
        dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="7" fill="currentColor"/>')
        text = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
        at = (x + 14 * side, y + (5 if side else above))
        yield dot.format(x, y) + text.format(*at, anchor, shorten(label, _SHORT))


def _round(many: int) -> list[tuple[float, float]]:
    """Say where each stands, the first at the top."""
    turns = (2 * pi * at / max(many, 1) - pi / 2 for at in range(many))
    wide, high = _ROUND
    return [(_WIDE / 2 + wide * cos(turn), _HIGH / 2 + high * sin(turn)) for turn in turns]


def _label(uri: str, display: str) -> str:
    host = host_of(uri) if uri.startswith(("https://", "http://")) else uri
    return display or host
