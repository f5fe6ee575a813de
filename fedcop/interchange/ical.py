"""Calendars as RFC 5545 has them: meetings to a file that any calendar reads, and back.

Each meeting stands for itself, in UTC: one of a series that is moved or cancelled is then the same
to every program, and no table of time zones has to be right elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Component, Event

from fedcop import clock
from fedcop.errors import Malformed, TooLarge

MOST: Final = 500
LARGEST: Final = 1_000_000
_HOUR: Final = timedelta(hours=1)
_LONGEST: Final = 20_000
_LINE: Final = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting of a calendar; times are milliseconds since 1970."""

    uid: str
    title: str
    starts: int
    ends: int
    text: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    changed: int = 0
    cancelled: bool = False
    zone: str = ""
    rule: str = ""  # as it was read; nothing of ours has one


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """Write a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//fedcop//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def read(body: bytes) -> list[Entry]:
    """Read the meetings of a calendar; what has no time is left out. Raises Malformed, TooLarge."""
    if len(body) > LARGEST:
        raise TooLarge("This calendar is larger than what can be taken here.")
    try:
        calendars = Calendar.from_ical(body, multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, UnicodeDecodeError) as error:
        raise Malformed("calendar: it cannot be read") from error
    if len(events) > MOST:
        raise TooLarge(f"A calendar may hold {MOST} meetings at most.")
    return list(_entries(events))


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", clock.utc(entry.changed or entry.starts))
    event.add("last-modified", clock.utc(entry.changed or entry.starts))
    event.add("dtstart", clock.utc(entry.starts).replace(microsecond=0))
    event.add("dtend", clock.utc(entry.ends).replace(microsecond=0))
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name, text in (("description", entry.text), ("location", entry.place), ("url", entry.url)):
        if text:
            event.add(name, text)
    return event


def _entries(events: Iterable[Component]) -> Iterator[Entry]:
    for event in events:
        try:
            found = _entry(event)
        except (ValueError, KeyError, AttributeError, OverflowError, TypeError):
            continue  # one that cannot be read does not keep the others out
        if found is not None:
            yield found


def _entry(event: Component) -> Entry | None:
    begins = event.decoded("dtstart", None)
    if begins is None:
        return None
    starts = _instant(begins)
    ends = event.decoded("dtend", None)
    lasts = event.decoded("duration", None) or (
        _HOUR if isinstance(begins, datetime) else timedelta(days=1)
    )
    finish = _instant(ends) if ends is not None else starts + int(lasts.total_seconds() * 1000)
    rule = event.get("rrule")
    return Entry(
        uid=_text(event, "uid", _LINE),
        title=" ".join(_text(event, "summary", _LINE).split()),
        starts=starts,
        ends=finish if finish > starts else starts + 3_600_000,
        text=_text(event, "description", _LONGEST),
        place=" ".join(_text(event, "location", _LINE).split()),
        url=_text(event, "url", 2048),
        cancelled=_text(event, "status", 20).upper() == "CANCELLED",
        zone=_zone(begins),
        rule=rule.to_ical().decode() if rule is not None else "",
    )


def _instant(at: date) -> int:
    """Turn a time, or a whole day, into milliseconds; without a zone it is UTC."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), UTC)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return int(at.timestamp() * 1000)


def _zone(at: date) -> str:
    zone = at.tzinfo if isinstance(at, datetime) else None
    return str(getattr(zone, "key", "") or "")


def _text(event: Component, name: str, longest: int) -> str:
    return str(event.get(name, ""))[:longest]
