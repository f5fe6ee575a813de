"""Of whom one is told at once: a policy by kinds of people, and requests of those who wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import pushes
from fedcop.errors import NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, follows, notifications
from fedcop.store.queries import notice_rules as rows
from fedcop.store.queries.notice_rules import Between
from fedcop.store.queries.notifications import About
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, PolicyRow, RequestRow
from fedcop.store.statements import Statement
from fedcop.values import NoticeRule

MERGED: Final = "notifications.merged"  # rung with the id of who let in what waited

_DAY: Final = 86_400_000
_NEW: Final = 30 * _DAY
_SETTLED: Final = 3 * _DAY  # who follows for less does not count as a follower yet
_OWN_WORK: Final = (
    "helped",
    "endorsed",
    "offer_answered",
    "change_answered",
    "result_due",
    "newcomer_waits",
    "moved_on",
    "adapted",
    "translated",
    "needs_review",
    "meeting_soon",
    "meeting_answered",
    "mentor_answered",
)
_FROM_THE_HOUSE: Final = (
    "reported",
    "report_answered",
    "moderated",
    "appealed",
    "appeal_answered",
    "glass_opened",
    "archived",
    "opened_again",
    "made_steward",
)
_ALWAYS: Final = frozenset({"accepted", "join", "poll", "update", *_OWN_WORK, *_FROM_THE_HOUSE})
_ROUNDS: Final = 4
_WIDE: Final = 120


@dataclass(frozen=True, slots=True)
class Wish:
    """What a policy is to be; what is None stays as it is."""

    not_following: NoticeRule | None = None
    not_followers: NoticeRule | None = None
    new_accounts: NoticeRule | None = None
    private_mentions: NoticeRule | None = None
    limited_accounts: NoticeRule | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody whose doings wait to be asked for."""

    row: RequestRow
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests, the latest first, and where the next page begins."""

    requests: list[Request]
    first: int = 0
    last: int = 0
    more: bool = False


async def tell(
    unit: Unit,
    recipient: int,
    about: About,
    insert: Callable[[int, About], Statement] = notifications.tell,
    *,
    private: bool = False,
) -> None:
    """Tell somebody, or let it wait, or not, as they decided."""
    rule = await judge(unit, recipient, about, private=private)
    if rule == NoticeRule.DROP:
        return
    if rule == NoticeRule.FILTER:
        waiting = replace(about, waits=True)
        unit.add(insert(recipient, waiting), notifications.ask_for(recipient, about))
        return
    told = replace(about, number=ids.new_id())
    unit.add(insert(recipient, told))
    await pushes.owe(unit, recipient, told.kind, told.number)
    unit.wake("notification", recipient)


async def judge(unit: Unit, recipient: int, about: About, *, private: bool) -> NoticeRule:
    """Say what becomes of a notification; `private` is one that nobody else can read."""
    if about.kind in _ALWAYS:
        return NoticeRule.ACCEPT
    between = await rows.find_between(unit, recipient, about.actor_id)
    if between is None:
        return await _without_policy(unit, recipient, about)
    if between.permitted:
        return NoticeRule.ACCEPT
    return verdict(between, clock.now_ms(), private=private)


async def _without_policy(unit: Unit, recipient: int, about: About) -> NoticeRule:
    """Let all be told at once, but for those who are limited here and whom one does not follow."""
    by = await actors.find_actor(unit, about.actor_id)
    if by is None or not by.limited:
        return NoticeRule.ACCEPT
    follow = await follows.find_follow(unit, recipient, by.id)
    known = follow is not None and follow.state == "accepted"
    return NoticeRule.ACCEPT if known else NoticeRule.FILTER


def verdict(between: Between, now: int, *, private: bool) -> NoticeRule:
    """Say what a policy says about somebody: the strictest of all that fits."""
    policy, stranger = between.policy, not between.followed
    newcomer = between.published > now - _NEW
    asked = (
        (stranger, policy.not_following),
        (not between.following or between.following > now - _SETTLED, policy.not_followers),
        (stranger and newcomer, policy.new_accounts),
        (stranger and private, policy.private_mentions),
        (stranger and bool(between.limited), policy.limited_accounts),
    )
    return NoticeRule(max((rule for fits, rule in asked if fits), default=0))


async def find(reader: Reader, owner: ActorRow) -> PolicyRow:
    """Read somebody's policy."""
    return await rows.find_policy(reader, owner.id)


async def count_all(reader: Reader, owner: ActorRow) -> tuple[int, int]:
    """Count who waits, up to a hundred, and what, up to a thousand."""
    return await rows.count_all(reader, owner.id)


async def change(unit: Unit, owner: ActorRow, wish: Wish) -> PolicyRow:
    """Change what becomes of notifications from now on."""
    known = await rows.find_policy(unit, owner.id)
    changed = {
        name: int(rule)
        for name, rule in (
            ("not_following", wish.not_following),
            ("not_followers", wish.not_followers),
            ("new_accounts", wish.new_accounts),
            ("private_mentions", wish.private_mentions),
            ("limited_accounts", wish.limited_accounts),
        )
        if rule is not None
    }
    row = replace(known, **changed)
    unit.touch(f"policy:{owner.id}")
    unit.add(rows.set_policy(row))
    return row


async def page(reader: Reader, owner: ActorRow, span: Span, limit: int) -> Page:
    """Read who waits to be asked for."""
    kept: list[RequestRow] = []
    edge, size = 0, limit + 1
    for _ in range(_ROUNDS):
        window = await rows.list_requests(reader, owner.id, span, size)
        kept += [row for row, shown in window if shown]
        edge = window[-1][0].id if len(window) >= size else 0
        if not edge or len(kept) > limit:
            break
        span, size = span.beyond(edge), _WIDE
    shown, cut = kept[:limit], len(kept) > limit
    if span.up:
        shown.reverse()
    last = shown[-1].id if shown and (cut or span.up or not edge) else edge
    more = cut or bool(edge) or (span.up and bool(shown))
    return Page([await _counted(reader, row) for row in shown], _first(shown), last, more)


async def get(reader: Reader, owner: ActorRow, number: int) -> Request:
    """Read one request. Raises NotFound."""
    row = await rows.find_request(reader, owner.id, number)
    if row is None:
        raise NotFound("There is no such request.")
    return await _counted(reader, row)


async def accept(unit: Unit, owner: ActorRow, numbers: Sequence[int]) -> None:
    """Let in what waits from some, and tell of them from now on. Raises NotFound."""
    for row in await _found(unit, owner, numbers):
        unit.add(*rows.permit(owner.id, row.actor_id))
    unit.wake("notification", owner.id)
    unit.wake(MERGED, owner.id)


async def dismiss(unit: Unit, owner: ActorRow, numbers: Sequence[int]) -> None:
    """Forget what waits from some. Raises NotFound."""
    for row in await _found(unit, owner, numbers):
        unit.add(*rows.forget(owner.id, row.actor_id))


async def _found(unit: Unit, owner: ActorRow, numbers: Sequence[int]) -> list[RequestRow]:
    found = await rows.list_some(unit, owner.id, list(numbers)[: rows.MOST])
    if not found:
        raise NotFound("There is no such request.")
    return found


async def _counted(reader: Reader, row: RequestRow) -> Request:
    return Request(row, await rows.count_waiting(reader, row.owner_id, row.actor_id))


def _first(rows_shown: Sequence[RequestRow]) -> int:
    return rows_shown[0].id if rows_shown else 0
