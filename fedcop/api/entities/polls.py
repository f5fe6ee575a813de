"""Polls: what is asked and how it stands is rendered once, what the reader chose is put in."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from fedcop import clock
from fedcop.api.ask import Ask
from fedcop.api.entities.times import moment
from fedcop.community import polls
from fedcop.community.polls import Poll


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll rendered up to what its reader chose: as long as one can choose, and after that."""

    author_id: int
    ends_at: int  # 0: never
    open: bytes
    ended: bytes


def render(poll: Poll, author_id: int) -> Asked:
    """Render what a poll says to everybody."""
    hidden = bool(poll.row.hide_totals)
    still = _said(poll, ended=False, hidden=hidden)
    return Asked(author_id, poll.row.ends_at, still, _said(poll, ended=True, hidden=False))


async def for_reader(ask: Ask, asked: Mapping[int, Asked]) -> dict[int, bytes]:
    """Put some polls together for whoever reads them."""
    now, me = clock.now_ms(), ask.viewer
    if me is None:
        return {number: _at(one, now) + b"}" for number, one in asked.items()}
    chosen = await polls.own_choices(ask.store, me, list(asked))
    return {
        number: _at(one, now) + _chosen(chosen.get(number, 0), own=one.author_id == me.id)
        for number, one in asked.items()
    }


def _said(poll: Poll, *, ended: bool, hidden: bool) -> bytes:
    counts: list[int | None] = [None] * len(poll.votes) if hidden else list(poll.votes)
    options = zip(poll.options, counts, strict=True)
    said = {
        "id": str(poll.row.id),
        "expires_at": moment(poll.row.ends_at) if poll.row.ends_at else None,
        "expired": ended,
        "multiple": bool(poll.row.multiple),
        "votes_count": sum(poll.votes),
        "voters_count": poll.voters if poll.voters >= 0 else None,
        "options": [{"title": title, "votes_count": count} for title, count in options],
        "emojis": [],
    }
    return orjson.dumps(said)[:-1]


def _at(one: Asked, now: int) -> bytes:
    return one.ended if 0 < one.ends_at <= now else one.open


def _chosen(choices: int, *, own: bool) -> bytes:
    """Say what somebody chose; who asks has nothing to choose."""
    voted = b"true" if choices or own else b"false"
    return b',"voted":%s,"own_votes":%s}' % (voted, orjson.dumps(polls.positions(choices)))
