"""When a meeting is, in words; the zone is always named."""

from typing import Final

from fedcop import clock
from fedcop.community.practice import repeating
from fedcop.errors import Invalid
from fedcop.store.rows import MeetingRow

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS
_FEW_DAYS: Final = 14


def when(row: MeetingRow) -> str:
    """Say when it is, on the clocks of its zone."""
    zone = row.timezone or "UTC"
    begins, ends = repeating.wall(row.starts, zone), repeating.wall(row.ends, zone)
    last = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends.day} {ends:%B, %H:%M}"
    this = clock.utc(clock.now_ms()).year
    year = "" if begins.year == this else f" {begins.year}"
    return f"{begins:%A} {begins.day} {begins:%B}{year}, {begins:%H:%M}\N{EN DASH}{last}"


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
    return f"{name.replace('_', ' ')} time, {offset if apart else 'UTC'}"


def distance(row: MeetingRow) -> str:
    """Say how far off it is."""
    now = clock.now_ms()
    if row.ends <= now:
        return "over"
    if row.starts <= now:
        return "now"
    return _ahead(row, now)


def _ahead(row: MeetingRow, now: int) -> str:
    ahead = row.starts - now
    if ahead < _HOUR_MS:
        minutes = max(ahead // _MINUTE_MS, 1)
        return f"in {minutes} minute{'s' if minutes > 1 else ''}"
    name = row.timezone or "UTC"
    days = (repeating.wall(row.starts, name).date() - repeating.wall(now, name).date()).days
    if days < 1:
        hours = ahead // _HOUR_MS
        return f"in {hours} hour{'s' if hours > 1 else ''}"
    if days == 1:
        return "tomorrow"
    return f"in {days} days" if days <= _FEW_DAYS else f"in {days // 7} weeks"


def day(row: MeetingRow) -> tuple[str, str]:
    """Name the day of a leaf of the calendar: the number, and the month in short."""
    at = repeating.wall(row.starts, row.timezone or "UTC")
    return str(at.day), f"{at:%b}"


def repeats(row: MeetingRow) -> str:
    """Say how it repeats; nothing where it does not, or says so badly."""
    if not row.rule:
        return ""
    try:
        began = repeating.wall(row.began or row.starts, row.timezone or "UTC")
        return repeating.words(repeating.read(row.rule), began)
    except Invalid:
        return ""
