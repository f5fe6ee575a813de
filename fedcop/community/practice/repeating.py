"""How a meeting repeats: the part of RFC 5545 that people ask for, at the same time on the wall.

Every n weeks, every n months on a day, or on the second Tuesday of it; until a day, or so many
times. The nth occurrence follows from the first alone, so that no change of the clock moves it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from fedcop.errors import Invalid

MOST: Final = 260  # occurrences of one series
_MOST_STEPS: Final = 600  # months looked through for the next that has a 31st
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_MONTHS: Final = 12
_LARGEST_STEP: Final = 52
_WRONG: Final = "rule: this is no way to repeat that is known here"


@dataclass(frozen=True, slots=True)
class Rule:
    """How something repeats; `nth` 0: each month on the same day."""

    frequency: str  # WEEKLY, MONTHLY
    step: int = 1
    nth: int = 0  # which of its weekday in a month, -1: the last
    count: int = 0
    until: int = 0  # an ordinal day, that day included


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name. Raises Invalid."""
    if name not in available_timezones():
        raise Invalid("timezone: there is no such time zone")
    return ZoneInfo(name)


def wall(ms: int, zone: str) -> datetime:
    """Say what clocks on the wall show, without a zone."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(zone_of(zone)).replace(tzinfo=None)


def instant(at: datetime, zone: str) -> int:
    """Say when clocks on the wall show something; of an hour that is skipped, the one after it."""
    return int(at.replace(tzinfo=zone_of(zone)).timestamp() * 1000)


def read(text: str) -> Rule:
    """Read a rule as RFC 5545 writes it. Raises Invalid."""
    parts = dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)
    if parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}:
        raise Invalid(_WRONG)
    try:
        until = parts.get("UNTIL", "")[:8]
        rule = Rule(
            frequency=parts.get("FREQ", ""),
            step=int(parts.get("INTERVAL", "1")),
            nth=_nth(parts),
            count=int(parts.get("COUNT", "0")),
            until=datetime.strptime(until, "%Y%m%d").toordinal() if until else 0,  # noqa: DTZ007
        )
    except ValueError as error:
        raise Invalid(_WRONG) from error
    if rule.frequency not in {"WEEKLY", "MONTHLY"} or not 1 <= rule.step <= _LARGEST_STEP:
        raise Invalid(_WRONG)
    if not 0 <= rule.count <= MOST:
        raise Invalid(f"rule: it may repeat {MOST} times at most")
    return rule


def write(rule: Rule, began: datetime) -> str:
    """Write a rule as RFC 5545 has it."""
    parts = [f"FREQ={rule.frequency}"]
    if rule.step > 1:
        parts.append(f"INTERVAL={rule.step}")
    day = _WEEKDAYS[began.weekday()]
    if rule.frequency == "WEEKLY":
        parts.append(f"BYDAY={day}")
    else:
        parts.append(f"BYDAY={rule.nth}{day}" if rule.nth else f"BYMONTHDAY={began.day}")
    if rule.count:
        parts.append(f"COUNT={rule.count}")
    if rule.until:
        parts.append(f"UNTIL={date.fromordinal(rule.until):%Y%m%d}")
    return ";".join(parts)


def occurrence(rule: Rule, began: datetime, number: int) -> datetime | None:
    """Say when the nth occurrence is, counted from 1; None where there is none."""
    if number > (rule.count or MOST) or number < 1:
        return None
    if rule.frequency == "WEEKLY":
        weeks = rule.step * (number - 1)
        found: datetime | None = began + timedelta(weeks=weeks)
    else:
        found = _monthly(rule, began, number)
    past = found is None or (rule.until and found.toordinal() > rule.until)
    return None if past else found


def words(rule: Rule, began: datetime) -> str:
    """Say in words how something repeats."""
    day = _NAMES[began.weekday()]
    if rule.frequency == "WEEKLY":
        said = f"every {day}" if rule.step == 1 else f"every {rule.step} weeks on {day}"
    else:
        month = "month" if rule.step == 1 else f"{rule.step} months"
        on = f"the {_NTH[rule.nth]} {day}" if rule.nth else f"day {began.day}"
        said = f"every {month} on {on}"
    if rule.count:
        said += f", {rule.count} times"
    if rule.until:
        last = date.fromordinal(rule.until)
        said += f", until {last.day} {last:%B %Y}"
    return said


def nth_of(at: datetime) -> int:
    """Say which of its weekday in its month a day is; the fifth is the last."""
    nth = (at.day - 1) // 7 + 1
    return nth if nth in _NTH else -1


def _nth(parts: dict[str, str]) -> int:
    if parts.get("FREQ") != "MONTHLY" or "BYDAY" not in parts:
        return 0
    nth = int(parts["BYDAY"][:-2] or "0")
    if nth not in _NTH or parts["BYDAY"][-2:] not in _WEEKDAYS:
        raise ValueError(parts["BYDAY"])
    return nth


def _monthly(rule: Rule, began: datetime, number: int) -> datetime | None:
    """Go from month to month; one that lacks the day does not count."""
    seen = 0
    for step in range(_MOST_STEPS):
        months = began.month - 1 + step * rule.step
        year, month = began.year + months // _MONTHS, months % _MONTHS + 1
        day = _day_in(rule, began, year, month)
        seen += bool(day)
        if day and seen == number:
            return datetime.combine(date(year, month, day), time(began.hour, began.minute))
    return None


def _day_in(rule: Rule, began: datetime, year: int, month: int) -> int:
    """Say on which day of a month it is; 0 where there is none."""
    first, length = monthrange(year, month)
    if not rule.nth:
        return began.day if began.day <= length else 0
    days = [day for day in range(1, length + 1) if (first + day - 1) % 7 == began.weekday()]
    return days[-1] if rule.nth < 0 else days[rule.nth - 1]
