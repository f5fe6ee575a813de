"""Meetings, and who comes to them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import OPEN, SEEN, seen_by
from fedcop.store.rows import ActorCard, MeetingRow, PostRow, RsvpRow, insert_of
from fedcop.store.statements import Keyed, Statement

_M: Final = MeetingRow.columns("m.")
_P: Final = PostRow.columns("p.")
_WIDTH: Final = MeetingRow.width()
_LONGEST_MS: Final = 30 * 86_400_000  # what goes on now began at most so long ago

_MEETING = Keyed(f"SELECT id, {MeetingRow.columns()} FROM meeting WHERE id = ANY_ID(?)")
_COMING = (
    f"SELECT {_M}, {_P} FROM meeting m CROSS JOIN post p WHERE m.community_id = ?"
    " AND m.starts > ? AND m.ends > ? AND p.id = m.id AND p.deleted = 0 AND {seen}"
    " ORDER BY m.starts, m.id LIMIT ?"
)
_PAST = (
    f"SELECT {_M}, {_P} FROM meeting m CROSS JOIN post p WHERE m.community_id = ?"
    " AND m.starts < ? AND m.ends <= ? AND p.id = m.id AND p.deleted = 0 AND {seen}"
    " ORDER BY m.starts DESC, m.id DESC LIMIT ?"
)
_BETWEEN = (
    f"SELECT {_M}, {_P} FROM meeting m CROSS JOIN post p WHERE m.community_id = ?"
    " AND m.starts >= ? AND m.starts < ? AND p.id = m.id AND p.deleted = 0 AND {seen}"
    " ORDER BY m.starts, m.id LIMIT ?"
)
# Of circles: for named people, called by one of them or naming them.
_NAMED = (
    f"SELECT {_M}, {_P} FROM (SELECT n.post_id AS id FROM mention n WHERE n.actor_id = ?"
    " AND n.post_id > ? UNION SELECT r.meeting_id FROM rsvp r WHERE r.actor_id = ?"
    " AND r.meeting_id > ?) c CROSS JOIN meeting m CROSS JOIN post p WHERE m.id = c.id"
    " AND m.community_id = 0 AND m.ends > ? AND p.id = m.id AND p.deleted = 0 AND p.audience = 4"
    f" AND {SEEN} ORDER BY m.starts, m.id LIMIT ?"
)
_JOINED = (
    "SELECT f.target_id FROM follow f WHERE f.follower_id = ? AND f.state = 'accepted' LIMIT 500"
)
_COMING_ANYWHERE = (
    f"SELECT {_M}, {_P} FROM meeting m CROSS JOIN post p WHERE m.community_id = ANY_ID(?)"
    f" AND m.starts > ? AND m.ends > ? AND p.id = m.id AND p.deleted = 0 AND {SEEN}"
    " ORDER BY m.starts, m.id LIMIT ?"
)
_OF_PERSON = (
    f"SELECT {_M}, {_P} FROM rsvp r CROSS JOIN meeting m CROSS JOIN post p WHERE r.actor_id = ?"
    " AND r.answer IN ('going', 'maybe') AND m.id = r.meeting_id AND m.starts > ?"
    f" AND p.id = m.id AND p.deleted = 0 AND {SEEN} ORDER BY m.starts, m.id LIMIT ?"
)
_SERIES = (
    f"SELECT {_M} FROM meeting m CROSS JOIN post p WHERE m.series_uri = ? AND m.nth > 0"
    " AND m.nth >= ? AND p.id = m.id AND p.deleted = 0 ORDER BY m.nth LIMIT ?"
)
_GROWING = "SELECT id FROM meeting WHERE grows = 1 AND starts <= ? ORDER BY starts LIMIT ?"
_SOON = (
    "SELECT id FROM meeting WHERE reminded = 0 AND starts > ? AND starts <= ?"
    " ORDER BY starts LIMIT ?"
)
_DUE = "SELECT id FROM meeting WHERE due > 0 AND due <= ? ORDER BY due LIMIT ?"

_RSVP = Keyed(
    f"SELECT k.a, k.b, {RsvpRow.columns('r.')} FROM PAIRS(?) CROSS JOIN rsvp r"
    " WHERE r.meeting_id = k.a AND r.actor_id = k.b",
    pairs=True,
)
_RSVP_BY_ID = Keyed(f"SELECT id, {RsvpRow.columns()} FROM rsvp WHERE id = ANY_ID(?)")
_RSVP_BY_URI = f"SELECT {RsvpRow.columns()} FROM rsvp WHERE uri = ? AND uri <> '' LIMIT 1"
_OWN = "SELECT meeting_id, answer FROM rsvp WHERE actor_id = ? AND meeting_id = ANY_ID(?)"
_WHO = (
    f"SELECT {RsvpRow.columns('r.')}, {ActorCard.columns('a.')} FROM rsvp r CROSS JOIN actor a"
    " WHERE r.meeting_id = ? AND r.answer = ? AND a.id = r.actor_id AND a.deleted = 0"
    " AND a.suspended = 0 ORDER BY r.created, r.id LIMIT ?"
)
_COUNT = "SELECT answer, count(*) FROM rsvp WHERE meeting_id = ? GROUP BY answer"
_HOSTS = (
    "SELECT a.host, count(*) FROM rsvp r CROSS JOIN actor a WHERE r.meeting_id = ?"
    " AND r.answer = 'going' AND a.id = r.actor_id GROUP BY a.host ORDER BY count(*) DESC, a.host"
    " LIMIT 50"
)
_WAITING = (
    f"SELECT {RsvpRow.columns()} FROM rsvp WHERE meeting_id = ? AND answer = 'waiting'"
    " ORDER BY created, id LIMIT 1"
)

_INSERT = insert_of(MeetingRow)
_INSERT_RSVP = insert_of(RsvpRow)
_CHANGE = (
    "UPDATE meeting SET starts = ?, ends = ?, timezone = ?, place = ?, link = ?, format = ?,"
    " rule = ?, join_mode = ?, capacity = ?, state = ?, notes = ?, recording = ?,"
    " outcome_uri = ?, sequence = ?, began = ?, grows = ?, reminded = ?, turn = turn + 1"
    " WHERE id = ?"
)
_COUNTED = "UPDATE meeting SET going = ?, maybe = ?, organizations = ? WHERE id = ?"
_CLAIM = "UPDATE meeting SET community_id = ? WHERE id = ? AND community_id = 0"
_LINK = "UPDATE meeting SET link = ? WHERE id = ?"
_DELETE = ("DELETE FROM meeting WHERE id = ?", "DELETE FROM rsvp WHERE meeting_id = ?")
_ANSWER = "UPDATE rsvp SET answer = ?, uri = ?, created = ? WHERE id = ?"
_TURN = (
    "UPDATE meeting SET turn = turn + 1,"
    " due = CASE WHEN due > 0 THEN due ELSE GREATEST(?, told + ?) END WHERE id = ?"
)
_TOLD = "UPDATE meeting SET told = ?, due = 0 WHERE id = ?"
_REMINDED = "UPDATE meeting SET reminded = ? WHERE id = ?"
_GROWN = "UPDATE meeting SET grows = 0 WHERE id = ?"

# Guards: nobody has answered meanwhile, nor was it changed; it is still to be told, to be
# reminded of, to be followed by the next.
SAME_TURN = "FROM meeting WHERE id = ? AND turn = ?"
STILL_DUE = "FROM meeting WHERE id = ? AND due > 0"
NOT_REMINDED = "FROM meeting WHERE id = ? AND reminded = 0"
STILL_GROWS = "FROM meeting WHERE id = ? AND grows = 1"


class Held(NamedTuple):
    """A meeting with its post."""

    row: MeetingRow
    post: PostRow


class Comer(NamedTuple):
    """Somebody who answered whether they come."""

    row: RsvpRow
    actor: ActorCard


async def find_meeting(reader: Reader, post: int) -> MeetingRow | None:
    """Find the meeting of a post."""
    return MeetingRow.first(await reader.many(_MEETING, post))


async def list_meetings(reader: Reader, posts: Sequence[int]) -> dict[int, MeetingRow]:
    """Read the meetings of some posts."""
    rows = await reader.read(_MEETING.sql, list(posts)) if posts else ()
    return {row[0]: MeetingRow.of(row, 1) for row in rows}


async def list_coming(
    reader: Reader, viewer: int, community: int, span: tuple[int, int]
) -> list[Held]:
    """Read what lies ahead in a community; `span` is the time now and how many."""
    now, limit = span
    seen, params = (SEEN, seen_by(viewer)) if viewer else (OPEN, ())
    sql = _COMING.format(seen=seen)
    rows = await reader.read(sql, community, now - _LONGEST_MS, now, *params, limit)
    return _held(rows)


async def list_past(
    reader: Reader, viewer: int, community: int, span: tuple[int, int, int]
) -> list[Held]:
    """Read what was in a community, the latest first; `span`: before when, now, how many."""
    before, now, limit = span
    seen, params = (SEEN, seen_by(viewer)) if viewer else (OPEN, ())
    sql = _PAST.format(seen=seen)
    return _held(await reader.read(sql, community, before, now, *params, limit))


async def list_between(
    reader: Reader, viewer: int, community: int, span: tuple[int, int, int]
) -> list[Held]:
    """Read what begins in a span of time in a community; `span`: from when, until, how many."""
    since, until, limit = span
    seen, params = (SEEN, seen_by(viewer)) if viewer else (OPEN, ())
    sql = _BETWEEN.format(seen=seen)
    return _held(await reader.read(sql, community, since, until, *params, limit))


async def list_named(reader: Reader, person: int, since: int, now: int, limit: int) -> list[Held]:
    """Read what lies ahead for named people of whom somebody is one; `since`: written after."""
    both = (person, since, person, since, now)
    return _held(await reader.read(_NAMED, *both, *seen_by(person), limit))


async def list_coming_to(reader: Reader, viewer: int, now: int, limit: int) -> list[Held]:
    """Read what lies ahead in the communities of somebody."""
    joined = [row[0] for row in await reader.read(_JOINED, viewer)]
    if not joined:
        return []
    since = now - _LONGEST_MS
    params = seen_by(viewer)
    return _held(await reader.read(_COMING_ANYWHERE, joined, since, now, *params, limit))


async def list_of_person(reader: Reader, actor: int, since: int, limit: int) -> list[Held]:
    """Read what somebody comes to, or may."""
    return _held(await reader.read(_OF_PERSON, actor, since, *seen_by(actor), limit))


async def list_series(reader: Reader, series: str, nth: int, limit: int) -> list[MeetingRow]:
    """Read the meetings of a series, from one on."""
    return MeetingRow.all(await reader.read(_SERIES, series, nth, limit))


async def list_growing(reader: Reader, until: int, limit: int) -> list[int]:
    """Read which series want their next meeting written."""
    return [row[0] for row in await reader.read(_GROWING, until, limit)]


async def list_soon(reader: Reader, now: int, until: int, limit: int) -> list[int]:
    """Read which meetings begin soon and were reminded of by nobody."""
    return [row[0] for row in await reader.read(_SOON, now, until, limit)]


async def list_due(reader: Reader, now: int, limit: int) -> list[int]:
    """Read of which meetings others are to be told who comes."""
    return [row[0] for row in await reader.read(_DUE, now, limit)]


async def find_rsvp(reader: Reader, meeting: int, actor: int) -> RsvpRow | None:
    """Find what somebody answered."""
    return RsvpRow.first(await reader.many(_RSVP, (meeting, actor)))


async def find_rsvp_by_id(reader: Reader, number: int) -> RsvpRow | None:
    """Find an answer by its id."""
    return RsvpRow.first(await reader.many(_RSVP_BY_ID, number))


async def find_rsvp_by_uri(reader: Reader, uri: str) -> RsvpRow | None:
    """Find an answer by the uri of its Join."""
    return RsvpRow.first(await reader.read(_RSVP_BY_URI, uri))


async def list_own(reader: Reader, actor: int, wanted: Sequence[int]) -> dict[int, str]:
    """Read what somebody answered to some meetings."""
    rows = await reader.read(_OWN, actor, list(wanted)) if wanted else ()
    return {row[0]: row[1] for row in rows}


async def list_comers(reader: Reader, meeting: int, answer: str, limit: int) -> list[Comer]:
    """Read who gave one answer, the first to do so first."""
    width = RsvpRow.width()
    rows = await reader.read(_WHO, meeting, answer, limit)
    return [Comer(RsvpRow.of(row), ActorCard.of(row, width)) for row in rows]


async def count_answers(reader: Reader, meeting: int) -> dict[str, int]:
    """Count the answers by what they say."""
    return {row[0]: row[1] for row in await reader.read(_COUNT, meeting)}


async def count_hosts(reader: Reader, meeting: int) -> list[tuple[str, int]]:
    """Count who comes from where; ours have no host."""
    return [(row[0], row[1]) for row in await reader.read(_HOSTS, meeting)]


async def find_waiting(reader: Reader, meeting: int) -> RsvpRow | None:
    """Find who has waited longest for a place."""
    return RsvpRow.first(await reader.read(_WAITING, meeting))


def insert_meeting(row: MeetingRow) -> Statement:
    """Add a meeting."""
    return Statement(_INSERT, row.values())


def change_meeting(row: MeetingRow) -> Statement:
    """Let a meeting be what its row says."""
    when = (row.starts, row.ends, row.timezone, row.place, row.link, row.format, row.rule)
    who = (row.join_mode, row.capacity, row.state, row.notes, row.recording, row.outcome_uri)
    rest = (row.sequence, row.began, row.grows, row.reminded)
    return Statement(_CHANGE, (*when, *who, *rest, row.id))


def set_counts(row: MeetingRow) -> Statement:
    """Take over what its home says of who comes."""
    return Statement(_COUNTED, (row.going, row.maybe, row.organizations, row.id))


def set_link(meeting: int, link: str) -> Statement:
    """Take over the link that its home told those who come."""
    return Statement(_LINK, (link, meeting))


def claim(meeting: int, community: int) -> Statement:
    """Let a meeting be one of a community, where it is of none."""
    return Statement(_CLAIM, (community, meeting))


def delete_meeting(meeting: int) -> tuple[Statement, ...]:
    """Forget a meeting and who came."""
    return tuple(Statement(sql, (meeting,)) for sql in _DELETE)


def insert_rsvp(row: RsvpRow) -> Statement:
    """Add an answer."""
    return Statement(_INSERT_RSVP, row.values())


def set_answer(row: RsvpRow) -> Statement:
    """Let somebody have answered otherwise."""
    return Statement(_ANSWER, (row.answer, row.uri, row.created, row.id))


def count_turn(meeting: int, now: int, pause: int) -> Statement:
    """Note that somebody answered: others are told, not more often than every `pause`."""
    return Statement(_TURN, (now, pause, meeting))


def mark_told(meeting: int, now: int) -> Statement:
    """Note that others are told who comes."""
    return Statement(_TOLD, (now, meeting))


def mark_reminded(meeting: int, now: int) -> Statement:
    """Note that those who come are reminded."""
    return Statement(_REMINDED, (now, meeting))


def mark_grown(meeting: int) -> Statement:
    """Note that the next of a series is written, or that there is none."""
    return Statement(_GROWN, (meeting,))


def _held(rows: Sequence[Row]) -> list[Held]:
    return [Held(MeetingRow.of(row), PostRow.of(row, _WIDTH)) for row in rows]
