"""Questions: what waits for an answer, in whose community, and which answer helped."""

from collections.abc import Sequence
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.rows import QuestionRow, insert_of
from fedcop.store.statements import Keyed, Statement

OPEN: Final = Source("question", "0 + community_id", "id", "state = 'open'")
UNANSWERED: Final = Source(
    "question", "community_id + 0", "id", "state = 'open' AND first_answer = 0"
)
ANSWERED: Final = Source("question", "community_id - 0", "id", "state = 'answered'")
ASKED: Final = Source("question", "asker_id", "id")
_BEGUN = Source("question", "community_id + 0", "0 + id", "first_answer > 0")

_ONE = Keyed(f"SELECT id, {QuestionRow.columns()} FROM question WHERE id = ANY_ID(?)")
_BY_ANSWER = Keyed(
    "SELECT q.accepted_id, q.id FROM question q"
    " WHERE q.accepted_id = ANY_ID(?) AND q.accepted_id <> 0"
)
_SOME = f"SELECT {QuestionRow.columns()} FROM question WHERE id = ANY_ID(?)"
_INSERT = insert_of(QuestionRow)
_DELETE = "DELETE FROM question WHERE id = ?"
_CHANGE = "UPDATE question SET background = ?, tried = ?, urgency = ?, state = ? WHERE id = ?"
_SETTLE = (
    "UPDATE question SET state = ?, accepted_id = ?, accepted_by = ?, accepted = ?,"
    " answer_uri = '', settled = ? WHERE id = ?"
)
_ANSWERED = (
    "UPDATE question SET first_answer = CASE WHEN first_answer = 0 THEN CAST(? AS BIGINT)"
    " ELSE LEAST(first_answer, CAST(? AS BIGINT)) END WHERE id = ? AND asker_id <> ?"
)
_ARRIVED = (
    "UPDATE question SET accepted_id = ?, accepted = ?, answer_uri = '', state = 'answered'"
    " WHERE answer_uri = ? AND answer_uri <> '' AND accepted_id = 0"
)
_CLAIM = "UPDATE question SET community_id = ?, owed = ? WHERE id = ?"
_MARK = (
    "UPDATE post SET practice = 'question', title = ?, version = version + 1"
    " WHERE id = ? AND practice = ''"
)
_TOUCH = "UPDATE post SET version = version + 1 WHERE id = ?"
_FIRST = (
    "SELECT q.id FROM question q WHERE q.asker_id = ? AND q.community_id = ?"
    " ORDER BY q.asker_id, q.id LIMIT 1"
)
_OWED = (
    f"SELECT {QuestionRow.columns()} FROM question WHERE owed > 0 AND first_answer = 0"
    " AND state = 'open' AND 0 + owed <= ? ORDER BY 0 + owed, id LIMIT ?"
)
_REMIND = "UPDATE question SET owed = 0 - owed WHERE id = ?"
_TOLD = "SELECT id FROM post WHERE author_id = ? AND id > ? AND reply_to_id = ? LIMIT 1"

# Guards: a question stands as it was read.
OWED = "FROM question WHERE id = ? AND owed = ?"
SAME = "FROM question WHERE id = ? AND settled = ? AND accepted_id = ?"


async def find_question(reader: Reader, number: int) -> QuestionRow | None:
    """Find what makes a post a question."""
    return QuestionRow.first(await reader.many(_ONE, number))


async def list_questions(reader: Reader, numbers: Sequence[int]) -> list[QuestionRow]:
    """Read some questions."""
    if not numbers:
        return []
    return QuestionRow.all(await reader.read(_SOME, list(numbers)))


async def find_by_answer(reader: Reader, answer: int) -> int:
    """Find the question that an answer was accepted for; 0 when it was for none."""
    rows = await reader.many(_BY_ANSWER, answer)
    return int(rows[0][0]) if rows else 0


async def list_page(reader: Reader, walk: Walk, size: int) -> list[int]:
    """Read the ids of a page of questions, the latest first."""
    rows = await reader.read(walk.source.window("id", size), *walk.params)
    return sorted((int(row[0]) for row in rows), reverse=True)


async def list_begun(reader: Reader, community: int, size: int) -> list[tuple[int, int]]:
    """Read of the latest questions that somebody answered: which, and when they did."""
    walk = Walk(_BEGUN, community, (2**62,))
    rows = await reader.read(_BEGUN.window("id, first_answer", size), *walk.params)
    return [(int(row[0]), int(row[1])) for row in rows]


async def find_told(reader: Reader, community: int, answer: int) -> int:
    """Find where a community said that an answer helped, be it taken back; 0: nowhere."""
    rows = await reader.read(_TOLD, community, answer, answer)
    return int(rows[0][0]) if rows else 0


async def has_asked(reader: Reader, asker: int, community: int) -> bool:
    """Whether somebody asked a community before."""
    return bool(await reader.read(_FIRST, asker, community))


async def list_owed(reader: Reader, now: int, limit: int) -> list[QuestionRow]:
    """Read the first questions whose day is over and that nobody answered."""
    return QuestionRow.all(await reader.read(_OWED, now, limit))


def remind(number: int) -> Statement:
    """Note that stewards are told of it."""
    return Statement(_REMIND, (number,))


def insert_question(row: QuestionRow) -> Statement:
    """Add what makes a post a question."""
    return Statement(_INSERT, row.values())


def delete_question(number: int) -> Statement:
    """Let go of it."""
    return Statement(_DELETE, (number,))


def change_question(row: QuestionRow) -> Statement:
    """Write anew what somebody asks."""
    return Statement(_CHANGE, (row.background, row.tried, row.urgency, row.state, row.id))


def settle(row: QuestionRow) -> tuple[Statement, ...]:
    """Note which answer helped, or that none does; the faces of the posts change with it."""
    said = (row.state, row.accepted_id, row.accepted_by, row.accepted, row.settled, row.id)
    return (Statement(_SETTLE, said), Statement(_TOUCH, (row.id,)))


def touch(post: int) -> Statement:
    """Note that a post looks different."""
    return Statement(_TOUCH, (post,))


def answered(question: int, by: int, at: int) -> Statement:
    """Note when somebody else first answered a question; most posts are none."""
    return Statement(_ANSWERED, (at, at, question, by))


def arrived(answer: int, uri: str, at: int) -> Statement:
    """Note that an answer which was accepted before it came is here."""
    return Statement(_ARRIVED, (answer, at, uri))


def claim(question: int, community: int, owed: int) -> Statement:
    """Let a question belong to the community that passed it on."""
    return Statement(_CLAIM, (community, owed, question))


def mark(post: int, title: str) -> Statement:
    """Let a post be a question."""
    return Statement(_MARK, (title, post))
