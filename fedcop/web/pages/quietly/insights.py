"""What a community may know of itself: figures, charts, and a question to talk about."""

import csv
import io
from datetime import UTC, datetime
from typing import Final

from starlette.responses import Response

from fedcop.community import policy
from fedcop.community.insights import reading
from fedcop.community.insights.report import Figure, Report, Wait
from fedcop.community.practice import stories
from fedcop.community.practice.adoptions import Applied
from fedcop.community.practice.stories import Story
from fedcop.community.timelines import Line
from fedcop.errors import NotFound
from fedcop.store.rows import GroupRow
from fedcop.tongues import N_, _, retell
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import Seat, find
from fedcop.web.pages.library.reading import find_lines

_CYCLES: Final = {
    "immediate": N_("Immediate: people meet and get help"),
    "potential": N_("Potential: we hold what we did not have"),
    "applied": N_("Applied: practice changed somewhere"),
    "realised": N_("Realised: what came of it"),
}
_QUESTIONS: Final = (
    N_("Whose question went unanswered lately, and what would have helped?"),
    N_("Which practice of ours did somebody apply last, and what did they change?"),
    N_("Who is new here, and what did we do so that they came back?"),
    N_("What do we know by now that should stand in the library and does not?"),
    N_("Which organization do we rarely hear of, and whom could we ask there?"),
)


async def show(ask: Ask) -> Response:
    """Show the figures of a community to its members."""
    group, seat = await _place(ask)
    report = await ask.site.reports.of(group.actor.id)
    week = report.period.last // (7 * 86_400_000)
    return await ask.page(
        "insights.html",
        group=group,
        seat=seat,
        report=report,
        cycles=[(_(name), _of(report, cycle)) for cycle, name in _CYCLES.items()],
        first=_day(report.period.first),
        last=_day(report.period.last - 1),
        beats=[(_day(one.label), retell(one.words)) for one in report.charts.heartbeat],
        waits=[_line(one) for one in report.charts.waits],
        demo=await reading.is_demo(ask.store),
        question=_(_QUESTIONS[week % len(_QUESTIONS)]),
        stories=await _stories(ask, group),
        story_cycles=stories.CYCLES,
    )


async def export(ask: Ask) -> Response:
    """Give out the figures as CSV, each with its formula and of how many."""
    group, _ = await _place(ask)
    report = await ask.site.reports.of(group.actor.id)
    if not report.enough:
        raise NotFound("Needs 5 active people before numbers appear.")
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(["figure", "value", "n", "before", "formula", "cycle", "from", "to"])
    span = (_day(report.period.first), _day(report.period.last - 1))
    for one in report.figures:
        lines.writerow([one.name, one.shown, one.n, one.before, one.formula, one.cycle, *span])
    name = f"{group.actor.name}-{span[1]}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


async def _stories(ask: Ask, group: GroupRow) -> list[tuple[Story, Applied, Line | None]]:
    """Read the stories that are told here, each with what was applied."""
    found = await stories.list_of(ask.store, group.actor.id, ask.me)
    lines = await find_lines(ask, [story.row.artifact_uri for story, _ in found])
    return [(story, one, lines.get(story.row.artifact_uri)) for story, one in found]


async def _place(ask: Ask) -> tuple[GroupRow, Seat]:
    """Find the community in the address for a member, or an admin. Raises Refused."""
    group, seat = await find(ask)
    if not (seat.member or seat.steward or ask.admin):
        policy.require(policy.Answer("Only members see what their community knows of itself."))
    return group, seat


def _of(report: Report, cycle: str) -> list[Figure]:
    return [one for one in report.figures if one.cycle == cycle]


def _line(one: Wait) -> tuple[str, ...]:
    """Write four weeks of questions as a line of a table."""
    times = (
        retell(f"{hours:.0f} hours") if hours is not None else _("not yet")
        for hours in (one.half, one.most)
    )
    return (_day(one.label), *times, str(one.unanswered), str(one.asked))


def _day(ms: int | str) -> str:
    return datetime.fromtimestamp(int(ms) / 1000, UTC).strftime("%Y-%m-%d")
