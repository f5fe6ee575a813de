"""What needs somebody, as mail tells it: only what they have not read meanwhile.

Something is mailed two minutes after it happened at the earliest, so that who is here is not told
twice; bundled, an hour after the first of it.
"""

from dataclasses import asdict, dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.community import letters, routing, stopping
from fedcop.community.letters import Letter
from fedcop.community.perform import perform
from fedcop.markup.text import excerpt, one_line
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts, actors, addresses, mail_readers, node_values
from fedcop.store.queries import routing as limits
from fedcop.store.queries.mail_readers import Needed
from fedcop.store.rows import MailReaderRow, PostRow
from fedcop.values import Audience

KINDS: Final = frozenset(
    {
        "mention",
        "reply",
        "asked",
        "review_asked",
        "answer_asked",
        "meeting_asked",
        "offered",
        "offered_back",
        "result_due",
        "newcomer_waits",
        "needs_review",
        "meeting_soon",
        "meeting_wish",
        "mentor_asked",
    }
)
_DOORS: Final = {
    "result_due": "/n/{}/result",
    "review_asked": "/a/{}/review",
    "offered_back": "/a/{}/offers",
}
_MARK: Final = "mail_needs"
_MINUTE_MS: Final = 60_000
_GRACE_MS: Final = 2 * _MINUTE_MS
_BUNDLE_MS: Final = 60 * _MINUTE_MS
_QUIET_MS: Final = 30 * _MINUTE_MS
_SCAN: Final = 500
_AT_ONCE: Final = 50
MOST: Final = 10
_NAME: Final = 60
_TITLE: Final = 100
_QUOTE: Final = 280
_OPEN: Final = (Audience.PUBLIC, Audience.UNLISTED)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a letter: what happened, by whom, to what, and where it is."""

    kind: str
    who: str
    title: str
    address: str
    where: str = ""
    quote: str = ""
    at: int = 0


async def watch(store: Store) -> int:
    """Note for whom something is due; return how many things were looked at."""
    end = ids.first_at(clock.now_ms() - _GRACE_MS)
    known = await node_values.find_value(store, _MARK)
    if not known:
        await perform(store, _look_up_to, end)  # what was before there was mail is not told
        return 0
    found = await mail_readers.list_needed_since(store, (int(known), end), KINDS, _SCAN)
    full = len(found) == _SCAN
    await perform(store, _look_up_to, found[-1][0] if full else end, {who for _, who in found})
    return len(found) if full else 0


async def tell_due(store: Store) -> int:
    """Owe letters to those who are due; return how many were looked at."""
    due = await mail_readers.list_needs_due(store, clock.now_ms(), _AT_ONCE)
    for row in due:
        await perform(store, _tell, row)
    return len(due)


async def describe(
    reader: Reader, row: MailReaderRow, found: list[Needed], origin: str
) -> list[dict[str, object]]:
    """Put what somebody was told into facts of a letter."""
    made = []
    for notice, post in found:
        who = await actors.find_actor(reader, notice.actor_id)
        where = await actors.find_actor(reader, post.community_id) if post else None
        path = _DOORS.get(notice.kind, "/n/{}").format(post.id) if post else "/notifications"
        item = Item(
            kind=notice.kind,
            who=one_line(who.display or who.name, _NAME) if who else "",
            title=title_of(post, row),
            address=f"{origin}{path}",
            where=one_line(where.display or where.name, _NAME) if where else "",
            quote=excerpt(post.content, _QUOTE) if post and may_quote(post, row) else "",
        )
        made.append(asdict(item))
    return made


def may_quote(post: PostRow, row: MailReaderRow) -> bool:
    """Whether words may leave the node by mail: what everybody may read, or who reads agreed."""
    if post.audience in _OPEN:
        return True
    return bool(row.quoting) and post.audience in (Audience.MEMBERS, Audience.FOLLOWERS)


def title_of(post: PostRow | None, row: MailReaderRow) -> str:
    """Name a post, where its title may leave the node."""
    return one_line(post.title, _TITLE) if post and may_quote(post, row) else ""


async def _look_up_to(
    unit: Unit, mark: int, people: frozenset[int] | set[int] = frozenset()
) -> None:
    now = clock.now_ms()
    unit.touch(f"value:{_MARK}")
    unit.add(node_values.keep_latest(_MARK, str(mark)))
    for who in people:
        unit.add(mail_readers.know_reader(who))
        unit.add(mail_readers.note_needed(who, now, now + _BUNDLE_MS - _GRACE_MS))
    if people:
        unit.wake(letters.WAKE)


async def _tell(unit: Unit, row: MailReaderRow) -> None:
    """Owe somebody a letter of what needs them, unless they have read it, or want quiet."""
    now, who = clock.now_ms(), row.account_id
    unit.touch(f"mail:{who}")
    unit.guard(mail_readers.NEEDS_STILL_DUE, who, row.needs_due)
    asked = await limits.find_ask_me(unit, who)
    if asked is not None and routing.is_quiet(asked):
        unit.add(mail_readers.note_told(who, now + _QUIET_MS, row.needs_id))
        return
    login = await accounts.find_login(unit, who)
    found = await mail_readers.list_needed(unit, who, row.needs_id, KINDS, (now, MOST))
    last = found[0][0].id if found else row.needs_id
    unit.add(mail_readers.note_told(who, 0, last))
    if not found or row.needs == 0 or login is None or login[0].disabled:
        return
    failing = await addresses.find_address(unit, login[0].email)
    if not login[0].email or (failing and failing.failing):
        return
    facts = {
        "items": await describe(unit, row, found, unit.uris.origin),
        "stop": stopping.NEEDS,
    }
    letters.owe(
        unit,
        Letter(
            kind="needs",
            address=login[0].email,
            facts=facts,
            account_id=who,
            locale=login[0].locale,
            mark=f"needs:{who}:{last}",
        ),
    )
