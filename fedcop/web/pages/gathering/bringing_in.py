"""Bring meetings from the file of a calendar: those that lie ahead, each once."""

from typing import Final

from starlette.responses import Response

from fedcop import clock
from fedcop.community import policy, posts
from fedcop.community.drafts import Draft
from fedcop.community.practice import meetings, repeating
from fedcop.community.practice.parts import MeetingPart
from fedcop.errors import FedcopError, Invalid, Malformed, TooLarge, Unavailable
from fedcop.interchange import ical
from fedcop.interchange.ical import Entry
from fedcop.store.rows import GroupRow
from fedcop.values import Audience
from fedcop.web.ask import Ask
from fedcop.web.composing import describe
from fedcop.web.forms import Problems
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start

_AT_ONCE: Final = 50
_KNOWN: Final = 200


async def show(ask: Ask) -> Response:
    """Show the form for a file."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    return await _page(ask, group, Problems())


async def bring(ask: Ask) -> Response:
    """Bring what the file holds."""
    group, seat = await find_community(ask)
    policy.require(may_start(ask, group, seat))
    problems = Problems()
    body = ask.form.files.get("calendar", b"")
    if not body:
        problems.add("calendar", "Choose a file that ends in .ics.")
        return await _page(ask, group, problems)
    try:
        entries = ical.read(body)
    except (Malformed, TooLarge) as error:
        problems.add("calendar", error.safe.removeprefix("calendar: ").capitalize())
        return await _page(ask, group, problems)
    brought, left = await _bring(ask, group, entries)
    return await _page(ask, group, problems, (brought, left))


async def _bring(ask: Ask, group: GroupRow, entries: list[Entry]) -> tuple[int, int]:
    known = await meetings.next_of(ask.store, ask.viewer, group.actor.id, _KNOWN)
    there = {(one.post.title, one.row.starts) for one in known}
    now, brought = clock.now_ms(), 0
    for entry in entries:
        if brought == _AT_ONCE:
            break
        title = entry.title or "Meeting"
        if entry.cancelled or (title, entry.starts) in there:
            continue
        if entry.starts <= now and not entry.rule:
            continue
        try:
            await ask.do(posts.write, ask.me, _draft(ask, group, entry, title))
        except Unavailable:
            raise
        except FedcopError:
            continue  # what is no meeting here does not keep the others out
        there.add((title, entry.starts))
        brought += 1
    return brought, len(entries) - brought


def _draft(ask: Ask, group: GroupRow, entry: Entry, title: str) -> Draft:
    zone = entry.zone or "UTC"
    link = entry.url if entry.url.startswith(("https://", "http://")) else ""
    part = MeetingPart(
        starts=entry.starts,
        ends=entry.ends,
        timezone=zone,
        place=entry.place,
        link=link,
        rule=_rule(entry.rule),
    )
    return Draft(
        content=describe(ask, entry.text),
        source=entry.text,
        title=title[:200],
        kind="Event",
        community_id=group.actor.id,
        audience=Audience(group.practice.audience),
        practice=part,
    )


def _rule(text: str) -> str:
    """Take over how it repeats, where that can be said here; else it is there once."""
    try:
        repeating.read(text)
    except Invalid:
        return ""
    return text


async def _page(
    ask: Ask, group: GroupRow, problems: Problems, done: tuple[int, int] | None = None
) -> Response:
    status = 422 if problems else 200
    return await ask.page("meetings_bring.html", status, group=group, problems=problems, done=done)
