"""A poll as one reader sees it."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community import polls
from fedcop.community.polls import Poll
from fedcop.store.rows import PostRow
from fedcop.tongues import _, ngettext
from fedcop.web.ask import Ask

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices, and its share of all who chose, in percent."""

    position: int
    title: str
    votes: int
    share: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A poll as one reader sees it."""

    post: PostRow
    multiple: bool
    hidden: bool
    choices: tuple[Choice, ...]
    voters: int
    ends_at: int
    left: str  # how long one can still choose, or nothing
    ended: bool
    mine: bool  # whether they chose
    open: bool  # whether they can choose
    problem: str = ""


async def shown_of(ask: Ask, post: PostRow, problem: str = "") -> Shown | None:
    """Say what a post asks and what its reader chose; None when it asks nothing."""
    poll = (await polls.of_posts(ask.store, [post])).get(post.id)
    if poll is None or post.deleted:
        return None
    me, mine = ask.viewer, 0
    if me is not None:
        mine = (await polls.own_choices(ask.store, me, [post.id])).get(post.id, 0)
    ended = polls.has_ended(poll)
    able = me is not None and me.id != post.author_id and not mine and not ended
    return Shown(
        post=post,
        multiple=bool(poll.row.multiple),
        hidden=polls.hides_counts(poll),
        choices=_choices(poll, mine),
        voters=poll.voters if poll.voters >= 0 else sum(poll.votes),
        ends_at=poll.row.ends_at,
        left="" if ended else _left(poll.row.ends_at - clock.now_ms()),
        ended=ended,
        mine=bool(mine),
        open=able,
        problem=problem,
    )


def _choices(poll: Poll, mine: int) -> tuple[Choice, ...]:
    several = poll.row.multiple and poll.voters > 0
    whole = max(poll.voters if several else sum(poll.votes), 1)
    told = zip(poll.options, poll.votes, strict=True)
    return tuple(
        Choice(at, title, votes, min(round(100 * votes / whole), 100), bool(mine >> at & 1))
        for at, (title, votes) in enumerate(told)
    )


def _left(ms: int) -> str:
    """Say in words how long it is until then."""
    if ms <= 0:
        return ""
    days, hours, minutes = ms // (24 * _HOUR_MS), ms // _HOUR_MS, ms // _MINUTE_MS
    if days:
        return ngettext("%(num)s day left", "%(num)s days left", days) % {"num": days}
    if hours:
        return ngettext("%(num)s hour left", "%(num)s hours left", hours) % {"num": hours}
    if minutes:
        return ngettext("%(num)s minute left", "%(num)s minutes left", minutes) % {"num": minutes}
    return _("less than a minute left")
