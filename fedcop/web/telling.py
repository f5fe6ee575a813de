"""When a meeting is, in words; the zone is always named."""

from datetime import date, datetime
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton

from fedcop import clock
from fedcop.community.practice import repeating
from fedcop.community.practice.repeating import Rule
from fedcop.errors import Invalid
from fedcop.store.rows import MeetingRow
from fedcop.tongues import N_, SOURCE, _, current, ngettext
from fedcop.web import words

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS
_FEW_DAYS: Final = 14
_NTH: Final = {
    1: N_("the first %(day)s"),
    2: N_("the second %(day)s"),
    3: N_("the third %(day)s"),
    4: N_("the fourth %(day)s"),
    -1: N_("the last %(day)s"),
}


def when(row: MeetingRow) -> str:
    """Say when it is, on the clocks of its zone."""
    zone = row.timezone or "UTC"
    begins, ends = repeating.wall(row.starts, zone), repeating.wall(row.ends, zone)
    last = f"{ends:%H:%M}" if begins.date() == ends.date() else _moment(ends)
    this = clock.utc(clock.now_ms()).year
    if locale := words.other_locale():
        day = format_date(begins, "full", locale)
        if begins.year == this:
            day = f"{format_date(begins, 'EEEE', locale)}, {_date(begins, locale)}"
    else:
        year = "" if begins.year == this else f" {begins.year}"
        day = f"{begins:%A} {begins.day} {begins:%B}{year}"
    return f"{day}, {begins:%H:%M}\N{EN DASH}{last}"


def _moment(at: datetime) -> str:
    """Say a day without its year, and the time."""
    if locale := words.other_locale():
        return f"{_date(at, locale)}, {at:%H:%M}"
    return f"{at.day} {at:%B, %H:%M}"


def _date(at: datetime, locale: Locale) -> str:
    return format_skeleton("MMMMd", at, locale=locale)


def zone(row: MeetingRow) -> str:
    """Name the zone, and how far it is from UTC then."""
    name = row.timezone or "UTC"
    if name == "UTC":
        return "UTC"
    wall = repeating.wall(row.starts, name)
    apart = round((wall - clock.utc(row.starts).replace(tzinfo=None)).total_seconds() / 60)
    hours, minutes = divmod(abs(apart), 60)
    sign = "+" if apart >= 0 else "\N{MINUS SIGN}"
    offset = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    said = {"zone": name.replace("_", " "), "offset": offset if apart else "UTC"}
    return _("%(zone)s time, %(offset)s") % said


def distance(row: MeetingRow) -> str:
    """Say how far off it is."""
    now = clock.now_ms()
    if row.ends <= now:
        return _("over")
    if row.starts <= now:
        return _("now")
    return _ahead(row, now)


def _ahead(row: MeetingRow, now: int) -> str:
    ahead = row.starts - now
    if ahead < _HOUR_MS:
        minutes = max(ahead // _MINUTE_MS, 1)
        return ngettext("in %(num)s minute", "in %(num)s minutes", minutes) % {"num": minutes}
    name = row.timezone or "UTC"
    days = (repeating.wall(row.starts, name).date() - repeating.wall(now, name).date()).days
    if days < 1:
        hours = ahead // _HOUR_MS
        return ngettext("in %(num)s hour", "in %(num)s hours", hours) % {"num": hours}
    if days == 1:
        return _("tomorrow")
    if days <= _FEW_DAYS:
        return ngettext("in %(num)s day", "in %(num)s days", days) % {"num": days}
    weeks = days // 7
    return ngettext("in %(num)s week", "in %(num)s weeks", weeks) % {"num": weeks}


def day(row: MeetingRow) -> tuple[str, str]:
    """Name the day of a leaf of the calendar: the number, and the month in short."""
    at = repeating.wall(row.starts, row.timezone or "UTC")
    if locale := words.other_locale():
        return str(at.day), format_skeleton("MMM", at, locale=locale).rstrip(".")
    return str(at.day), f"{at:%b}"


def repeats(row: MeetingRow) -> str:
    """Say how it repeats; nothing where it does not, or says so badly."""
    if not row.rule:
        return ""
    try:
        began = repeating.wall(row.began or row.starts, row.timezone or "UTC")
        return _rhythm(repeating.read(row.rule), began)
    except Invalid:
        return ""


def _rhythm(rule: Rule, began: datetime) -> str:
    """Say how something repeats, in the language of the reader."""
    locale = words.other_locale()
    if not locale and current() == SOURCE:
        return repeating.words(rule, began)
    day = format_date(began, "EEEE", locale or Locale("en"))
    said = [_every(rule, began, day)]
    if rule.count:
        said.append(ngettext("%(num)s time", "%(num)s times", rule.count) % {"num": rule.count})
    if rule.until:
        last = date.fromordinal(rule.until)
        until = format_date(last, "long", locale or Locale("en"))
        said.append(_("until %(day)s") % {"day": until})
    return ", ".join(said)


def _every(rule: Rule, began: datetime, day: str) -> str:
    if rule.frequency == "WEEKLY":
        text = ngettext("every %(day)s", "every %(num)s weeks on %(day)s", rule.step)
        return text % {"num": rule.step, "day": day}
    months = ngettext("every month", "every %(num)s months", rule.step) % {"num": rule.step}
    on = _(_NTH[rule.nth]) % {"day": day} if rule.nth else _("day %(num)s") % {"num": began.day}
    return _("%(months)s on %(day)s") % {"months": months, "day": on}
