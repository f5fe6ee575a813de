"""The overview of a node: a light and a sentence for each part of it, and its last days."""

from typing import Final, NamedTuple

from starlette.responses import Response

from fedcop.community import offices
from fedcop.community.house import lights
from fedcop.store.rows import DayRow
from fedcop.tongues import _
from fedcop.web import words
from fedcop.web.admin import nav
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask

_DAY_MS: Final = 86_400_000
_FEWEST: Final = 5  # people, so that none of them can be told from the number


class Bar(NamedTuple):
    """One day of a chart; a value of None is too little to be told."""

    label: str
    value: int | None


class Chart(NamedTuple):
    """A number over the last days, in words and as bars."""

    name: str
    title: str
    sum: int
    most: int
    bars: list[Bar]


async def show(ask: Ask) -> Response:
    """Show how the node stands."""
    facts = await ask.site.overview.get()
    role = ask.signed.account.role
    there = {place.path for place in nav.places_for(role)}
    shown = [light for light in lights.lights_of(facts) if offices.may(role, light.right)]
    charts = _charts(list(facts.days))
    return await framed(
        ask,
        "overview",
        lights=[(light, light.page.partition("?")[0] in there) for light in shown],
        charts=charts,
        rows=_rows(charts),
        read_at=facts.read_at,
        states={
            lights.GOOD: (_("well"), "check"),
            lights.WARNING: (_("look at this"), "alert"),
            lights.BAD: (_("act now"), "alert"),
        },
    )


def _rows(charts: list[Chart]) -> list[tuple[str, ...]]:
    """Write the charts as one table, the latest day first."""
    days = zip(*(chart.bars for chart in charts), strict=True)
    rows = [
        (
            bars[0].label,
            *(_("fewer than 5") if bar.value is None else str(bar.value) for bar in bars),
        )
        for bars in days
    ]
    return rows[::-1]


def _charts(days: list[DayRow]) -> list[Chart]:
    return [
        _chart("posts", _("Posts written here"), days, [row.posts for row in days]),
        _chart("people", _("People who came"), days, [row.people for row in days], _FEWEST),
        _chart("arrived", _("Activities that arrived"), days, [row.arrived for row in days]),
        _chart("told", _("Activities that we told"), days, [row.told for row in days]),
    ]


def _chart(name: str, title: str, days: list[DayRow], values: list[int], fewest: int = 0) -> Chart:
    told = [None if 0 < value < fewest else value for value in values]
    bars = [Bar(words.day(row.day * _DAY_MS), value) for row, value in zip(days, told, strict=True)]
    known = [value for value in told if value]
    return Chart(name, title, sum(known), max(known, default=0), bars)
