"""The rhythm of a community: what lies ahead, what was, and the calendar to subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from fedcop.community.practice import meetings, repeating, rsvps
from fedcop.community.practice.meetings import Held
from fedcop.web import telling
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start

_AHEAD: Final = 40
_PAST: Final = 20


@dataclass(frozen=True, slots=True)
class Month:
    """The meetings of one month."""

    name: str
    held: tuple[Held, ...]


async def show(ask: Ask) -> Response:
    """Show the meetings of a community."""
    group, seat = await find_community(ask)
    before = ask.before()
    ahead = [] if before else await meetings.next_of(ask.store, ask.viewer, group.actor.id, _AHEAD)
    past = await meetings.past_of(ask.store, ask.viewer, group.actor.id, before, _PAST)
    own = {}
    if ask.viewer is not None:
        numbers = [one.post.id for one in (*ahead, *past)]
        own = await rsvps.own_answers(ask.store, ask.me, numbers)
    return await ask.page(
        "meetings.html",
        group=group,
        seat=seat,
        telling=telling,
        months=months_of(ahead),
        past=past,
        own=own,
        first=not before,
        more=past[-1].row.starts if len(past) == _PAST else 0,
        may_start=may_start(ask, group, seat),
    )


def months_of(held: Sequence[Held]) -> list[Month]:
    """Put meetings under the months they are in."""
    found: dict[str, list[Held]] = {}
    for one in held:
        at = repeating.wall(one.row.starts, one.row.timezone or "UTC")
        found.setdefault(f"{at:%B %Y}", []).append(one)
    return [Month(name, tuple(some)) for name, some in found.items()]
