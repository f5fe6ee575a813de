"""What is asked without a name, and who asked, sealed."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import (
    QuietLinkRow,
    QuietOpeningRow,
    QuietRow,
    QuietShareRow,
    QuietWordRow,
    insert_of,
)
from fedcop.store.statements import Statement

_COLUMNS = QuietRow.columns()
_MODE = "SELECT mode FROM quiet_rule WHERE community_id = ?"
_SET_MODE = (
    "INSERT INTO quiet_rule (community_id, mode) VALUES (?, ?)"
    " ON CONFLICT (community_id) DO UPDATE SET mode = excluded.mode"
)
_FIND = f"SELECT {_COLUMNS} FROM quiet_question WHERE id = ?"
_BY_BLIND = f"SELECT {_COLUMNS} FROM quiet_question WHERE blind = ANY_TEXT(?) ORDER BY 0 + id"
_BY_POST = f"SELECT {_COLUMNS} FROM quiet_question WHERE post_id = ? AND post_id > 0"
_BY_RELAYED = f"SELECT {_COLUMNS} FROM quiet_question WHERE relay_uri = ? AND relay_uri <> ''"
_HELD = (
    f"SELECT {_COLUMNS} FROM quiet_question WHERE community_id = ? AND state = ANY_TEXT(?)"
    " ORDER BY 0 + id LIMIT 100"
)
_DUE = (
    f"SELECT {_COLUMNS} FROM quiet_question"
    " WHERE due > 0 AND due <= ? AND state = 'waiting' LIMIT ?"
)
_WORDS_DUE = (
    f"SELECT {QuietWordRow.columns()} FROM quiet_word"
    " WHERE due > 0 AND due <= ? ORDER BY due LIMIT ?"
)
_WAITING_WORDS = f"SELECT {QuietWordRow.columns()} FROM quiet_word WHERE question_id = ANY_ID(?)"
_OPEN_OF_RELAY = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM quiet_question WHERE community_id = ?"
    " AND state = ANY_TEXT(?) AND relay_id = ? LIMIT 100) AS found"
)
_UNREAD = (
    "SELECT COUNT(*) FROM quiet_question q JOIN post p ON p.uri = q.home_uri"
    " WHERE q.blind = ANY_TEXT(?) AND q.home_uri <> '' AND p.replies > q.seen"
)
# Who is over: after its time, once it is answered, or once what was asked is gone.
_OVER = (
    f"SELECT {QuietRow.columns('q.')} FROM quiet_question q"
    " LEFT JOIN post p ON p.uri = q.home_uri AND q.home_uri <> ''"
    " LEFT JOIN question k ON k.id = p.id"
    " WHERE q.state <> 'muted' AND (q.expires <= ? OR p.deleted > 0 OR k.state = 'answered')"
    " LIMIT ?"
)
_SHARES = f"SELECT {QuietShareRow.columns()} FROM quiet_share WHERE question_id = ?"
_LINK = f"SELECT {QuietLinkRow.columns()} FROM quiet_link WHERE question_id = ?"
_OPENINGS = (
    f"SELECT {QuietOpeningRow.columns()} FROM quiet_opening WHERE community_id = ?"
    " ORDER BY at DESC LIMIT 100"
)
_OFFICERS = (
    "SELECT a.actor_id FROM account a WHERE a.role IN ('owner', 'admin') AND a.disabled = 0"
    " ORDER BY a.actor_id LIMIT 50"
)
_NODES = (
    "SELECT COUNT(*) FROM (SELECT a.host FROM follow f JOIN actor a ON a.id = f.follower_id"
    " WHERE f.target_id = ? AND f.state = 'accepted' GROUP BY a.host HAVING COUNT(*) >= ?) AS n"
)
_MEMBER_OF_HOST = (
    "SELECT 1 FROM follow f JOIN actor a ON a.id = f.follower_id"
    " WHERE f.target_id = ? AND f.state = 'accepted' AND a.host = ? LIMIT 1"
)
_PUBLISHED = (
    "UPDATE quiet_question SET state = 'open', due = 0, post_id = ?, home_uri = ?, title = '',"
    " body = '', tried = '' WHERE id = ?"
)
_NAMED = "UPDATE quiet_question SET home_uri = ? WHERE id = ?"
_STATE = "UPDATE quiet_question SET state = ?, due = ?, reason = ? WHERE id = ?"
_SEEN = "UPDATE quiet_question SET seen = ? WHERE id = ? AND seen < ?"
_DROP = (
    "DELETE FROM quiet_link WHERE question_id = ?",
    "DELETE FROM quiet_share WHERE question_id = ?",
    "DELETE FROM quiet_word WHERE question_id = ?",
)
_DELETE = "DELETE FROM quiet_question WHERE id = ?"
_DELETE_WORD = "DELETE FROM quiet_word WHERE id = ?"

# Guards: a question stands as it was read; what is to be said still waits.
STANDS = "FROM quiet_question WHERE id = ? AND state = ?"
STILL_WAITS = "FROM quiet_word WHERE id = ?"


async def find_mode(reader: Reader, community: int) -> str:
    """Read whether one may ask a community without a name; empty: nobody said."""
    rows = await reader.read(_MODE, community)
    return str(rows[0][0]) if rows else ""


def set_mode(community: int, mode: str) -> Statement:
    """Decide whether one may ask a community without a name."""
    return Statement(_SET_MODE, (community, mode))


async def find(reader: Reader, number: int) -> QuietRow | None:
    """Find a question without a name."""
    return QuietRow.first(await reader.read(_FIND, number))


async def list_by_blind(reader: Reader, marks: Sequence[str]) -> list[QuietRow]:
    """Read what bears one of these marks."""
    return QuietRow.all(await reader.read(_BY_BLIND, list(marks))) if marks else []


async def find_by_post(reader: Reader, post: int) -> QuietRow | None:
    """Find the question that was published as a post of ours."""
    return QuietRow.first(await reader.read(_BY_POST, post))


async def find_relayed(reader: Reader, uri: str) -> QuietRow | None:
    """Find what the voice of another node brought."""
    return QuietRow.first(await reader.read(_BY_RELAYED, uri))


async def list_of(reader: Reader, community: int, states: Sequence[str]) -> list[QuietRow]:
    """Read what is asked in a community and stands so."""
    return QuietRow.all(await reader.read(_HELD, community, list(states)))


async def list_due(reader: Reader, now: int, limit: int) -> list[QuietRow]:
    """Read the questions whose time has come."""
    return QuietRow.all(await reader.read(_DUE, now, limit))


async def list_words_due(reader: Reader, now: int, limit: int) -> list[QuietWordRow]:
    """Read what askers say and whose time has come."""
    return QuietWordRow.all(await reader.read(_WORDS_DUE, now, limit))


async def list_words(reader: Reader, questions: Sequence[int]) -> list[QuietWordRow]:
    """Read what askers said and what still waits."""
    return QuietWordRow.all(await reader.read(_WAITING_WORDS, list(questions)))


async def count_of_relay(reader: Reader, community: int, relay: int) -> int:
    """Count what another node asks in a community just now."""
    rows = await reader.read(_OPEN_OF_RELAY, community, ["waiting", "held", "open"], relay)
    return int(rows[0][0])


async def count_unread(reader: Reader, marks: Sequence[str]) -> int:
    """Count the questions with these marks that somebody answered since they were looked at."""
    return int((await reader.read(_UNREAD, list(marks)))[0][0]) if marks else 0


async def list_over(reader: Reader, now: int, limit: int) -> list[QuietRow]:
    """Read the questions of which nobody is to know any more who asked."""
    return QuietRow.all(await reader.read(_OVER, now, limit))


async def list_shares(reader: Reader, question: int) -> list[QuietShareRow]:
    """Read who holds what of a key."""
    return QuietShareRow.all(await reader.read(_SHARES, question))


async def find_link(reader: Reader, question: int) -> QuietLinkRow | None:
    """Find a sealed link."""
    return QuietLinkRow.first(await reader.read(_LINK, question))


async def list_openings(reader: Reader, community: int) -> list[QuietOpeningRow]:
    """Read who wanted to know who asked, the latest first."""
    return QuietOpeningRow.all(await reader.read(_OPENINGS, community))


async def list_officers(reader: Reader) -> list[int]:
    """Read who answers for the safety of the node."""
    return [row[0] for row in await reader.read(_OFFICERS)]


async def count_nodes(reader: Reader, community: int, people: int) -> int:
    """Count the nodes with at least so many members of a community."""
    return int((await reader.read(_NODES, community, people))[0][0])


async def has_member_of(reader: Reader, community: int, host: str) -> bool:
    """Whether somebody of a node is a member of a community."""
    return bool(await reader.read(_MEMBER_OF_HOST, community, host))


def insert(row: QuietRow) -> Statement:
    """Keep a question."""
    return Statement(insert_of(QuietRow), row.values())


def insert_link(row: QuietLinkRow, shares: Sequence[QuietShareRow]) -> tuple[Statement, ...]:
    """Keep a sealed link with what opens it."""
    return (
        Statement(insert_of(QuietLinkRow), row.values()),
        *(Statement(insert_of(QuietShareRow), share.values()) for share in shares),
    )


def insert_word(row: QuietWordRow) -> Statement:
    """Keep what an asker says next."""
    return Statement(insert_of(QuietWordRow), row.values())


def insert_opening(row: QuietOpeningRow) -> Statement:
    """Note that somebody wants to know who asked."""
    return Statement(insert_of(QuietOpeningRow), row.values())


def publish(number: int, post: int, home_uri: str) -> Statement:
    """Note as what a question was published; its text stands there from now on."""
    return Statement(_PUBLISHED, (post, home_uri, number))


def name(number: int, home_uri: str) -> Statement:
    """Note what a question is called at the home of its community."""
    return Statement(_NAMED, (home_uri, number))


def set_state(number: int, state: str, due: int = 0, reason: str = "") -> Statement:
    """Let a question stand otherwise."""
    return Statement(_STATE, (state, due, reason, number))


def mark_seen(number: int, replies: int) -> Statement:
    """Note how many answers its asker has seen."""
    return Statement(_SEEN, (replies, number, replies))


def forget_link(number: int) -> tuple[Statement, ...]:
    """Let nobody know any more who asked."""
    return tuple(Statement(text, (number,)) for text in _DROP)


def delete(number: int) -> tuple[Statement, ...]:
    """Let a question go, with all that says who asked."""
    return (*forget_link(number), Statement(_DELETE, (number,)))


def delete_word(number: int) -> Statement:
    """Let go of what was said."""
    return Statement(_DELETE_WORD, (number,))
