"""Open a mentoring circle: with whom, what about, and how often."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import available_timezones

from starlette.responses import Response

from fedcop.community import circles
from fedcop.community.circles import SESSIONS, Circle
from fedcop.community.practice import mentoring, repeating
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.repeating import Rule
from fedcop.errors import Invalid, Refused
from fedcop.tongues import N_, _
from fedcop.web.ask import Ask
from fedcop.web.composing import compose
from fedcop.web.forms import Form, Problems

REPEATS: Final = {"1": N_("Every week"), "2": N_("Every two weeks"), "4": N_("Every four weeks")}
_MINUTE_MS: Final = 60_000
_LONGEST: Final = 10_000
_LONGEST_TITLE: Final = 200
_FIELDS: Final = {name: name for name in ("title", "people", "timezone", "link", "place")} | {
    "starts": "date",
    "ends": "minutes",
}


async def show(ask: Ask) -> Response:
    """Show the form."""
    profile = await mentoring.profile_of(ask.store, ask.me)
    zone = profile.timezone if profile else ""
    usual = {"time": "16:00", "minutes": "60", "sessions": "6", "weeks": "2", "timezone": zone}
    return await _show(ask, Form(usual), Problems())


async def begin(ask: Ask) -> Response:
    """Open it."""
    form, problems = ask.form, Problems()
    part = _part(form, problems)
    words = form.text("words")
    if len(words) > _LONGEST or len(form.line("title")) > _LONGEST_TITLE:
        problems.add("words", "This is too long.")
    if problems or part is None:
        return await _show(ask, form, problems)
    chosen = [name.removeprefix("person-") for name in form.fields if name.startswith("person-")]
    known = ask.site.settings.languages
    circle = Circle(
        title=form.line("title"),
        content=(await compose(ask, words)).content,
        source=words,
        people=tuple(int(one) for one in chosen if one.isascii() and one.isdigit()),
        part=part,
        language=known[0] if known else "",
    )
    try:
        post = await ask.do(circles.begin, ask.me, circle)
    except (Invalid, Refused) as error:
        problems.take(error, _FIELDS)
        return await _show(ask, form, problems)
    return ask.go(f"/e/{post.id}")


def _part(form: Form, problems: Problems) -> MeetingPart | None:
    if form.line("timezone") not in available_timezones():
        problems.add("timezone", "Choose a time zone, such as Europe/London.")
    try:
        begins = datetime.combine(
            date.fromisoformat(form.line("date")), time.fromisoformat(form.line("time"))
        ).replace(tzinfo=None)
    except ValueError:
        problems.add("date", "Say on which day, as 2027-01-31, and at what time, as 14:00.")
        return None
    sessions, weeks = form.number("sessions"), form.line("weeks")
    if not 1 <= sessions <= SESSIONS:
        problems.add("sessions", f"Choose a number from 1 to {SESSIONS}.")
    if problems:
        return None
    rule = Rule("WEEKLY", int(weeks) if weeks in REPEATS else 1, count=sessions)
    starts = repeating.instant(begins, form.line("timezone"))
    return MeetingPart(
        starts,
        starts + min(form.number("minutes"), 24 * 60) * _MINUTE_MS,
        timezone=form.line("timezone"),
        place=form.line("place"),
        link=form.line("link"),
        rule=repeating.write(rule, begins) if sessions > 1 else "",
    )


async def _show(ask: Ask, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "circle.html",
        422 if problems else 200,
        form=form,
        problems=problems,
        mentees=await circles.mentees_of(ask.store, ask.me),
        repeats={code: _(words) for code, words in REPEATS.items()},
        most=SESSIONS,
        zones=sorted(available_timezones()),
    )
