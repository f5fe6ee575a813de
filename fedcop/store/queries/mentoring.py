"""Who would be a mentor, and who helps whom."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, MentorProfileRow, MentorshipRow, insert_of
from fedcop.store.statements import Keyed, Statement

_PROFILE = Keyed(
    f"SELECT id, {MentorProfileRow.columns()} FROM mentor_profile WHERE id = ANY_ID(?)"
)
_OPEN = (
    f"SELECT {MentorProfileRow.columns('m.')}, {ActorCard.columns('a.')} FROM mentor_profile m"
    " CROSS JOIN actor a WHERE m.open = 1 AND a.id = m.id AND a.id <> ? AND a.deleted = 0"
    " AND a.suspended = 0 AND (SELECT r.disabled FROM account r WHERE r.actor_id = a.id) = 0"
    " AND (SELECT b.id FROM personal_block b WHERE b.actor_id = ? AND b.blocked_id = a.id) IS NULL"
    " AND (SELECT b.id FROM personal_block b WHERE b.actor_id = a.id AND b.blocked_id = ?) IS NULL"
    " AND (SELECT count(*) FROM mentorship s WHERE s.mentor_id = m.id AND s.state = 'accepted')"
    " < m.most ORDER BY m.changed DESC LIMIT ?"
)
_SHARED = (
    "SELECT f.follower_id, a.display, a.name FROM follow f CROSS JOIN follow g CROSS JOIN actor a"
    " WHERE f.follower_id = ANY_ID(?) AND f.state = 'accepted' AND g.follower_id = ?"
    " AND g.target_id = f.target_id AND g.state = 'accepted' AND a.id = f.target_id"
    " AND a.kind = 'Group' LIMIT 500"
)
_BY_ID = Keyed(f"SELECT id, {MentorshipRow.columns()} FROM mentorship WHERE id = ANY_ID(?)")
_BY_URI = f"SELECT {MentorshipRow.columns()} FROM mentorship WHERE uri = ?"
_MINE = (
    f"SELECT {MentorshipRow.columns('s.')}, {ActorCard.columns('a.')} FROM mentorship s"
    " CROSS JOIN actor a WHERE {mine} = ? AND a.id = {other} ORDER BY s.id DESC LIMIT ?"
)
_COUNT = "SELECT count(*) FROM mentorship WHERE mentor_id = ? AND state = 'accepted'"
_BETWEEN = (
    "SELECT count(*) FROM mentorship WHERE mentor_id = ? AND mentee_id = ?"
    " AND state IN ('open', 'discuss', 'accepted')"
)
_INSERT = insert_of(MentorshipRow)
_INSERT_PROFILE = insert_of(MentorProfileRow)
_DELETE_PROFILE = "DELETE FROM mentor_profile WHERE id = ?"
_MOVE = (
    "UPDATE mentorship SET state = ?, answer_uri = ?, answered = ?, ended = ?, words = ?"
    " WHERE id = ?"
)

# A guard: nobody has answered or ended it meanwhile.
SAME_STATE: Final = "FROM mentorship WHERE id = ? AND state = ?"


class Pair(NamedTuple):
    """A mentorship, and the other of the two."""

    row: MentorshipRow
    other: ActorCard


class Candidate(NamedTuple):
    """Somebody who would be a mentor."""

    profile: MentorProfileRow
    actor: ActorCard


async def find_profile(reader: Reader, actor: int) -> MentorProfileRow | None:
    """Find what somebody says of themselves as a mentor."""
    return MentorProfileRow.first(await reader.many(_PROFILE, actor))


async def list_open(reader: Reader, viewer: int, limit: int) -> list[Candidate]:
    """Read who would be a mentor and has room, but for those one blocks or who block one."""
    width = MentorProfileRow.width()
    rows = await reader.read(_OPEN, viewer, viewer, viewer, limit)
    return [Candidate(MentorProfileRow.of(row), ActorCard.of(row, width)) for row in rows]


async def list_shared(reader: Reader, actors: list[int], viewer: int) -> dict[int, list[str]]:
    """Read in which communities of the reader some people are."""
    found: dict[int, list[str]] = {}
    for number, display, name in await reader.read(_SHARED, actors, viewer) if actors else ():
        found.setdefault(number, []).append(display or name)
    return found


async def find_mentorship(reader: Reader, number: int) -> MentorshipRow | None:
    """Find a mentorship by its id."""
    return MentorshipRow.first(await reader.many(_BY_ID, number))


async def find_by_uri(reader: Reader, uri: str) -> MentorshipRow | None:
    """Find a mentorship by the uri of its Offer."""
    return MentorshipRow.first(await reader.read(_BY_URI, uri))


async def list_mine(reader: Reader, actor: int, limit: int) -> tuple[list[Pair], list[Pair]]:
    """Read whom somebody helps, and who helps them."""
    width = MentorshipRow.width()
    found = []
    for mine, other in (("s.mentor_id", "s.mentee_id"), ("s.mentee_id", "s.mentor_id")):
        rows = await reader.read(_MINE.format(mine=mine, other=other), actor, limit)
        found.append([Pair(MentorshipRow.of(row), ActorCard.of(row, width)) for row in rows])
    return found[0], found[1]


async def count_mentees(reader: Reader, mentor: int) -> int:
    """Count whom somebody helps just now."""
    return int((await reader.read(_COUNT, mentor))[0][0])


async def are_at_it(reader: Reader, mentor: int, mentee: int) -> bool:
    """Whether something is between two already."""
    return bool((await reader.read(_BETWEEN, mentor, mentee))[0][0])


def set_profile(row: MentorProfileRow) -> tuple[Statement, ...]:
    """Keep what somebody says of themselves as a mentor."""
    return Statement(_DELETE_PROFILE, (row.id,)), Statement(_INSERT_PROFILE, row.values())


def insert_mentorship(row: MentorshipRow) -> Statement:
    """Add a mentorship."""
    return Statement(_INSERT, row.values())


def move_mentorship(row: MentorshipRow) -> Statement:
    """Let a mentorship stand as its row says."""
    told = (row.state, row.answer_uri, row.answered, row.ended, row.words, row.id)
    return Statement(_MOVE, told)
