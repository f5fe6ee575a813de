"""The questions of a community: what waits, what was answered, what one asked oneself."""

from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import timelines
from fedcop.community.practice import questions
from fedcop.community.practice.questions import Tab
from fedcop.community.timelines import Line
from fedcop.tongues import N_, _
from fedcop.web.answered import chip, welcome
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find, may_start

_LINES: Final = 30
TABS: Final[dict[Tab, str]] = {
    "open": N_("Open"),
    "unanswered": N_("Unanswered"),
    "answered": N_("Answered"),
    "mine": N_("Mine"),
}


async def show(ask: Ask) -> Response:
    """Show the questions of a community."""
    group, seat = await find(ask)
    asked = ask.request.query_params.get("tab", "")
    tab: Tab = next((name for name in TABS if name == asked), "open")
    number = group.actor.id
    page = await questions.list_open(ask.store, ask.viewer, number, tab, (ask.before(), _LINES))
    return await ask.page(
        "questions.html",
        group=group,
        seat=seat,
        tab=tab,
        tabs={name: _(label) for name, label in TABS.items() if ask.visitor or name != "mine"},
        lines=await _lines(ask, page),
        more=page.next,
        first=not ask.before(),
        wait=await questions.usual_wait(ask.store, number),
        may_start=may_start(ask, group, seat),
    )


async def _lines(ask: Ask, page: questions.Page) -> list[tuple[Line, Markup]]:
    rows = {seen.post.id: row for seen, row in page.questions}
    lines = await timelines.some(ask.store, ask.viewer, list(rows))
    shown = sorted(lines, key=lambda line: line.post.id, reverse=True)
    greet = ask.visitor is not None
    marks = {
        number: chip(row) + (" " + welcome(row) if greet else "") for number, row in rows.items()
    }
    return [(line, marks[line.post.id]) for line in shown]
