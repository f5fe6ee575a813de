"""Who could know: whom one may ask, what they answered before, and what waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import AskMeRow, insert_of
from fedcop.store.statements import Keyed, Statement

MOST: Final = 500  # of those who may be asked, in one community

_ONE = Keyed(f"SELECT id, {AskMeRow.columns()} FROM ask_me WHERE id = ANY_ID(?)")
_WILLING = (
    f"SELECT {AskMeRow.columns('m.')} FROM ask_me m WHERE m.id > 0 AND m.most > 0 AND m.id <> ?"
    " AND COALESCE((SELECT f.state FROM follow f WHERE f.follower_id = m.id AND f.target_id = ?),"
    f" '') = 'accepted' ORDER BY m.id LIMIT {MOST}"
)
# What they said to the latest questions of a community, under which topics.
_HELPED = (
    "SELECT a.author_id, h.tag, count(*) FROM (SELECT id, accepted_id FROM question"
    " WHERE community_id - 0 = ? AND state = 'answered' ORDER BY id DESC LIMIT 300) q"
    " CROSS JOIN post a CROSS JOIN hashtag h WHERE a.id = q.accepted_id AND a.deleted = 0"
    " AND h.post_id = q.id AND h.tag = ANY_TEXT(?) GROUP BY a.author_id, h.tag"
)
_LIKED = (
    "SELECT a.author_id, h.tag, sum(a.likes) FROM (SELECT id FROM question"
    " WHERE community_id + 0 = ? AND first_answer > 0 ORDER BY 0 + id DESC LIMIT 300) q"
    " CROSS JOIN hashtag h CROSS JOIN post a WHERE h.post_id = q.id AND h.tag = ANY_TEXT(?)"
    " AND a.root_id = q.id AND a.deleted = 0 AND a.likes > 1 GROUP BY a.author_id, h.tag"
)
_OWN = (
    "SELECT DISTINCT h.tag FROM (SELECT root_id FROM post WHERE 0 + author_id = ?"
    " AND deleted = 0 AND audience < 4 ORDER BY id DESC LIMIT 200) r CROSS JOIN question q"
    " CROSS JOIN hashtag h WHERE q.id = r.root_id AND q.asker_id <> ? AND h.post_id = q.id"
)
_WAITING = (
    "SELECT q.id, h.tag FROM hashtag h CROSS JOIN question q WHERE h.tag = ANY_TEXT(?)"
    " AND h.post_id > ? AND q.id = h.post_id AND q.state = 'open' AND q.asker_id <> ?"
    " AND COALESCE((SELECT f.state FROM follow f WHERE f.follower_id = ?"
    " AND f.target_id = q.community_id), '') = 'accepted' ORDER BY q.id DESC LIMIT ?"
)
_SAID = "SELECT root_id FROM post WHERE root_id = ANY_ID(?) AND author_id = ? AND deleted = 0"
_ANSWERS_BY = (
    "SELECT max(id) FROM post WHERE root_id = ANY_ID(?) AND author_id = ? AND deleted = 0"
    " AND id <> root_id GROUP BY root_id ORDER BY 1"
)
_PUT = (
    f"{insert_of(AskMeRow)} ON CONFLICT (id) DO UPDATE SET changed = excluded.changed,"
    " topics = excluded.topics, most = excluded.most, quiet_from = excluded.quiet_from,"
    " quiet_to = excluded.quiet_to, timezone = excluded.timezone"
)
_FORGET = "DELETE FROM ask_me WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Known:
    """How much somebody is known to know of one topic."""

    person: int
    topic: str
    count: int


async def find_ask_me(reader: Reader, person: int) -> AskMeRow | None:
    """Read what somebody may be asked about."""
    return AskMeRow.first(await reader.many(_ONE, person))


async def list_willing(reader: Reader, community: int, but: int) -> list[AskMeRow]:
    """Read which members of a community here may be asked something, all but one."""
    return AskMeRow.all(await reader.read(_WILLING, but, community))


async def list_helped(reader: Reader, community: int, topics: Sequence[str]) -> list[Known]:
    """Count whose answers helped in a community, by topic."""
    rows = await reader.read(_HELPED, community, list(topics))
    return [Known(int(row[0]), str(row[1]), int(row[2])) for row in rows]


async def list_liked(reader: Reader, community: int, topics: Sequence[str]) -> list[Known]:
    """Count the likes of answers that several people like, by topic."""
    rows = await reader.read(_LIKED, community, list(topics))
    return [Known(int(row[0]), str(row[1]), int(row[2])) for row in rows]


async def list_own_topics(reader: Reader, person: int) -> list[str]:
    """Read the topics of the questions somebody answered lately."""
    return [str(row[0]) for row in await reader.read(_OWN, person, person)]


async def list_waiting(
    reader: Reader, person: int, topics: Sequence[str], since: int, limit: int
) -> list[tuple[int, str]]:
    """Read which open questions of somebody's communities have one of these topics."""
    rows = await reader.read(_WAITING, list(topics), since, person, person, limit)
    return [(int(row[0]), str(row[1])) for row in rows]


async def list_said_to(reader: Reader, person: int, questions: Iterable[int]) -> set[int]:
    """Read to which of some questions somebody said something already."""
    rows = await reader.read(_SAID, list(questions), person)
    return {int(row[0]) for row in rows}


async def list_answers_by(reader: Reader, person: int, questions: Iterable[int]) -> list[int]:
    """Read what somebody said last in each of some threads."""
    wanted = list(questions)
    return [int(row[0]) for row in await reader.read(_ANSWERS_BY, wanted, person)] if wanted else []


def put_ask_me(row: AskMeRow) -> Statement:
    """Write down what somebody may be asked about."""
    return Statement(_PUT, row.values())


def forget_ask_me(person: int) -> Statement:
    """Ask somebody nothing any more."""
    return Statement(_FORGET, (person,))
