"""Decide about people and posts, so that it can be taken back: the same from whichever door."""

import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from fedcop import clock, ids
from fedcop.community import accounts, audit, events, house_rules, letters, media
from fedcop.community.letters import Letter
from fedcop.community.moderating import withholding
from fedcop.community.moderating.judges import (
    LIMIT,
    REMOVE,
    SUSPEND,
    Judge,
    require_above,
    require_judge,
)
from fedcop.community.moderation_events import DecisionLifted, DecisionMade
from fedcop.errors import Conflict, Invalid, NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries import actors, decisions
from fedcop.store.rows import ActorRow, DecisionRow, PostRow
from fedcop.values import Handle

APPEAL_MS: Final = 20 * 86_400_000  # so long can whom it hits ask for another look
_DAY: Final = 86_400_000
_MOST_DAYS: Final = 3_650
_LONGEST: Final = 5_000
_AT_ONCE: Final = 50
_NOUNS: Final = {REMOVE: "remove-post", LIMIT: "limit-person", SUSPEND: "suspend-person"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is done, why (for everybody), what whom it hits is told besides, and for how long."""

    act: str
    reason: str = ""
    rule_id: int = 0
    words: str = ""
    days: int = 0  # 0: for good
    report_id: int = 0


async def decide(
    unit: Unit, judge: Judge, subject: ActorRow, deed: Deed, posts: tuple[PostRow, ...] = ()
) -> list[DecisionRow]:
    """Do something about somebody or posts of theirs. Raises Refused, Invalid and Conflict."""
    await require_judge(unit, judge)
    await require_above(unit, judge, subject, deed.act)
    _check(deed)
    if deed.act == REMOVE:
        made = await _remove(unit, judge, deed, posts)
    else:
        await _act_on(unit, subject, deed.act)
        made = [_row(judge, subject.id, deed, posts[0] if posts else None)]
    handle = str(Handle(subject.name, subject.host))
    for row in made:
        unit.add(decisions.insert_decision(await _told(unit, row)))
        events.record(unit, DecisionMade(row.id))
        about = {"reason": deed.reason, **({"post": row.post_id} if row.post_id else {})}
        audit.note(unit, judge.actor_id, _NOUNS.get(deed.act, "warn-person"), handle, about)
    return made


async def lift(unit: Unit, judge: Judge, number: int, *, why: str = "") -> DecisionRow:
    """Take a decision back: the post stands again, the person may act again. Raises Conflict."""
    await require_judge(unit, judge)
    row = await get_decision(unit, number)
    if row.lifted:
        raise Conflict("This was taken back already.")
    await undo(unit, judge.actor_id, row)
    audit.note(unit, judge.actor_id, "lift-decision", str(row.id), {"act": row.act, "why": why})
    return row


async def undo(unit: Unit, by: int, row: DecisionRow, cause: int = 0) -> None:
    """Undo what a decision did; whether somebody may is asked before. Raises Conflict."""
    unit.touch(f"decision:{row.id}")
    unit.guard(decisions.IN_FORCE, row.id)
    if row.act == REMOVE:
        await withholding.bring_back(unit, row, cause)
    elif row.act in {LIMIT, SUSPEND}:
        await _let_act(unit, row)
    unit.add(decisions.lift_decision(row.id, clock.now_ms(), by))
    events.record(unit, DecisionLifted(row.id), cause)


async def lift_due(unit: Unit) -> int:
    """Lift what has come to its end; returns how many."""
    due = await decisions.list_ending(unit, clock.now_ms(), _AT_ONCE)
    for row in due:
        await undo(unit, 0, row)
        audit.note(unit, 0, "lift-decision", str(row.id), {"act": row.act, "why": "its end"})
    return len(due)


async def sweep_kept(unit: Unit) -> None:
    """Forget what was removed so long ago that it does not come back."""
    for row in await decisions.list_over(unit, clock.now_ms(), _AT_ONCE):
        unit.add(decisions.forget_kept(row.id), media.let_go_of(row.post_id))


async def make_link(unit: Unit, judge: Judge, number: int) -> str:
    """Make a link by which whom a decision hits reads it without signing in; older ones end."""
    await require_judge(unit, judge)
    row = await get_decision(unit, number)
    key, path = _new_key(row.id)
    unit.add(decisions.set_link(row.id, _hash(key)))
    audit.note(unit, judge.actor_id, "make-appeal-link", str(row.id))
    return path


def opens(row: DecisionRow, key: str) -> bool:
    """Whether a link leads to a decision."""
    return bool(row.key_hash) and secrets.compare_digest(row.key_hash, _hash(key))


async def get_decision(unit: Unit, number: int) -> DecisionRow:
    """Read a decision. Raises NotFound."""
    row = await decisions.find_decision(unit, number)
    if row is None:
        raise NotFound("There is no such decision.")
    return row


async def _remove(
    unit: Unit, judge: Judge, deed: Deed, posts: tuple[PostRow, ...]
) -> list[DecisionRow]:
    standing = [post for post in posts if not post.deleted]
    if not standing:
        raise Conflict("There is nothing left to remove.")
    made = []
    for post in standing:
        steward = judge.actor_id if judge.community_id else 0
        by = await withholding.in_whose_name(unit, post, steward)
        kept = await withholding.withhold(unit, by, post, deed.reason)
        made.append(_row(judge, post.author_id, deed, post, kept))
    return made


async def _act_on(unit: Unit, subject: ActorRow, act: str) -> None:
    now = clock.now_ms()
    if act == SUSPEND:
        if subject.suspended:
            raise Conflict("They are suspended already.")
        unit.touch(f"actor:{subject.uri}")
        unit.add(decisions.set_suspended(subject.id, now))
        if subject.local:
            await accounts.sign_out_everywhere(unit, subject.id)
            events.record(unit, events.ActorChanged(subject.id))
    elif act == LIMIT:
        if subject.limited:
            raise Conflict("They are limited already.")
        unit.touch(f"actor:{subject.uri}")
        unit.add(decisions.set_limited(subject.id, now))


async def _let_act(unit: Unit, row: DecisionRow) -> None:
    """Let somebody act again, unless another decision still says otherwise."""
    if await decisions.find_in_force(unit, row.subject_id, row.act, row.id) is not None:
        return
    subject = await actors.find_actor(unit, row.subject_id)
    if subject is None:
        return
    unit.touch(f"actor:{subject.uri}")
    write = decisions.set_suspended if row.act == SUSPEND else decisions.set_limited
    unit.add(write(subject.id, 0))
    if subject.local and row.act == SUSPEND:
        events.record(unit, events.ActorChanged(subject.id))


def _row(
    judge: Judge, subject: int, deed: Deed, post: PostRow | None, kept: str = ""
) -> DecisionRow:
    now, removed = clock.now_ms(), deed.act == REMOVE
    until = now + deed.days * _DAY if deed.days and deed.act in {LIMIT, SUSPEND} else 0
    return DecisionRow(
        id=ids.new_id(),
        report_id=deed.report_id,
        subject_id=subject,
        post_id=post.id if post else 0,
        community_id=judge.community_id or (post.community_id if post and removed else 0),
        by_id=judge.actor_id,
        act=deed.act,
        rule_id=deed.rule_id,
        reason=deed.reason.strip(),
        words=deed.words.strip(),
        created=now,
        until=until,
        kept=kept,
        kept_until=now + withholding.KEPT_MS if kept else 0,
    )


async def _told(unit: Unit, row: DecisionRow) -> DecisionRow:
    """Owe whom it hits a statement of reasons by mail, with a link that opens without signing in.

    Returns the decision as it is kept.
    """
    login = await logins.find_login(unit, row.subject_id)
    if login is None or not login[0].email:
        return row
    account, key_path = login[0], _new_key(row.id)
    rules = await house_rules.name_rules(unit, row.community_id)
    facts = {
        "act": row.act,
        "reason": row.reason,
        "rule": rules.get(row.rule_id, ""),
        "words": row.words,
        "until": row.until,
        "link": key_path[1],
        "appeal_until": row.created + APPEAL_MS,
    }
    mark = f"decision:{row.id}"
    letters.owe(
        unit,
        Letter("moderation-decision", account.email, facts, account.actor_id, account.locale, mark),
    )
    return replace(row, key_hash=_hash(key_path[0]))


def _new_key(number: int) -> tuple[str, str]:
    key = secrets.token_urlsafe(24)
    return key, f"/appeal/{number}/{key}"


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _check(deed: Deed) -> None:
    if not deed.reason.strip():
        raise Invalid("reason: say why, in a sentence that everybody may read")
    if max(len(deed.reason), len(deed.words)) > _LONGEST:
        raise Invalid(f"reason: write {_LONGEST:,} characters at most")
    if not 0 <= deed.days <= _MOST_DAYS:
        raise Invalid("days: ten years at most; 0 is for good")
