"""How an artifact of ours comes to stand otherwise; what it says stays as it is."""

from dataclasses import replace
from typing import Final

from fedcop import clock
from fedcop.community import events
from fedcop.community.practice import standing
from fedcop.community.practice_events import ArtifactRestated
from fedcop.errors import Conflict, NotFound
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import artifacts, posts, standings
from fedcop.store.rows import ArtifactRow
from fedcop.tongues import N_

_LONGEST_REASON: Final = 2000
_YEAR_MS: Final = 365 * 86_400_000
_AT_ONCE: Final = 50


async def restate(
    unit: Unit, row: ArtifactRow, move: str, *, reason: str = "", cause: int = 0
) -> bool:
    """Let an artifact of ours stand otherwise; False for one from elsewhere, or without change.

    Raises Conflict where it cannot go this way.
    """
    after = standing.move(row.status, move)
    changed = replace(row, status=after, reason=reason[:_LONGEST_REASON])
    return await _write(unit, row, changed, cause)


async def heard(
    unit: Unit, row: ArtifactRow, move: str, *, reason: str = "", cause: int = 0
) -> bool:
    """Let an artifact of ours stand as a community says, unless it has gone another way since."""
    if row.status not in standing.MOVES[move][0]:
        return False
    return await restate(unit, row, move, reason=reason, cause=cause)


async def needs_review(unit: Unit, row: ArtifactRow, reason: str, cause: int = 0) -> bool:
    """Ask that an artifact is looked at again; False where that is asked already, or not ours."""
    if row.status not in standing.MOVES["question"][0] or row.status == standing.NEEDS_REVIEW:
        return False
    return await restate(unit, row, "question", reason=reason, cause=cause)


async def renewed(unit: Unit, row: ArtifactRow, cause: int = 0) -> bool:
    """Note that an artifact of ours is endorsed as it is; a day that has passed is put off."""
    if row.status not in standing.MOVES["endorse"][0]:
        return False
    review_by = clock.now_ms() + _YEAR_MS if standing.is_overdue(row) else row.review_by
    changed = replace(row, status=standing.ENDORSED, reason="", review_by=review_by)
    return await _write(unit, row, changed, cause)


async def supersede(unit: Unit, row: ArtifactRow, successor: str, cause: int = 0) -> bool:
    """Say which artifact takes the place of one of ours. Raises NotFound and Conflict."""
    if successor == row.uri:
        raise Conflict("Nothing takes the place of itself.")
    found = await artifacts.find_artifact_by_uri(unit, successor)
    if found is None or found.status == standing.WITHDRAWN:
        raise NotFound("What takes its place is not here; open it on this node first.")
    if await _leads_back(unit, found, row.uri):
        raise Conflict("That one says that this takes its place.")
    after = standing.move(row.status, "supersede")
    return await _write(unit, row, replace(row, status=after, superseded_by=successor), cause)


async def keep_time(store: Store) -> int:
    """Mark what was to be looked at again by now; the worker's step."""
    done = 0
    for row in await standings.list_overdue(store, clock.now_ms(), _AT_ONCE):
        unit = Unit(store)
        done += await needs_review(
            unit, row, N_("The day has passed by which it was to be reviewed.")
        )
        await unit.commit()
    return done


async def list_overdue(reader: Reader, community: int) -> list[ArtifactRow]:
    """Read what in the library of a community must be looked at again, the longest due first."""
    return await standings.list_overdue_of(reader, community, clock.now_ms(), _AT_ONCE)


async def list_passed(reader: Reader, community: int) -> list[ArtifactRow]:
    """Read what its stewards may endorse: it passed review as it is, the longest waiting first."""
    return await standings.list_passed_of(reader, community, _AT_ONCE)


async def _leads_back(reader: Reader, row: ArtifactRow, uri: str) -> bool:
    """Whether what takes the place of an artifact, and so on, is in the end that itself."""
    seen: set[str] = set()
    while row.superseded_by and row.uri not in seen:
        if row.superseded_by == uri:
            return True
        seen.add(row.uri)
        following = await artifacts.find_artifact_by_uri(reader, row.superseded_by)
        if following is None:
            return False
        row = following
    return False


async def _write(unit: Unit, row: ArtifactRow, changed: ArtifactRow, cause: int) -> bool:
    post = await posts.find_post(unit, row.id)
    if post is None or not post.local or post.deleted or changed == row:
        return False
    unit.touch(f"artifact:{row.uri}")
    unit.guard(standings.SAME_STATUS, row.id, row.status)
    unit.add(*standings.restate(changed))
    events.record(unit, ArtifactRestated(post.id, post.root_id), cause)
    return True
