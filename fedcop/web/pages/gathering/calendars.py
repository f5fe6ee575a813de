"""Calendars to subscribe to: of a community, of a person by a secret address, of one meeting."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from fedcop import clock
from fedcop.community.practice import calendar_keys, meetings
from fedcop.community.practice.meetings import HOUR_MS, Held
from fedcop.errors import NotFound
from fedcop.interchange import ical
from fedcop.interchange.ical import Entry
from fedcop.markup.text import to_text
from fedcop.store.rows import ActorRow, MeetingRow, PostRow
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.gathering import meeting

_TYPE: Final = "text/calendar; charset=utf-8"
_AHEAD: Final = 200
_PAST: Final = 50
_SINCE_MS: Final = 60 * 24 * HOUR_MS
_TEXT: Final = 4_000


async def of_community(ask: Ask) -> Response:
    """Give out the calendar of a community; with a secret, what its owner may see."""
    group, _ = await find_community(ask)
    secret = ask.request.query_params.get("key", "")
    viewer = await calendar_keys.find_owner(ask.store, secret) if secret else None
    if secret and viewer is None:
        raise NotFound("This address opens no calendar any more.")
    ahead = await meetings.next_of(ask.store, viewer, group.actor.id, _AHEAD)
    past = await meetings.past_of(ask.store, viewer, group.actor.id, 0, _PAST)
    name = group.actor.display or group.actor.name
    return _calendar(ask, name, [*reversed(past), *ahead], viewer)


async def of_person(ask: Ask) -> Response:
    """Give out the calendar of whoever has this secret."""
    secret = ask.word("secret").removesuffix(".ics")
    owner = await calendar_keys.find_owner(ask.store, secret)
    if owner is None:
        raise NotFound("This address opens no calendar any more.")
    since = clock.now_ms() - _SINCE_MS
    held = await meetings.list_of_person(ask.store, owner, since, _AHEAD)
    return _calendar(ask, f"{owner.display or owner.name}: meetings", held, owner)


async def of_meeting(ask: Ask) -> Response:
    """Give out one meeting."""
    held = await meeting.find(ask)
    return _calendar(ask, held.line.post.title, [Held(held.row, held.line.post)], ask.viewer)


async def settings(ask: Ask) -> Response:
    """Show whether somebody has a calendar of their own."""
    return await _show(ask)


async def give(ask: Ask) -> Response:
    """Give somebody the address of their calendar, and show it this once."""
    return await _show(ask, await ask.do(calendar_keys.give, ask.me))


async def revoke(ask: Ask) -> Response:
    """Let the address of somebody's calendar open nothing any more."""
    await ask.do(calendar_keys.revoke, ask.me)
    return ask.go("/calendar")


async def _show(ask: Ask, secret: str = "") -> Response:
    key = await calendar_keys.find(ask.store, ask.me)
    ahead = await meetings.list_of_person(ask.store, ask.me, clock.now_ms(), _AHEAD)
    return await ask.page("calendar.html", key=key, secret=secret, coming=len(ahead))


def _calendar(ask: Ask, name: str, held: Sequence[Held], viewer: ActorRow | None) -> Response:
    origin = ask.site.settings.origin
    body = ical.write(name, (entry_of(origin, one.row, one.post) for one in held))
    keep = "private, no-store" if viewer else "public, max-age=300"
    return Response(body, media_type=_TYPE, headers={"Cache-Control": keep})


def entry_of(origin: str, row: MeetingRow, post: PostRow) -> Entry:
    """Put a meeting into a calendar; where one meets online stands on its page alone."""
    text = to_text(post.content)[:_TEXT]
    page = f"{origin}/e/{post.id}"
    return Entry(
        uid=post.uri,
        title=post.title or "Meeting",
        starts=row.starts,
        ends=row.ends,
        text=f"{text}\n\n{page}".strip(),
        place=row.place,
        url=page,
        sequence=row.sequence,
        changed=max(post.edited, post.published),
        cancelled=row.state == "cancelled",
    )
