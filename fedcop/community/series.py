"""Meetings that repeat: the next one is written in good time, and all of them are moved at once."""

from dataclasses import replace
from typing import Final

from fedcop import clock
from fedcop.community import posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import meetings, repeating
from fedcop.community.practice.parts import MeetingPart
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, mentions
from fedcop.store.queries import meetings as rows
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, MeetingRow, PostRow
from fedcop.values import Audience

_MOST: Final = 60  # of a series that are changed at once


async def grow(unit: Unit, post_id: int) -> None:
    """Write the next meeting of a series as the last one was; nothing where there is none."""
    post = await post_queries.find_post(unit, post_id)
    row = await meetings.find(unit, post_id)
    unit.touch(f"meeting:{post_id}")
    unit.guard(rows.STILL_GROWS, post_id)
    unit.add(rows.mark_grown(post_id))
    if post is None or row is None or not post.local or not row.rule:
        return
    author = await actors.find_actor(unit, post.author_id)
    found = _next(row)
    if author is None or author.deleted or author.suspended or found is None:
        return
    starts, nth = found
    part = replace(
        meetings.part_of(row),
        starts=starts,
        ends=starts + (row.ends - row.starts),
        state="confirmed",
        notes="",
        recording="",
        outcome_uri="",
        nth=nth,
        grows=True,
    )
    await posts.write(unit, author, await _draft(unit, post, part))


async def revise_following(unit: Unit, author: ActorRow, post_id: int, edit: Edit) -> list[PostRow]:
    """Say a meeting and those of its series after it anew; each keeps its own notes.

    Raises what `posts.revise` raises.
    """
    row = await _get(unit, post_id)
    part = edit.practice
    if not isinstance(part, MeetingPart):
        raise Invalid("starts: say when it begins")
    if not row.series_uri:
        done = await posts.revise(unit, author, post_id, edit)
        return [done] if done else []
    following = await rows.list_series(unit, row.series_uri, row.nth, _MOST)
    shift = repeating.wall(part.starts, part.timezone) - repeating.wall(row.starts, row.timezone)
    began = repeating.wall(row.began, row.timezone) + shift
    found = []
    for one in following:
        at = repeating.occurrence(repeating.read(row.rule), began, one.nth)
        starts = repeating.instant(at, part.timezone) if at else one.starts
        if one.id == post_id:
            starts = part.starts
        own = replace(
            part,
            starts=starts,
            ends=starts + (part.ends - part.starts),
            began=repeating.instant(began, part.timezone),
            rule=repeating.write(repeating.read(row.rule), began),
            series_uri=one.series_uri,
            nth=one.nth,
            grows=bool(one.grows) and part.state == "confirmed",
            notes=one.notes,
            recording=one.recording,
            outcome_uri=one.outcome_uri,
        )
        done = await posts.revise(unit, author, one.id, replace(edit, practice=own, of_revision=0))
        found += [done] if done else []
    return found


async def cancel(unit: Unit, author: ActorRow, post_id: int, *, following: bool) -> None:
    """Cancel a meeting, or it and those of its series after it. Raises NotFound and Refused."""
    row = await _get(unit, post_id)
    chosen = [row]
    if following and row.series_uri:
        chosen = await rows.list_series(unit, row.series_uri, row.nth, _MOST)
    for one in chosen:
        post = await post_queries.find_post(unit, one.id)
        if post is None or post.deleted:
            continue
        part = replace(meetings.part_of(one), state="cancelled")
        if following:
            part = replace(part, grows=False)
        await posts.revise(unit, author, one.id, await edit_of(unit, post, part))


async def named_in(reader: Reader, post: PostRow) -> tuple[int, ...]:
    """Read for whom a meeting is, where it is for named people; they stay whatever it says."""
    if post.audience != Audience.NAMED:
        return ()
    return tuple(await mentions.list_mentioned(reader, post.id))


async def edit_of(unit: Unit, post: PostRow, part: MeetingPart) -> Edit:
    """Say a meeting anew in the words it has."""
    return Edit(
        content=post.content,
        source=post.source,
        title=post.title,
        summary=post.summary,
        language=post.language,
        sensitive=bool(post.sensitive),
        mentions=tuple(await mentions.list_mentioned(unit, post.id)),
        hashtags=tuple(await mentions.list_hashtags(unit, post.id)),
        cop=post.cop,
        practice=part,
    )


def _next(row: MeetingRow) -> tuple[int, int] | None:
    """Say when the next of a series is: what lies behind us already is left out."""
    began = repeating.wall(row.began, row.timezone)
    rule, now = repeating.read(row.rule), clock.now_ms()
    for nth in range(row.nth + 1, repeating.MOST + 1):
        at = repeating.occurrence(rule, began, nth)
        if at is None:
            return None
        starts = repeating.instant(at, row.timezone)
        if starts > now:
            return starts, nth
    return None


async def _draft(unit: Unit, post: PostRow, part: MeetingPart) -> Draft:
    return Draft(
        content=post.content,
        source=post.source,
        title=post.title,
        kind=post.kind,
        community_id=post.community_id,
        audience=Audience(post.audience),
        language=post.language,
        mentions=await named_in(unit, post),
        hashtags=tuple(await mentions.list_hashtags(unit, post.id)),
        practice=part,
    )


async def _get(unit: Unit, post_id: int) -> MeetingRow:
    row = await meetings.find(unit, post_id)
    if row is None:
        raise NotFound("There is no such meeting.")
    return row
