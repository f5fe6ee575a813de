"""An Event of any program: Mobilizon, Gancio, PieFed, WordPress, and another fedcop."""

from typing import Final

from fedcop.activitypub.vocabulary import JSON, Object, Place
from fedcop.community.practice.meetings import HOUR_MS, MODES
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.repeating import zone_of
from fedcop.errors import Invalid
from fedcop.federation.remote.reach import Reach
from fedcop.markup.text import one_line

_LINE: Final = 300
_URI: Final = 2048
_NOTES: Final = 50_000
_LATEST: Final = 2**53
_MOST: Final = 1_000_000
_HOSTS: Final = 50
_INVITED: Final = frozenset({"invite", "restricted"})


async def read(reach: Reach, written: Object) -> MeetingPart | None:
    """Read a meeting; None where nobody says when it is."""
    meeting, terms = written.meeting, written.cop
    if meeting is None or not meeting.start_time or not 0 < meeting.start_time < _LATEST:
        return None
    starts, ends = meeting.start_time, meeting.end_time or 0
    external = _uri(meeting.external)
    series = written.context if terms.get("cop:series") == written.context else ""
    return MeetingPart(
        starts=starts,
        ends=min(ends, _LATEST) if ends > starts else starts + HOUR_MS,
        timezone=_zone(meeting.timezone),
        place=_place(meeting.place),
        link=external or _uri(meeting.place.url if meeting.place else ""),
        format=_text(terms.get("cop:format"), 30),
        series_uri=_uri(series),
        rule=_text(terms.get("cop:rule"), 200) if series else "",
        join_mode=_mode(meeting.join_mode, external),
        capacity=min(meeting.capacity or 0, _MOST),
        state="cancelled" if (meeting.status or "").upper().endswith("CANCELLED") else "confirmed",
        notes=_text(terms.get("cop:notes"), _NOTES),
        recording=_uri(_text(terms.get("cop:recording"), _URI)),
        outcome_uri=_uri(_text(terms.get("cop:outcome"), _URI)),
        going=min(meeting.participants, _MOST) if meeting.participants is not None else -1,
        maybe=_count(terms.get("cop:maybe")),
        organizations=_hosts(terms.get("cop:organizations")),
    )


def _zone(name: str | None) -> str:
    try:
        return zone_of(name or "").key
    except Invalid:
        return ""


def _mode(mode: str | None, external: str) -> str:
    if external:
        return "external"
    if mode in _INVITED:
        return "restricted"
    return mode if mode in MODES and mode != "external" else "free"


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    parts = [one_line(part, _LINE) for part in (place.name, place.address) if part]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _text(value: JSON, longest: int) -> str:
    return value if isinstance(value, str) and len(value) <= longest else ""


def _uri(value: str | None) -> str:
    known = value or ""
    return known if known.startswith(("https://", "http://")) and len(known) <= _URI else ""


def _count(value: JSON) -> int:
    return min(value, _MOST) if isinstance(value, int) and value > 0 else 0


def _hosts(value: JSON) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for one in value[:_HOSTS] if isinstance(value, list) else []:
        match one:
            case [str(host), int(count)] if 0 < count <= _MOST:
                found.append((host[:255], count))
    return tuple(found)
