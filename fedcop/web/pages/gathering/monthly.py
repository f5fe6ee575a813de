"""One month of a community as a table, and what is held in it as a list."""

import re
from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from babel.dates import format_skeleton
from starlette.responses import Response

from fedcop import clock
from fedcop.community.practice import meetings, repeating, rsvps
from fedcop.community.practice.meetings import Held
from fedcop.tongues import _
from fedcop.web import telling, words
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST: Final = 200
_APART: Final = timedelta(hours=14)  # as far as clocks are from UTC
_EVER: Final = 2**62
_NEAR: Final = 20  # more than that are not held around midnight
_MONTH: Final = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Meet:
    """A meeting in a day: when it begins on the clocks of its zone."""

    held: Held
    begins: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the table; `inside`: of the month itself."""

    date: date
    inside: bool
    today: bool
    meets: tuple[Meet, ...]


async def show(ask: Ask) -> Response:
    """Show a month of a community."""
    group, seat = await find_community(ask)
    today = clock.utc(clock.now_ms()).date()
    first = _month_of(ask.request.query_params.get("of", ""), today)
    following = _next(first)
    span = (_ms(first) - _apart(), _ms(following) + _apart())
    found = await meetings.held_between(ask.store, ask.viewer, group.actor.id, span, _MOST)
    held = [one for one in found if first <= day_of(one) < following]
    numbers = [one.post.id for one in held]
    return await ask.page(
        "meetings_month.html",
        group=group,
        seat=seat,
        telling=telling,
        name=_named(first),
        days=_weekdays(),
        weeks=weeks_of(first, held, today),
        held=held,
        own=await rsvps.own_answers(ask.store, ask.me, numbers) if ask.viewer else {},
        ways=await _ways(ask, group.actor.id, first, today.replace(day=1)),
        may_start=may_start(ask, group, seat),
    )


def _weekdays() -> Sequence[str]:
    locale = words.other_locale()
    return [locale.days["format"]["wide"][at] for at in range(7)] if locale else DAYS


def _named(first: date) -> str:
    locale = words.other_locale()
    return format_skeleton("yMMMM", first, locale=locale) if locale else f"{first:%B %Y}"


async def _ways(ask: Ask, community: int, first: date, now: date) -> list[tuple[str, str]]:
    """Lead to the months beside one, as far as something is held there, and back to this one."""
    following = _next(first)
    earlier = (0, _ms(first) + _apart())
    later = (_ms(following) - _apart(), _EVER)
    before = await meetings.held_between(ask.store, ask.viewer, community, earlier, 1)
    after = await meetings.held_between(ask.store, ask.viewer, community, later, _NEAR)
    ways = []
    if first > now or any(day_of(one) < first for one in before):
        ways.append((_("Month before"), f"{first - timedelta(days=1):%Y-%m}"))
    if first < now or any(day_of(one) >= following for one in after):
        ways.append((_("Month after"), f"{following:%Y-%m}"))
    return [*ways, *([(_("This month"), f"{now:%Y-%m}")] if first != now else [])]


def weeks_of(first: date, held: Sequence[Held], today: date) -> list[list[Day]]:
    """Put meetings into the days of a month, each where the clocks of its zone have it."""
    by_day: dict[date, list[Meet]] = {}
    for one in held:
        at = repeating.wall(one.row.starts, one.row.timezone or "UTC")
        by_day.setdefault(at.date(), []).append(Meet(one, f"{at:%H:%M}"))
    return [
        [
            Day(one, one.month == first.month, one == today, tuple(by_day.get(one, ())))
            for one in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def day_of(one: Held) -> date:
    """Say on which day a meeting is, on the clocks of its zone."""
    return repeating.wall(one.row.starts, one.row.timezone or "UTC").date()


def _month_of(text: str, today: date) -> date:
    found = _MONTH.fullmatch(text)
    if found is None or int(found[1]) < clock.utc(0).year:
        return today.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _apart() -> int:
    return int(_APART.total_seconds() * 1000)
