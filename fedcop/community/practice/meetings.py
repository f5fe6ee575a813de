"""Meetings: arranged, moved, cancelled, noted down; what their home says is taken over elsewhere.

Who comes is kept in `rsvps`, by the home of a meeting for all, elsewhere for the people there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community.practice import repeating
from fedcop.community.practice.formats import FORMATS
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.parts import MeetingPart
from fedcop.errors import Invalid
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import meetings
from fedcop.store.queries.meetings import Comer, Held
from fedcop.store.rows import ActorRow, MeetingRow, PostRow, RsvpRow

__all__ = ["Comer", "Held"]

KIND: Final = "event"
HOUR_MS: Final = 3_600_000
OPEN_MS: Final = 15 * 60_000  # so long before it begins, its link is shown
MODES: Final = ("free", "restricted", "external")
WAKE: Final = "meeting"

_LONGEST_MS: Final = 30 * 24 * HOUR_MS
_AHEAD_MS: Final = 5 * 366 * 24 * HOUR_MS
_LONGEST_TEXT: Final = 50_000
_LONGEST_LINE: Final = 2_048
_MOST_PEOPLE: Final = 100_000
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of ours, as others are told of it."""

    row: MeetingRow
    going: int
    maybe: int
    organizations: tuple[tuple[str, int], ...]  # by host; ours has none


async def begin(unit: Unit, author: ActorRow, post: PostRow, part: MeetingPart) -> None:
    """Keep a meeting beside its post; who calls it comes. Raises Invalid."""
    if author.local:
        part = _in_series(post, check(part))
    unit.add(meetings.insert_meeting(_row(post.id, post.community_id, part)))
    if author.local:
        now = clock.now_ms()
        unit.add(meetings.insert_rsvp(RsvpRow(ids.new_id(), post.id, author.id, "going", now)))
        unit.wake(WAKE)


async def change(unit: Unit, actor: ActorRow, post: PostRow, part: MeetingPart) -> bool:
    """Keep what a meeting is from now on; whether that changes it. Raises Invalid."""
    before = await meetings.find_meeting(unit, post.id)
    if before is None:
        unit.add(meetings.insert_meeting(_row(post.id, post.community_id, part)))
        return True
    if actor.local:
        part = check(part)
    elif part.going >= 0:
        _take_counts(unit, before, part)
    row = _changed(before, part, home=actor.local)
    if row == before:
        return False
    unit.touch(f"meeting:{post.id}")
    unit.guard(meetings.SAME_TURN, post.id, before.turn)
    unit.add(meetings.change_meeting(row))
    unit.wake(WAKE)
    return True


async def bury(unit: Unit, post: PostRow) -> None:
    """Let a meeting go with its post; a series goes on without it."""
    unit.add(*meetings.delete_meeting(post.id))


def claim(unit: Unit, post: PostRow, community: ActorRow) -> None:
    """Let a meeting be one of the community that passed it on."""
    if post.practice == KIND:
        unit.add(meetings.claim(post.id, community.id))


def check(part: MeetingPart) -> MeetingPart:
    """Go on with what one of ours may arrange. Raises Invalid, naming the field."""
    _check_place(part)
    ends = part.ends or part.starts + HOUR_MS
    if part.starts <= 0 or part.starts > clock.now_ms() + _AHEAD_MS:
        raise Invalid("starts: say when it begins, within the next five years")
    if not part.starts < ends <= part.starts + _LONGEST_MS:
        raise Invalid("ends: it has to end after it begins, within a month")
    repeating.zone_of(part.timezone)
    if part.join_mode not in MODES:
        raise Invalid("join_mode: say who may come")
    if not 0 <= part.capacity <= _MOST_PEOPLE:
        raise Invalid("capacity: this is no number of places")
    if part.format not in FORMATS:
        raise Invalid("format: there is no such format")
    if len(part.notes) > _LONGEST_TEXT:
        raise Invalid(f"notes: write {_LONGEST_TEXT:,} characters at most")
    return replace(part, ends=ends)


def _check_place(part: MeetingPart) -> None:
    if part.link and not part.link.startswith(("https://", "http://")):
        raise Invalid("link: it has to begin with https://")
    if part.join_mode == "external" and not part.link:
        raise Invalid("link: say where one signs up")
    if max(len(part.link), len(part.recording), len(part.place)) > _LONGEST_LINE:
        raise Invalid("place: this is too long")


def part_of(row: MeetingRow) -> MeetingPart:
    """Return what a meeting is, to say it otherwise."""
    return MeetingPart(
        starts=row.starts,
        ends=row.ends,
        timezone=row.timezone,
        place=row.place,
        link=row.link,
        format=row.format,
        series_uri=row.series_uri,
        rule=row.rule,
        join_mode=row.join_mode,
        capacity=row.capacity,
        state=row.state,
        notes=row.notes,
        recording=row.recording,
        outcome_uri=row.outcome_uri,
        began=row.began,
        nth=row.nth,
        grows=bool(row.grows),
    )


def _in_series(post: PostRow, part: MeetingPart) -> MeetingPart:
    """Let what repeats be the first of its series. Raises Invalid."""
    if not part.rule:
        return part
    began = repeating.wall(part.began or part.starts, part.timezone)
    rule = repeating.read(part.rule)
    part = replace(part, rule=repeating.write(rule, began))
    if part.series_uri:
        return part
    series = f"{post.uri}/series"
    return replace(part, series_uri=series, nth=1, began=part.starts, grows=True)


def mark_of(notes: str) -> str:
    """Name what notes say, so that nobody writes over what another has written meanwhile."""
    return sha256(notes.encode()).hexdigest()[:16]


def is_over(row: MeetingRow) -> bool:
    """Whether it has ended."""
    return row.ends <= clock.now_ms()


def shows_link(row: MeetingRow) -> bool:
    """Whether those who come may have the link by now."""
    return row.starts - OPEN_MS <= clock.now_ms() and not is_over(row)


# Reads


async def load(reader: Reader, post: PostRow) -> Meeting | None:
    """Read what others are told of a meeting of ours."""
    row = await meetings.find_meeting(reader, post.id)
    if row is None:
        return None
    counts = await meetings.count_answers(reader, post.id)
    hosts = await meetings.count_hosts(reader, post.id)
    return Meeting(row, counts.get("going", 0), counts.get("maybe", 0), tuple(hosts))


async def find(reader: Reader, post_id: int) -> MeetingRow | None:
    """Find the meeting of a post."""
    return await meetings.find_meeting(reader, post_id)


async def of_posts(reader: Reader, wanted: Sequence[PostRow]) -> dict[int, MeetingRow]:
    """Read the meetings of some posts; nothing is read where none is one."""
    return await meetings.list_meetings(
        reader, [post.id for post in wanted if post.practice == KIND]
    )


async def next_of(
    reader: Reader, viewer: ActorRow | None, community_id: int, limit: int = 1
) -> list[Held]:
    """Read what lies ahead in a community, as far as somebody may see it."""
    span = (clock.now_ms(), limit)
    return await meetings.list_coming(reader, viewer.id if viewer else 0, community_id, span)


async def past_of(
    reader: Reader, viewer: ActorRow | None, community_id: int, before: int, limit: int
) -> list[Held]:
    """Read what was in a community, the latest first."""
    now = clock.now_ms()
    span = (before or now, now, limit)
    return await meetings.list_past(reader, viewer.id if viewer else 0, community_id, span)


async def held_between(
    reader: Reader,
    viewer: ActorRow | None,
    community_id: int,
    span: tuple[int, int],
    limit: int,
) -> list[Held]:
    """Read what begins in a span of time in a community, as far as somebody may see it."""
    number = viewer.id if viewer else 0
    return await meetings.list_between(reader, number, community_id, (*span, limit))


async def next_for(reader: Reader, viewer: ActorRow, limit: int = 1) -> list[Held]:
    """Read what lies ahead in the communities of somebody."""
    return await meetings.list_coming_to(reader, viewer.id, clock.now_ms(), limit)


async def list_of_person(reader: Reader, actor: ActorRow, since: int, limit: int) -> list[Held]:
    """Read what somebody comes to, or may."""
    return await meetings.list_of_person(reader, actor.id, since, limit)


async def list_series(reader: Reader, series: str, nth: int = 0) -> list[MeetingRow]:
    """Read the meetings of a series, from one on."""
    return await meetings.list_series(reader, series, nth, _SHOWN)


def organizations_of(row: MeetingRow) -> list[tuple[str, int]]:
    """Read who comes from where, as the home of a meeting counts."""
    told = orjson.loads(row.organizations) if row.organizations else []
    return [(str(name), int(count)) for name, count in told]


def _row(number: int, community: int, part: MeetingPart) -> MeetingRow:
    return MeetingRow(
        id=number,
        starts=part.starts,
        community_id=community,
        ends=part.ends or part.starts + HOUR_MS,
        timezone=part.timezone,
        place=part.place,
        link=part.link,
        format=part.format,
        series_uri=part.series_uri,
        rule=part.rule,
        join_mode=part.join_mode,
        capacity=part.capacity,
        state=part.state,
        notes=part.notes,
        recording=part.recording,
        outcome_uri=part.outcome_uri,
        began=part.began,
        nth=part.nth,
        grows=int(part.grows),
        going=max(part.going, 0),
        maybe=part.maybe,
        organizations=_packed(part),
    )


def _changed(before: MeetingRow, part: MeetingPart, *, home: bool) -> MeetingRow:
    """Say what a meeting is now; calendars take it anew where it is at another time or place."""
    row = replace(
        _row(before.id, before.community_id, part),
        series_uri=before.series_uri or part.series_uri,
        nth=before.nth,
        sequence=before.sequence,
        told=before.told,
        due=before.due,
        turn=before.turn,
        reminded=before.reminded if part.starts == before.starts else 0,
        going=before.going,
        maybe=before.maybe,
        organizations=before.organizations,
    )
    if not home and not part.link:
        row = replace(row, link=before.link)  # its home tells it to those alone who come
    moved = (row.starts, row.ends, row.timezone, row.place, row.state, row.rule) != (
        *(before.starts, before.ends, before.timezone, before.place, before.state),
        before.rule,
    )
    return replace(row, sequence=row.sequence + 1) if moved else row


def _take_counts(unit: Unit, before: MeetingRow, part: MeetingPart) -> None:
    counted = replace(before, going=part.going, maybe=part.maybe, organizations=_packed(part))
    if counted != before:
        unit.add(meetings.set_counts(counted))


def _packed(part: MeetingPart) -> str:
    return orjson.dumps(part.organizations).decode() if part.organizations else ""


NOUN: Final = Noun(begin, change, bury)
