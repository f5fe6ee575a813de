"""Call a meeting, say it otherwise, cancel it: one of a series, or all that follow."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final
from zoneinfo import available_timezones

from starlette.responses import Response

from fedcop.community import policy, posts, series
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import meetings, repeating
from fedcop.community.practice.formats import FORMATS
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.repeating import Rule
from fedcop.errors import Invalid, Refused
from fedcop.store.rows import GroupRow, MeetingRow
from fedcop.tongues import N_, _
from fedcop.values import Audience
from fedcop.web import telling
from fedcop.web.ask import Ask
from fedcop.web.composing import compose
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start
from fedcop.web.pages.gathering import meeting
from fedcop.web.pages.gathering.meeting import Gathering
from fedcop.web.pages.threads import nodes_of

REPEATS: Final = {
    "": N_("It does not repeat"),
    "W1": N_("Every week"),
    "W2": N_("Every two weeks"),
    "W4": N_("Every four weeks"),
    "MN": N_("Every month, on the same weekday of it"),
    "MD": N_("Every month, on the same day"),
}
_RULES: Final = {
    "W1": Rule("WEEKLY"),
    "W2": Rule("WEEKLY", 2),
    "W4": Rule("WEEKLY", 4),
    "MD": Rule("MONTHLY"),
}
MODES: Final = {
    "free": N_("Whoever wants to comes"),
    "restricted": N_("I let people come"),
    "external": N_("One signs up elsewhere, at the link"),
}
AUDIENCES: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)
_MINUTE_MS: Final = 60_000
_FIELDS: Final = {
    name: name
    for name in ("timezone", "link", "place", "capacity", "join_mode", "format", "notes", "rule")
} | {"starts": "date", "ends": "minutes"}
_LONGEST: Final = 50_000
_LONGEST_TITLE: Final = 200
_USUAL: Final = "60"


async def new(ask: Ask) -> Response:
    """Show the formats to choose from, or the form for one."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    chosen = ask.request.query_params.get("format")
    if chosen is None or chosen not in FORMATS:
        return await ask.page("meeting_formats.html", group=group, seat=seat, formats=FORMATS)
    shape = FORMATS[chosen]
    fields = {
        "format": chosen,
        "title": _(shape.label) if chosen else "",
        "agenda": shape.agenda,
        "minutes": str(shape.minutes),
        "time": "14:00",
        "timezone": await _zone_of(ask, group),
        "join_mode": "free",
        "audience": str(group.practice.audience),
    }
    return await _show(ask, group, Form(fields), Problems())


async def call(ask: Ask) -> Response:
    """Call a meeting."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    problems = Problems()
    part = _part(ask.form, problems)
    title = _title(ask.form, problems)
    audience = _audience(ask.form, problems)
    if problems or part is None:
        return await _show(ask, group, ask.form, problems)
    agenda = ask.form.text("agenda")
    composed = await compose(ask, agenda)
    known = ask.site.settings.languages
    draft = Draft(
        content=composed.content,
        source=agenda,
        title=title,
        kind="Event",
        community_id=group.actor.id,
        audience=audience,
        language=known[0] if known else "",
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        practice=part,
    )
    try:
        post = await ask.do(posts.write, ask.me, draft)
    except (Invalid, Refused) as error:
        problems.take(error, _FIELDS)
        return await _show(ask, group, ask.form, problems)
    return ask.go(f"/e/{post.id}")


async def edit(ask: Ask) -> Response:
    """Show the form to say a meeting otherwise."""
    held = await _own(ask)
    return await _show_edit(ask, held, Form(_fields_of(held)), Problems())


async def post_edit(ask: Ask) -> Response:
    """Say a meeting, or it and all that follow, otherwise."""
    held = await _own(ask)
    problems = Problems()
    part = _part(ask.form, problems, held.row)
    title = _title(ask.form, problems)
    if problems or part is None:
        return await _show_edit(ask, held, ask.form, problems)
    agenda, post = ask.form.text("agenda"), held.line.post
    composed = await compose(ask, agenda)
    changed = Edit(
        content=composed.content,
        source=agenda,
        title=title,
        language=post.language,
        mentions=await series.named_in(ask.store, post) or composed.mentions,
        hashtags=composed.hashtags,
        cop=post.cop,
        practice=part,
    )
    verb = series.revise_following if ask.form.line("which") == "all" else posts.revise
    try:
        await ask.do(verb, ask.me, post.id, changed)
    except (Invalid, Refused) as error:
        problems.take(error, _FIELDS)
        return await _show_edit(ask, held, ask.form, problems)
    return ask.go(held.path)


async def cancelling(ask: Ask) -> Response:
    """Ask whether a meeting shall really not be."""
    held = await _own(ask)
    return await ask.page("meeting_cancel.html", held=held, telling=telling)


async def cancel(ask: Ask) -> Response:
    """Cancel a meeting, or it and all that follow."""
    held = await _own(ask)
    following = ask.form.line("which") == "all"
    await ask.do(series.cancel, ask.me, held.row.id, following=following)
    return ask.go(held.path)


async def _own(ask: Ask) -> Gathering:
    held = await meeting.find(ask)
    if not held.own:
        raise Refused("Only who called a meeting can change it.")
    return held


async def _zone_of(ask: Ask, group: GroupRow) -> str:
    """Propose the zone of the last meeting there."""
    last = await meetings.past_of(ask.store, ask.viewer, group.actor.id, 0, 1)
    ahead = await meetings.next_of(ask.store, ask.viewer, group.actor.id, 1)
    known = [one.row.timezone for one in (*ahead, *last) if one.row.timezone]
    return known[0] if known else "UTC"


async def _show(ask: Ask, group: GroupRow, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "meeting_new.html",
        422 if problems else 200,
        group=group,
        form=form,
        problems=problems,
        shape=FORMATS.get(form.line("format"), FORMATS[""]),
        zones=sorted(available_timezones()),
        repeats={code: _(words) for code, words in REPEATS.items()},
        modes={code: _(words) for code, words in MODES.items()},
        audiences=AUDIENCES,
        nodes=await nodes_of(ask, group),
    )


async def _show_edit(ask: Ask, held: Gathering, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "meeting_edit.html",
        422 if problems else 200,
        held=held,
        form=form,
        problems=problems,
        zones=sorted(available_timezones()),
        modes={code: _(words) for code, words in MODES.items()},
    )


def _fields_of(held: Gathering) -> dict[str, str]:
    row, post = held.row, held.line.post
    begins = repeating.wall(row.starts, row.timezone or "UTC")
    return {
        "format": row.format,
        "title": post.title,
        "agenda": post.source,
        "date": f"{begins:%Y-%m-%d}",
        "time": f"{begins:%H:%M}",
        "minutes": str((row.ends - row.starts) // _MINUTE_MS),
        "timezone": row.timezone,
        "place": row.place,
        "link": row.link,
        "recording": row.recording,
        "capacity": str(row.capacity or ""),
        "join_mode": row.join_mode,
        "which": "one",
    }


def _part(form: Form, problems: Problems, before: MeetingRow | None = None) -> MeetingPart | None:
    """Read what a form arranges; what is wrong with it is said of its field."""
    begins = _begins(form, problems)
    minutes = form.number("minutes")
    if not 0 < minutes <= 30 * 24 * 60:
        problems.add("minutes", "Say how many minutes it lasts.")
    if form.line("capacity") and not form.number("capacity"):
        problems.add("capacity", "Write a number, or leave it empty.")
    if problems or begins is None:
        return None
    starts = repeating.instant(begins, form.line("timezone"))
    fresh = MeetingPart(starts, format=form.line("format"))
    return replace(
        fresh if before is None else meetings.part_of(before),
        starts=starts,
        ends=starts + minutes * _MINUTE_MS,
        timezone=form.line("timezone"),
        place=form.line("place"),
        link=form.line("link"),
        join_mode=form.line("join_mode") or "free",
        capacity=form.number("capacity"),
        recording=form.line("recording"),
        rule=_rule(form, begins, problems) if before is None else before.rule,
    )


def _begins(form: Form, problems: Problems) -> datetime | None:
    """Read when it begins on the wall."""
    if form.line("timezone") not in available_timezones():
        problems.add("timezone", "Choose a time zone, such as Europe/London.")
    try:
        day = date.fromisoformat(form.line("date"))
    except ValueError:
        problems.add("date", "Say on which day, as 2027-01-31.")
        return None
    try:
        at = time.fromisoformat(form.line("time"))
    except ValueError:
        problems.add("time", "Say at what time, as 14:00.")
        return None
    return datetime.combine(day, at.replace(tzinfo=None))


def _rule(form: Form, begins: datetime, problems: Problems) -> str:
    """Read how it repeats, and until when."""
    chosen = form.line("repeat")
    if not chosen:
        return ""
    rule = _RULES.get(chosen) or Rule("MONTHLY", nth=repeating.nth_of(begins))
    if until := form.line("until"):
        try:
            rule = replace(rule, until=date.fromisoformat(until).toordinal())
        except ValueError:
            problems.add("until", "Say until which day, as 2027-06-30, or leave it empty.")
    return repeating.write(rule, begins)


def _title(form: Form, problems: Problems) -> str:
    title = form.line("title")
    if not title:
        problems.add("title", "Give it a title.")
    elif len(title) > _LONGEST_TITLE:
        problems.add("title", f"Write {_LONGEST_TITLE} characters at most.")
    if len(form.text("agenda")) > _LONGEST:
        problems.add("agenda", f"Write {_LONGEST:,} characters at most.")
    return title


def _audience(form: Form, problems: Problems) -> Audience:
    chosen = {str(one.value): one for one in AUDIENCES}.get(form.line("audience"))
    if chosen is None:
        problems.add("audience", "Choose who may read it.")
    return chosen or Audience.PUBLIC
