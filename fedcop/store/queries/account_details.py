"""What it takes to render accounts: actors, how many follow them and what they wrote.

Nobody needs to know large numbers exactly, and counting further would hold up others: each count
looks at one index and stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop import ids
from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow

MOST_COUNTED: Final = 10_000
_MOST_FOLLOWED: Final = 2_000
_ACTORS = f"SELECT {ActorRow.columns()} FROM actor WHERE id = ANY_ID(?)"
_VERSIONS = "SELECT id, version FROM actor WHERE id = ANY_ID(?)"
_ALIVE = f"{_VERSIONS} AND deleted = 0 AND suspended = 0"
# `0 + a.id` as well: SQLite has no index for an expression that is compared with a column.
_COUNTS = (
    "SELECT a.id, c.members, c.posts, c.active, COALESCE(c.archived, 0),"
    " CASE WHEN c.actor_id IS NULL THEN (SELECT count(*) FROM (SELECT 1 FROM follow"
    " WHERE target_id = a.id AND state = 'accepted'"
    f" LIMIT {MOST_COUNTED}) f) END,"
    " (SELECT count(*) FROM (SELECT 1 FROM follow WHERE follower_id = a.id"
    f" AND state = 'accepted' LIMIT {_MOST_FOLLOWED}) g),"
    " CASE WHEN c.actor_id IS NULL THEN (SELECT count(*) FROM (SELECT 1 FROM post"
    " WHERE (0 + author_id) = 0 + a.id AND deleted = 0 AND audience < 4"
    f" LIMIT {MOST_COUNTED}) p) END,"
    " CASE WHEN c.actor_id IS NULL THEN (SELECT max(q.id) FROM post q"
    " WHERE (0 + q.author_id) = 0 + a.id AND q.deleted = 0 AND q.audience < 4) END"
    " FROM actor a LEFT JOIN community c ON c.actor_id = a.id WHERE a.id = ANY_ID(?)"
)
_ROLES = "SELECT actor_id, role FROM account WHERE actor_id = ANY_ID(?)"
_MOVED = f"SELECT {ActorRow.columns()} FROM actor WHERE uri = ANY_TEXT(?)"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of and around somebody."""

    followers: int = 0
    following: int = 0
    posts: int = 0
    last_post: int = 0  # in milliseconds, 0 when there is none
    archived: int = 0  # since when a community takes nothing new


@dataclass(frozen=True, slots=True)
class Detail:
    """An actor with what is said beside it."""

    actor: ActorRow
    counts: Counts
    role: str = ""
    moved: ActorRow | None = None  # where they went, when we know who that is


async def list_versions(reader: Reader, actors: list[int]) -> dict[int, int]:
    """Read of which version some actors are."""
    rows = await reader.read(_VERSIONS, actors) if actors else ()
    return {row[0]: row[1] for row in rows}


async def list_alive(reader: Reader, actors: list[int]) -> dict[int, int]:
    """Read of which version some actors are, without those who are gone or suspended."""
    rows = await reader.read(_ALIVE, actors) if actors else ()
    return {row[0]: row[1] for row in rows}


async def list_accounts(reader: Reader, actors: Sequence[int]) -> dict[int, Detail]:
    """Read all that is said of some actors."""
    wanted = list(actors)
    if not wanted:
        return {}
    rows = ActorRow.all(await reader.read(_ACTORS, wanted))
    counts = {row[0]: _counts(row) for row in await reader.read(_COUNTS, wanted)}
    ours = [row.id for row in rows if not row.host]
    roles = {row[0]: row[1] for row in await reader.read(_ROLES, ours)} if ours else {}
    moved = await _moved(reader, [row.moved_to for row in rows if row.moved_to])
    return {
        row.id: Detail(row, counts[row.id], roles.get(row.id, ""), moved.get(row.moved_to))
        for row in rows
    }


async def _moved(reader: Reader, uris: list[str]) -> dict[str, ActorRow]:
    if not uris:
        return {}
    return {row.uri: row for row in ActorRow.all(await reader.read(_MOVED, uris))}


def _counts(row: Row) -> Counts:
    _, members, threads, active, archived, followers, following, posts, last = row
    if members is not None:
        return Counts(members, following, threads, active, archived)
    return Counts(followers, following, posts, ids.time_of(last) if last else 0)
