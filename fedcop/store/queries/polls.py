"""Polls: what is asked, how it stands, who chose what."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import OptionRow, PollRow, TallyRow, VoteRow, insert_of
from fedcop.store.statements import Keyed, Statement

_WIDTH = PollRow.width()
_POLLS = Keyed(
    f"SELECT o.post_id, {PollRow.columns('p.')}, t.voters, o.title, o.votes FROM poll_option o"
    " CROSS JOIN poll p CROSS JOIN poll_tally t WHERE o.post_id = ANY_ID(?) AND p.id = o.post_id"
    " AND t.id = o.post_id ORDER BY o.post_id, o.position"
)
_TALLY = f"SELECT {TallyRow.columns()} FROM poll_tally WHERE id = ?"
_VOTE = Keyed(
    f"SELECT k.a, k.b, {VoteRow.columns('v.')} FROM PAIRS(?) CROSS JOIN poll_vote v"
    " WHERE v.post_id = k.a AND v.actor_id = k.b",
    pairs=True,
)
_OF_READERS = (
    "SELECT v.actor_id, v.choices FROM poll_vote v WHERE v.post_id = ? AND v.actor_id = ANY_ID(?)"
)
_VOTERS_HERE = (
    "SELECT v.actor_id, (SELECT r.disabled FROM account r WHERE r.actor_id = v.actor_id)"
    " FROM poll_vote v WHERE v.post_id = ? AND v.actor_id > ? ORDER BY v.actor_id LIMIT ?"
)
_ENDING = "SELECT id FROM poll WHERE closed = 0 AND ends_at > 0 AND ends_at <= ? ORDER BY ends_at"
_DUE = "SELECT id FROM poll_tally WHERE due > 0 AND due <= ? ORDER BY due"
_ADD = "UPDATE poll_vote SET choices = ? WHERE id = ?"
_COUNT = "UPDATE poll_option SET votes = votes + 1 WHERE post_id = ? AND position = ?"
# What nobody counted stays uncounted; what is due already stays due when it was.
_MOVE = (
    "UPDATE poll_tally SET voters = CASE WHEN voters < 0 THEN voters ELSE voters + ? END,"
    " due = CASE WHEN due > 0 THEN due ELSE GREATEST(?, told + ?) END WHERE id = ?"
)
_MOVE_QUIETLY = (
    "UPDATE poll_tally SET voters = CASE WHEN voters < 0 THEN voters ELSE voters + ? END"
    " WHERE id = ?"
)
_CHANGED = "UPDATE post SET version = version + 1 WHERE id = ?"
_SET_VOTES = "UPDATE poll_option SET votes = ? WHERE post_id = ? AND position = ?"
_SET_VOTERS = "UPDATE poll_tally SET voters = ? WHERE id = ?"
_ASK = (
    "UPDATE poll SET multiple = ?, hide_totals = ?, ends_at = ?, closed = ?, round = ? WHERE id = ?"
)
_CLOSE = "UPDATE poll SET closed = ? WHERE id = ?"
_TOLD = "UPDATE poll_tally SET told = ?, due = 0 WHERE id = ?"
_ASKED = "UPDATE poll_tally SET asked = ? WHERE id = ?"
_EMPTY = (
    "DELETE FROM poll_vote WHERE post_id = ?",
    "DELETE FROM poll_option WHERE post_id = ?",
)
_DELETE = ("DELETE FROM poll WHERE id = ?", "DELETE FROM poll_tally WHERE id = ?", *_EMPTY)

# Guards: a poll asks what was read, and has not ended; somebody's choices are those that were
# read; the counts are still to be told, and not told by another.
SAME_ROUND = "FROM poll WHERE id = ? AND round = ?"
OPEN = "FROM poll WHERE id = ? AND round = ? AND closed = 0"
SAME_CHOICES = "FROM poll_vote WHERE id = ? AND choices = ?"
STILL_DUE = "FROM poll_tally WHERE id = ? AND due > 0"
NOT_ASKED = "FROM poll_tally WHERE id = ? AND asked = ?"


@dataclass(frozen=True, slots=True)
class Poll:
    """What a post asks, and how it stands."""

    row: PollRow
    voters: int  # -1: nobody said
    options: tuple[str, ...]
    votes: tuple[int, ...]


async def find_poll(reader: Reader, post: int) -> Poll | None:
    """Find what a post asks."""
    rows = await reader.many(_POLLS, post)
    return _poll(rows) if rows else None


async def list_polls(reader: Reader, posts: Sequence[int]) -> dict[int, Poll]:
    """Read what some posts ask; those that ask nothing are left out."""
    found: dict[int, list[Row]] = {}
    for row in await reader.read(_POLLS.sql, list(posts)) if posts else ():
        found.setdefault(row[0], []).append(row[1:])
    return {post: _poll(rows) for post, rows in found.items()}


async def find_tally(reader: Reader, post: int) -> TallyRow | None:
    """Find how a poll stands."""
    return TallyRow.first(await reader.read(_TALLY, post))


async def find_vote(reader: Reader, post: int, actor: int) -> VoteRow | None:
    """Find what somebody chose."""
    return VoteRow.first(await reader.many(_VOTE, (post, actor)))


async def list_choices(reader: Reader, post: int, actors: Sequence[int]) -> dict[int, int]:
    """Read what some people chose, a bit for each option."""
    rows = await reader.read(_OF_READERS, post, list(actors)) if actors else ()
    return {row[0]: row[1] for row in rows}


async def list_own_choices(reader: Reader, actor: int, posts: Sequence[int]) -> dict[int, int]:
    """Read what somebody chose in some polls, a bit for each option."""
    if not posts:
        return {}
    pairs = "[" + ",".join(f"[{post},{actor}]" for post in posts) + "]"
    rows = VoteRow.all([row[2:] for row in await reader.read(_VOTE.sql, pairs)])
    return {row.post_id: row.choices for row in rows}


async def list_voters_here(
    reader: Reader, post: int, after: int, limit: int
) -> tuple[list[int], int]:
    """Read a window of those who chose: who of them is one of ours, and where the next begins."""
    rows = await reader.read(_VOTERS_HERE, post, after, limit)
    here = [row[0] for row in rows if row[1] == 0]
    return here, rows[-1][0] if len(rows) == limit else 0


async def list_ending(reader: Reader, now: int, limit: int) -> list[int]:
    """Read which polls have ended and nobody was told."""
    return [row[0] for row in await reader.read(f"{_ENDING} LIMIT {limit:d}", now)]


async def list_due(reader: Reader, now: int, limit: int) -> list[int]:
    """Read of which polls the counts are to be told."""
    return [row[0] for row in await reader.read(f"{_DUE} LIMIT {limit:d}", now)]


def insert_poll(
    row: PollRow, tally: TallyRow, options: Sequence[OptionRow]
) -> tuple[Statement, ...]:
    """Let a post ask something."""
    return (
        Statement(insert_of(PollRow), row.values()),
        Statement(insert_of(TallyRow), tally.values()),
        *insert_options(options),
    )


def insert_options(options: Sequence[OptionRow]) -> tuple[Statement, ...]:
    """Give a poll its choices."""
    return tuple(Statement(insert_of(OptionRow), option.values()) for option in options)


def ask_otherwise(row: PollRow) -> Statement:
    """Let a poll be as its row says."""
    asked = (row.multiple, row.hide_totals, row.ends_at, row.closed, row.round, row.id)
    return Statement(_ASK, asked)


def empty_poll(post: int) -> tuple[Statement, ...]:
    """Forget the choices of a poll, and who chose what."""
    return tuple(Statement(sql, (post,)) for sql in _EMPTY)


def delete_poll(post: int) -> tuple[Statement, ...]:
    """Let a post ask nothing."""
    return tuple(Statement(sql, (post,)) for sql in _DELETE)


def insert_vote(row: VoteRow) -> Statement:
    """Note what somebody chose; twice is a conflict."""
    return Statement(insert_of(VoteRow), row.values())


def set_choices(number: int, choices: int) -> Statement:
    """Note all that somebody chose by now."""
    return Statement(_ADD, (choices, number))


def count_votes(post: int, positions: Sequence[int]) -> tuple[Statement, ...]:
    """Count a vote for some options."""
    counted = (Statement(_COUNT, (post, position)) for position in positions)
    return (*counted, Statement(_CHANGED, (post,)))


def count_voter(post: int, voters: int) -> Statement:
    """Count somebody who chose in a poll of another node."""
    return Statement(_MOVE_QUIETLY, (voters, post))


def count_voter_here(post: int, voters: int, now: int, pause: int) -> Statement:
    """Count somebody who chose in a poll of ours: others are told soon, but not too often."""
    return Statement(_MOVE, (voters, now, pause, post))


def set_counts(post: int, votes: Sequence[int], voters: int) -> tuple[Statement, ...]:
    """Take over the counts that the home of a poll told."""
    counts = (Statement(_SET_VOTES, (count, post, at)) for at, count in enumerate(votes))
    return (*counts, Statement(_SET_VOTERS, (voters, post)), Statement(_CHANGED, (post,)))


def set_voters(post: int, voters: int) -> Statement:
    """Say how many people chose."""
    return Statement(_SET_VOTERS, (voters, post))


def close_poll(post: int, now: int) -> tuple[Statement, ...]:
    """Note that a poll has ended, and with it the telling of its counts."""
    told = Statement(_TOLD, (now, post))
    return (Statement(_CLOSE, (now, post)), told, Statement(_CHANGED, (post,)))


def mark_told(post: int, now: int) -> Statement:
    """Note that others are told the counts."""
    return Statement(_TOLD, (now, post))


def mark_asked(post: int, now: int) -> Statement:
    """Note that the home of a poll is asked how it stands."""
    return Statement(_ASKED, (now, post))


def _poll(rows: Sequence[Row]) -> Poll:
    titles = tuple(row[_WIDTH + 1] for row in rows)
    votes = tuple(row[_WIDTH + 2] for row in rows)
    return Poll(PollRow.of(rows[0]), rows[0][_WIDTH], titles, votes)
