"""What it takes to forget somebody: what is still there of them, and how it goes."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from fedcop.store.batch import Reader, Store
from fedcop.store.queries.kept import Kept
from fedcop.store.queries.kept_of_people import KEPT
from fedcop.store.queries.personal import Whose
from fedcop.store.rows import FollowRow
from fedcop.store.statements import Statement

_LASTING: Final = "('Delete', 'Undo', 'Block', 'Reject')"
_ARTIFACTS: Final = "UPDATE artifact_revision SET title = '' WHERE artifact_id = ?"
_STANDING: Final = "SELECT COUNT(*) FROM post WHERE author_id = ? AND deleted = 0"
_FOLLOWS: Final = (
    f"SELECT {FollowRow.columns()} FROM follow WHERE follower_id = ?"
    " AND state IN ('pending', 'accepted') ORDER BY 0 + id LIMIT ?"
)
_STEWARDED: Final = "SELECT community_id FROM steward WHERE actor_id = ? ORDER BY id LIMIT ?"
_ALONE: Final = (
    "SELECT a.name FROM steward s JOIN actor a ON a.id = s.community_id AND a.host = ''"
    " WHERE s.actor_id = ? AND NOT EXISTS (SELECT 1 FROM steward o"
    " WHERE o.community_id = s.community_id AND o.actor_id <> s.actor_id) ORDER BY a.name LIMIT 50"
)
_RSVPS: Final = (
    "SELECT meeting_id FROM rsvp WHERE actor_id = ? AND answer <> 'not' ORDER BY id LIMIT ?"
)
_LIKES: Final = "SELECT post_id FROM reaction WHERE actor_id = ? ORDER BY id LIMIT ?"
_BOOSTS: Final = "SELECT post_id FROM boost WHERE actor_id = ? ORDER BY id LIMIT ?"
_STOOD_FOR: Final = (
    "SELECT DISTINCT artifact_uri FROM endorsement WHERE endorser_id = ? AND withdrawn = 0 LIMIT ?"
)
_WORKS: Final = (
    "SELECT p.id FROM post p JOIN artifact a ON a.id = p.id WHERE p.author_id = ?"
    " AND p.deleted = 0 AND p.community_id <> 0 AND p.audience < 4 ORDER BY p.id LIMIT ?"
)
_OPEN_EVENT: Final = "SELECT 1 FROM event WHERE done < 1 AND id < ? LIMIT 1"
_SAID: Final = (
    f"SELECT position FROM log_entry WHERE object_uri = ? AND forms <> 0 AND kind NOT IN {_LASTING}"
)
_OWN_SAID: Final = (
    "SELECT position FROM log_entry WHERE actor_id = ? AND forms <> 0"
    f" AND kind NOT IN {_LASTING} LIMIT ?"
)
_SILENCE: Final = (
    "UPDATE log_address SET settled = 1 WHERE position = ANY_ID(?) AND settled = 0",
    "UPDATE log_entry SET forms = 0, plain = NULL, wrapped = NULL WHERE position = ANY_ID(?)",
)
_CIRCLE: Final = (
    "SELECT DISTINCT a.host, CASE WHEN a.shared_inbox <> '' THEN a.shared_inbox ELSE a.inbox END,"
    " CASE WHEN a.shared_inbox <> '' THEN 1 ELSE 0 END FROM actor a WHERE a.id IN ("
    " SELECT follower_id FROM follow WHERE target_id = ?"
    " UNION SELECT target_id FROM follow WHERE follower_id = ?"
    " UNION SELECT m.actor_id FROM post p JOIN mention m ON m.post_id = p.id WHERE p.author_id = ?"
    " UNION SELECT r.actor_id FROM post p JOIN reaction r ON r.post_id = p.id WHERE p.author_id = ?"
    " UNION SELECT b.actor_id FROM post p JOIN boost b ON b.post_id = p.id WHERE p.author_id = ?"
    " UNION SELECT q.author_id FROM post q WHERE q.root_id IN"
    " (SELECT p.root_id FROM post p WHERE p.author_id = ?)"
    " UNION SELECT p.community_id FROM post p WHERE p.author_id = ?)"
    " AND a.host <> '' AND a.deleted = 0 AND a.inbox <> '' AND NOT EXISTS (SELECT 1 FROM peer e"
    " JOIN lane l ON l.peer_id = e.id WHERE e.host = a.host)"
)
_SERVERS: Final = "SELECT COUNT(DISTINCT peer_id) FROM lane"
_TOLD: Final = (
    "SELECT MAX(position) FROM log_entry WHERE actor_id = ? AND kind = 'Delete' AND object_uri = ?"
)
_REACH: Final = (
    "SELECT p.host, MIN(CASE WHEN g.settled = 0 OR COALESCE(i.state, 1) <> 1 THEN 0 ELSE 1 END),"
    " MAX(COALESCE(NULLIF(i.error, ''), CASE WHEN g.settled = 0 THEN p.last_error ELSE '' END))"
    " FROM log_address g JOIN lane l ON l.id = g.lane_id JOIN peer p ON p.id = l.peer_id"
    " LEFT JOIN lane_item i ON i.lane_id = g.lane_id AND i.position = g.position"
    " WHERE g.position = ? AND g.lane_id <> 0 GROUP BY p.host ORDER BY p.host"
)
_KEYS_GO: Final = "DELETE FROM actor_key WHERE actor_id = ?"
_LOG_GOES: Final = (
    "DELETE FROM lane_item WHERE position IN (SELECT position FROM log_entry WHERE actor_id = ?)",
    "DELETE FROM log_address WHERE position IN (SELECT position FROM log_entry WHERE actor_id = ?)",
    "DELETE FROM log_entry WHERE actor_id = ?",
    "DELETE FROM lane_stream WHERE stream_id IN (SELECT id FROM stream WHERE owner_id = ?)",
    "DELETE FROM log_address WHERE stream_id <> 0"
    " AND stream_id IN (SELECT id FROM stream WHERE owner_id = ?)",
    "DELETE FROM stream WHERE owner_id = ?",
)
_PASS_ON: Final = (
    "UPDATE post SET author_id = ?, version = version + 1 WHERE id = ?",
    "UPDATE media SET owner_id = ? WHERE post_id = ?",
)
_REVISIONS_TO: Final = (
    "UPDATE artifact_revision SET author_id = ? WHERE artifact_id = ? AND author_id = ?"
)
_UNPROVE: Final = (
    "DELETE FROM document WHERE hash IN"
    " (SELECT r.document FROM artifact_revision r WHERE r.artifact_id = ? AND r.document <> '')",
    "UPDATE artifact_revision SET document = '' WHERE artifact_id = ?",
)
_PART_GOES: Final = "DELETE FROM contributor WHERE artifact_id = ? AND actor_uri = ?"


class Told(NamedTuple):
    """One server that is to forget somebody: whether it took it, and else why not."""

    host: str
    told: bool
    error: str


async def list_going(store: Store, kept: Kept, whose: Whose, limit: int) -> list[Any]:
    """Read the keys of some rows of a table that are to go with somebody."""
    asked = _going(kept, whose)
    if not asked:
        return []
    texts, params = zip(*asked, strict=True)
    rows = await store.search(f"{' UNION '.join(texts)} LIMIT {limit:d}", *params)
    return [row[0] for row in rows]


async def list_naming(store: Store, kept: Kept, column: str, person: int, limit: int) -> list[Any]:
    """Read the keys of some rows that name somebody in a column that is to forget them."""
    sql = f"SELECT {kept.key} FROM {kept.table} WHERE {column} = ? LIMIT {limit:d}"
    return [row[0] for row in await store.search(sql, person)]


async def count_going(store: Store, whose: Whose) -> dict[str, int]:
    """Count what goes with somebody, by table: what stays is not counted, tombstones neither."""
    counts = {"post": int((await store.search(_STANDING, whose.id))[0][0])}
    for kept in KEPT:
        asked = _going(kept, whose)
        for column in kept.blank:
            text = f"SELECT {kept.key} FROM {kept.table} WHERE {column} = ?"
            asked.append((text, whose.id))
        if asked:
            texts, params = zip(*asked, strict=True)
            sql = f"SELECT COUNT(*) FROM ({' UNION '.join(texts)}) u"
            counts[kept.table] = int((await store.search(sql, *params))[0][0])
    return {table: number for table, number in counts.items() if number}


def delete_by_mail(kept: Kept, mail: str) -> Statement:
    """Let what is kept of a mail address go."""
    return Statement(f"DELETE FROM {kept.table} WHERE {kept.mail} = ?", (mail,))


def forget_rsvp(meeting: int, person: int) -> Statement:
    """Forget what somebody said to a meeting."""
    return Statement("DELETE FROM rsvp WHERE meeting_id = ? AND actor_id = ?", (meeting, person))


def delete_rows(kept: Kept, keys: Sequence[Any]) -> Statement:
    """Let rows go."""
    by = "= ANY_ID(?)" if isinstance(keys[0], int) else "= ANY_TEXT(?)"
    return Statement(f"DELETE FROM {kept.table} WHERE {kept.key} {by}", (list(keys),))


def blank_rows(kept: Kept, column: str, keys: Sequence[Any]) -> Statement:
    """Let rows forget who it was."""
    said = f"{column} = 0" + (f", {kept.wipe}" if kept.wipe else "")
    sql = f"UPDATE {kept.table} SET {said} WHERE {kept.key} = ANY_ID(?)"
    return Statement(sql, (list(keys),))


def wipe_rows(kept: Kept, person: int) -> tuple[Statement, ...]:
    """Let rows that stay say no more than they must."""
    if not (kept.wipe and kept.stays):
        return ()
    sql = f"UPDATE {kept.table} SET {kept.wipe} WHERE {kept.own[0]} = ?"
    return (Statement(sql, (person,)),)


async def list_follows(reader: Reader, person: int, limit: int) -> list[FollowRow]:
    """Read some of what somebody follows."""
    return FollowRow.all(await reader.read(_FOLLOWS, person, limit))


async def list_stewarded(reader: Reader, person: int, limit: int) -> list[int]:
    """Read some of the communities somebody looks after."""
    return [row[0] for row in await reader.read(_STEWARDED, person, limit)]


async def list_left_alone(store: Store, person: int) -> list[str]:
    """Name the communities of ours that nobody else looks after."""
    return [row[0] for row in await store.search(_ALONE, person)]


async def list_meetings(store: Store, person: int, limit: int) -> list[int]:
    """Read some of the meetings somebody said they come to."""
    return [row[0] for row in await store.search(_RSVPS, person, limit)]


async def list_liked(store: Store, person: int, limit: int) -> list[int]:
    """Read some of what somebody liked."""
    return [row[0] for row in await store.search(_LIKES, person, limit)]


async def list_boosted(store: Store, person: int, limit: int) -> list[int]:
    """Read some of what somebody passed on."""
    return [row[0] for row in await store.search(_BOOSTS, person, limit)]


async def list_stood_for(store: Store, person: int, limit: int) -> list[str]:
    """Read some of what somebody stands for."""
    return [row[0] for row in await store.search(_STOOD_FOR, person, limit)]


async def list_works(store: Store, person: int, limit: int) -> list[int]:
    """Read some of the artifacts somebody shared with communities."""
    return [row[0] for row in await store.search(_WORKS, person, limit)]


async def is_untold(reader: Reader, before: int) -> bool:
    """Whether something that happened before an id was made is yet to be told."""
    return bool(await reader.read(_OPEN_EVENT, before))


async def list_said(store: Store, uri: str) -> list[int]:
    """Find where the log still says something of an object."""
    return [row[0] for row in await store.search(_SAID, uri)]


async def list_own_said(store: Store, person: int, limit: int) -> list[int]:
    """Find where the log still says something in somebody's name."""
    return [row[0] for row in await store.search(_OWN_SAID, person, limit)]


def silence(positions: Sequence[int]) -> tuple[Statement, ...]:
    """Let the log say nothing any more at some places."""
    return tuple(Statement(sql, (list(positions),)) for sql in _SILENCE)


def forget_title(artifact: int) -> Statement:
    """Let the revisions of an artifact forget what they were called."""
    return Statement(_ARTIFACTS, (artifact,))


async def list_circle(store: Store, person: int) -> list[tuple[str, str, int]]:
    """Read by which inboxes those are reached who may know somebody, where we never sent a thing.

    Each with its host, and whether it is shared by all there.
    """
    return [tuple(row) for row in await store.search(_CIRCLE, *([person] * 7))]


async def count_servers(store: Store) -> int:
    """Count the servers that this node ever sent anything to."""
    return int((await store.search(_SERVERS))[0][0])


async def list_told(store: Store, person: int, uri: str) -> list[Told]:
    """Read which servers were told that somebody is gone, and which were not reached."""
    at = (await store.search(_TOLD, person, uri))[0][0]
    rows = await store.search(_REACH, int(at)) if at else ()
    return [Told(row[0], bool(row[1]), row[2] or "") for row in rows]


def end_keys(person: int) -> tuple[Statement, ...]:
    """Destroy somebody's keys, and what waited for them."""
    return (Statement(_KEYS_GO, (person,)), *(Statement(sql, (person,)) for sql in _LOG_GOES))


def pass_on(work: int, person: int, uri: str, to: int) -> tuple[Statement, ...]:
    """Let an artifact be by somebody else; its revisions are to be proved anew."""
    return (
        *(Statement(sql, (to, work)) for sql in _PASS_ON),
        Statement(_REVISIONS_TO, (to, work, person)),
        *(Statement(sql, (work,)) for sql in _UNPROVE),
        Statement(_PART_GOES, (work, uri)),
    )


def _going(kept: Kept, whose: Whose) -> list[tuple[str, object]]:
    """Write the queries for the keys of what goes, each with its parameter."""
    if kept.stays:
        return []
    key, table = kept.key, kept.table
    found: list[tuple[str, object]] = [
        (f"SELECT {key} FROM {table} WHERE {column} = ?", whose.id) for column in kept.naming
    ]
    found += [(f"SELECT {key} FROM {table} WHERE {one} = ?", whose.uri) for one in kept.uris]
    if kept.mail and whose.mail:
        found.append((f"SELECT {key} FROM {table} WHERE {kept.mail} = ?", whose.mail))
    if kept.through:
        column, other, owner = kept.through
        by = f"SELECT t.{key} FROM {other} o JOIN {table} t ON t.{column} = o.id"
        found.append((f"{by} WHERE o.{owner} = ?", whose.id))
    return found
