"""Digests: what is new for somebody in their communities, once a day or a week, or nothing.

One letter tells of all communities that are due on a day. Whoever has a letter owed is moved on in
the same unit, so that nobody gets one twice, however the worker ends.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from fedcop import clock
from fedcop.community import letters, mail_wishes, needs, routing, stopping
from fedcop.community.letters import Letter
from fedcop.community.mail_wishes import DAILY, WEEKLY
from fedcop.community.perform import perform
from fedcop.markup.text import one_line
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import (
    accounts,
    addresses,
    digests,
    mail_readers,
    meetings,
    posts,
)
from fedcop.store.rows import AccountRow, ActorRow, GroupRow, MailReaderRow, PostRow

_DAY_MS: Final = 86_400_000
_FURTHEST_MS: Final = 14 * _DAY_MS
_AHEAD_MS: Final = {DAILY: 2 * _DAY_MS, WEEKLY: 8 * _DAY_MS}
_MOST: Final = 3  # of each: a digest is to be read
_AT_ONCE: Final = 20
_STRANGERS: Final = 200
_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Part:
    """What is new in one community."""

    id: int
    name: str
    address: str
    results: list[dict[str, object]] = field(default_factory=list)
    endorsed: list[dict[str, object]] = field(default_factory=list)
    questions: list[dict[str, object]] = field(default_factory=list)
    meetings: list[dict[str, object]] = field(default_factory=list)

    @property
    def new(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.results or self.endorsed or self.questions or self.meetings)


@dataclass(frozen=True, slots=True)
class Span:
    """Which communities a digest is about, and since when."""

    groups: list[GroupRow]
    every: int
    since: int
    now: int


async def greet(store: Store) -> int:
    """Write down those of whom it is not known how they want mail: as usual."""
    strangers = await mail_readers.list_strangers(store, _STRANGERS)
    for account in strangers:
        await perform(store, _know, account)
    return len(strangers)


async def make_due(store: Store) -> int:
    """Owe digests to those whose hour has come; return how many were looked at."""
    due = await mail_readers.list_digests_due(store, clock.now_ms(), _AT_ONCE)
    for row in due:
        await perform(store, make, row)
    return len(due)


async def make(unit: Unit, row: MailReaderRow) -> bool:
    """Owe somebody a digest if there is anything new, and say when the next is due."""
    now, who = clock.now_ms(), row.account_id
    unit.touch(f"mail:{who}")
    unit.guard(mail_readers.DIGEST_STILL_DUE, who, row.digest_due)
    zone = await mail_wishes.zone_of(unit, row)
    monday = clock.utc(row.digest_due).astimezone(zone).weekday() == 0
    moved = replace(
        row,
        digest_due=mail_wishes.next_digest(zone, row.hour, now),
        daily_at=now,
        weekly_at=now if monday or not row.weekly_at else row.weekly_at,
    )
    unit.add(mail_readers.note_digested(moved))
    login = await accounts.find_login(unit, who)
    if not row.daily_at or login is None or not await _gets_mail(unit, login[0]):
        return False
    facts = await gather(unit, login[1], row, monday=monday)
    if facts is None:
        return False
    letters.owe(unit, _letter(login[0], facts, f"digest:{who}:{row.digest_due}"))
    return True


async def send_now(unit: Unit, person: ActorRow) -> bool:
    """Owe somebody the digest of the last week, whatever they had; whether there is anything."""
    login = await accounts.find_login(unit, person.id)
    facts = await of_last_week(unit, person)
    if facts is None or login is None:
        return False
    letters.owe(unit, _letter(login[0], facts, ""))
    return True


async def of_last_week(reader: Reader, person: ActorRow) -> dict[str, object] | None:
    """Say what a digest of the last week would tell somebody."""
    row, now = await mail_wishes.read_wish(reader, person.id), clock.now_ms()
    joined = [group for group, _ in await mail_wishes.list_choices(reader, person.id, row)]
    return await _facts(reader, person, row, [Span(joined, WEEKLY, now - 7 * _DAY_MS, now)])


async def gather(
    reader: Reader, person: ActorRow, row: MailReaderRow, *, monday: bool
) -> dict[str, object] | None:
    """Say what is new for somebody; None when nothing is."""
    now = clock.now_ms()
    spans = []
    choices = await mail_wishes.list_choices(reader, person.id, row)
    for every, since in ((DAILY, row.daily_at), (WEEKLY, row.weekly_at)):
        groups = [group for group, wish in choices if wish == every]
        if groups and (every == DAILY or monday):
            spans.append(Span(groups, every, max(since, now - _FURTHEST_MS), now))
    return await _facts(reader, person, row, spans) if spans else None


async def _facts(
    reader: Reader, person: ActorRow, row: MailReaderRow, spans: list[Span]
) -> dict[str, object] | None:
    parts: list[Part] = []
    for span in spans:
        parts += await _parts(reader, person, row, span)
    since = min(span.since for span in spans)
    found = await mail_readers.list_needed(
        reader, person.id, since << 16, needs.KINDS, (spans[0].now, _MOST)
    )
    told = [asdict(part) for part in parts if part.new]
    if not told and not found:
        return None
    items = await needs.describe(reader, row, found, row_origin(reader))
    zone = await mail_wishes.zone_of(reader, row)
    return {"items": items, "parts": told, "zone": zone.key, "stop": stopping.DIGESTS}


def row_origin(reader: Reader) -> str:
    """Say where this node is."""
    return reader.uris.origin if isinstance(reader, Unit | Store) else ""


async def _parts(
    reader: Reader, person: ActorRow, row: MailReaderRow, span: Span
) -> Iterable[Part]:
    origin = row_origin(reader)
    made = {
        group.actor.id: Part(
            group.actor.id,
            one_line(group.actor.display or group.actor.name, _NAME),
            f"{origin}/c/{group.actor.name}" + (f"@{group.actor.host}" if group.actor.host else ""),
        )
        for group in span.groups
    }
    window = (span.since, span.now)
    for adoption, community, work in await digests.list_results(reader, person.id, window):
        _put(made, community, "results", _line(work, row, f"{origin}/n/{adoption}"))
    for community, post in await digests.list_newly_endorsed(reader, person.id, list(made), window):
        _put(made, community, "endorsed", _line(post, row, f"{origin}/a/{post.id}"))
    for waiting in await routing.could_answer(reader, person, _MOST * 4):
        question = await posts.find_post(reader, waiting.question)
        if question is not None and question.published > span.since:
            line = _line(question, row, f"{origin}/t/{question.root_id or question.id}")
            _put(made, question.community_id, "questions", line)
    for held in await meetings.list_coming_to(reader, person.id, span.now, 50):
        if held.row.starts <= span.now + _AHEAD_MS[span.every]:
            line = _line(held.post, row, f"{origin}/e/{held.row.id}")
            _put(made, held.row.community_id, "meetings", {**line, "at": held.row.starts}, 1)
    return made.values()


def _put(
    parts: dict[int, Part], community: int, what: str, line: dict[str, object], most: int = _MOST
) -> None:
    part = parts.get(community)
    if part is not None and len(getattr(part, what)) < most:
        getattr(part, what).append(line)


def _line(post: PostRow, row: MailReaderRow, address: str) -> dict[str, object]:
    return {"title": needs.title_of(post, row), "address": address}


async def _gets_mail(reader: Reader, account: AccountRow) -> bool:
    if account.disabled or not account.email:
        return False
    known = await addresses.find_address(reader, account.email)
    return not (known and known.failing)


async def _know(unit: Unit, account: int) -> None:
    unit.add(mail_readers.know_reader(account))


def _letter(account: AccountRow, facts: dict[str, object], mark: str) -> Letter:
    return Letter("digest", account.email, facts, account.actor_id, account.locale, mark)
