"""Ask without a name: who asked is known to nobody but, sealed, to the asker's own node.

A question waits for a time nobody can guess, then a voice publishes it. What the asker does
afterwards goes by a mark that only this node can make, from who is signed in; nothing that is
stored says whose it is. An asker has one open question in a community.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community import events, membership, policy, quiet_links
from fedcop.community.practice_events import QuietSettled
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import posts, quiet, stewards
from fedcop.store.rows import ActorRow, GroupRow, PostRow, QuietRow, QuietWordRow
from fedcop.store.seal import Seal
from fedcop.tongues import N_

ON: Final = "on"
CHECKED: Final = "checked"
OFF: Final = "off"
MODES: Final = (ON, CHECKED, OFF)
FEWEST: Final = 5  # members, before anybody may
CAREFUL: Final = 8  # below, it is said that people may guess
WAKE: Final = "quiet"
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 20_000

_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_KEPT: Final = 30 * _DAY
_FIRST: Final = (5 * _MINUTE, 60 * _MINUTE)  # how long a question waits
_NEXT: Final = (2 * _MINUTE, 15 * _MINUTE)  # how long what the asker says next waits
_CROWD: Final = (3, 5)  # nodes, and members of each, that hide an organization
_MOST_WORDS: Final = 5
_STEWARDS: Final = 100
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like to ask; the language only where they said it."""

    title: str
    body: str
    tried: str = ""
    language: str = ""


def mark_of(seal: Seal, asker: int, community: int) -> str:
    """Mark somebody in a community, so that this node alone knows the mark again."""
    return seal.blind(f"asks:{asker}:{community}")


async def ask(unit: Unit, seal: Seal, asker: ActorRow, group: GroupRow, wish: Wish) -> QuietRow:
    """Let a member ask without a name. Raises Refused and Invalid."""
    policy.require(await may_ask(unit, asker, group))
    _check(wish)
    mark = mark_of(seal, asker.id, group.actor.id)
    unit.touch(f"quiet:{mark}")
    for known in await quiet.list_by_blind(unit, [mark]):
        if known.state == "muted":
            raise Refused("The stewards ask you not to write here without a name any more.")
        if known.slot == mark:
            raise Refused("You have one open question here; let it be answered first.")
    now = clock.now_ms()
    row = QuietRow(
        id=_number(),
        community_id=group.actor.id,
        state="waiting",
        slot=mark,
        blind=mark,
        title=wish.title,
        body=wish.body,
        tried=wish.tried,
        language=wish.language,
        due=now + _pause(_FIRST),
        expires=_day(now + _KEPT),
    )
    keepers = await stewards.list_stewards(unit, group.actor.id, _STEWARDS)
    officers = await quiet.list_officers(unit)
    here = [one.id for one in keepers if one.local]
    link, shares = quiet_links.close(seal, row.id, asker.id, here, officers)
    unit.add(quiet.insert(row), *quiet.insert_link(link, shares))
    return row


async def may_ask(reader: Reader, asker: ActorRow, group: GroupRow) -> policy.Answer:
    """Whether somebody may ask a community without a name."""
    able = policy.may_act(asker)
    if not able:
        return able
    if not await membership.is_member(reader, asker.id, group.actor.id):
        return policy.Answer("Only members can ask here without a name.")
    return await takes(reader, group) if group.actor.local else policy.YES


async def takes(reader: Reader, group: GroupRow) -> policy.Answer:
    """Whether a community of ours takes questions without a name."""
    if await mode_of(reader, group.actor.id) == OFF:
        return policy.Answer("The stewards of this community take no questions without a name.")
    if group.practice.members < FEWEST:
        return policy.Answer(
            f"This community has fewer than {FEWEST} members: everybody would know who asked."
        )
    return policy.YES


async def mode_of(reader: Reader, community: int) -> str:
    """Say whether one may ask a community without a name, and whether a steward looks first."""
    return await quiet.find_mode(reader, community) or ON


async def is_crowd(reader: Reader, community: int) -> bool:
    """Whether enough nodes bring enough members that none is told by what is asked."""
    nodes, people = _CROWD
    return await quiet.count_nodes(reader, community, people) >= nodes


# What an asker does afterwards


async def list_own(reader: Reader, marks: Sequence[str]) -> list[QuietRow]:
    """Read what somebody asked, by their marks in the communities they are a member of."""
    return [row for row in await quiet.list_by_blind(reader, marks) if row.state != "muted"]


async def list_waiting_words(reader: Reader, rows: Sequence[QuietRow]) -> list[QuietWordRow]:
    """Read what somebody said that still waits for its time."""
    return await quiet.list_words(reader, [row.id for row in rows]) if rows else []


async def count_unread(reader: Reader, marks: Sequence[str]) -> int:
    """Count the own questions that have news."""
    return await quiet.count_unread(reader, marks)


async def find_own(reader: Reader, marks: Iterable[str], number: int) -> QuietRow:
    """Find a question for whoever asked it. Raises NotFound: to others it is not there."""
    row = await quiet.find(reader, number)
    if row is None or not row.blind or row.blind not in set(marks) or row.state == "muted":
        raise NotFound("There is no such question of yours.")
    return row


async def find_question(reader: Reader, row: QuietRow) -> PostRow | None:
    """Find a question as everybody reads it, if it is here."""
    return await posts.find_post_by_uri(reader, row.home_uri) if row.home_uri else None


async def title_of(reader: Reader, row: QuietRow) -> str:
    """Say what a question is called, published or not."""
    post = await find_question(reader, row)
    return post.title if post is not None else row.title


async def say(unit: Unit, row: QuietRow, text: str, answers_uri: str) -> None:
    """Let an asker say something more, in the same voice. Raises Refused and Invalid."""
    if row.state != "open":
        raise Refused("Your question has not been published yet.")
    if not text.strip():
        raise Invalid("text: Write something first.")
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"text: Write {LONGEST_TEXT:,} characters at most.")
    if len(await quiet.list_words(unit, [row.id])) >= _MOST_WORDS:
        raise Refused("What you said before waits for its time; say more when it is there.")
    unit.guard(quiet.STANDS, row.id, row.state)
    due = clock.now_ms() + _pause(_NEXT)
    unit.add(quiet.insert_word(QuietWordRow(_number(), row.id, text, answers_uri, due)))


async def look(unit: Unit, row: QuietRow, replies: int) -> None:
    """Note what an asker has seen."""
    if replies > row.seen:
        unit.add(quiet.mark_seen(row.id, replies))


async def drop(unit: Unit, row: QuietRow) -> None:
    """Let go of a question that nobody is to read, or of who asked what was published."""
    unit.guard(quiet.STANDS, row.id, row.state)
    unit.add(*quiet.delete(row.id))


# What stewards do


async def set_mode(unit: Unit, steward: ActorRow, community: ActorRow, mode: str) -> None:
    """Decide whether one may ask here without a name. Raises Refused and Invalid."""
    await require_steward(unit, steward, community)
    if mode not in MODES:
        raise Invalid("mode: Choose one of the three.")
    unit.add(quiet.set_mode(community.id, mode))


async def let_through(unit: Unit, steward: ActorRow, community: ActorRow, number: int) -> None:
    """Let a question be published that was held, without seeing who asks."""
    row = await _held(unit, steward, community, number)
    now = clock.now_ms()
    unit.guard(quiet.STANDS, row.id, "held")
    unit.add(quiet.set_state(row.id, "waiting", now + secrets.randbelow(5 * _MINUTE), "checked"))
    unit.wake(WAKE)


async def turn_down(
    unit: Unit, steward: ActorRow, community: ActorRow, number: int, reason: str
) -> QuietRow:
    """Do not let a question be published; its asker, and no one else, reads why."""
    row = await _held(unit, steward, community, number)
    unit.guard(quiet.STANDS, row.id, "held")
    said = reason.strip()[:500] or N_("A steward did not let it pass.")
    unit.add(quiet.set_state(row.id, "refused", 0, said))
    if row.relay_id:
        events.record(unit, QuietSettled(row.id))
    return row


async def mute(unit: Unit, steward: ActorRow, community: ActorRow, number: int) -> QuietRow:
    """Let whoever asked this not ask here without a name again, whoever that is."""
    await require_steward(unit, steward, community)
    row = await _of(unit, community, number)
    unit.add(*quiet.forget_link(row.id), quiet.set_state(row.id, "muted"))
    return row


async def list_of(reader: Reader, community: int) -> list[QuietRow]:
    """Read what stands open or waits for a steward, for stewards: who asked is not in it."""
    return await quiet.list_of(reader, community, ["held", "open", "muted"])


async def require_steward(unit: Unit, steward: ActorRow, community: ActorRow) -> None:
    """Rely on somebody looking after a community of ours. Raises Refused."""
    row = await stewards.find_steward(unit, community.id, steward.id)
    policy.require(policy.may_steward(steward, community, steward=row is not None))
    if not community.local:
        raise Refused("This community is looked after on its own node.")


# What time does


async def sweep(unit: Unit) -> None:
    """Forget who asked what is answered, gone, or a month old."""
    for row in await quiet.list_over(unit, clock.now_ms(), _AT_ONCE):
        unit.add(*quiet.delete(row.id))


def hour(ms: int) -> int:
    """Round a time down to its hour."""
    return ms - ms % _HOUR


def _check(wish: Wish) -> None:
    if not wish.title:
        raise Invalid("title: Say in one line what you would like to know.")
    if len(wish.title) > LONGEST_TITLE:
        raise Invalid(f"title: Write {LONGEST_TITLE} characters at most.")
    if not wish.body.strip():
        raise Invalid("body: Say a little more, so that others can help.")
    if len(wish.body) + len(wish.tried) > LONGEST_TEXT:
        raise Invalid(f"body: Write {LONGEST_TEXT:,} characters at most.")


async def _held(unit: Unit, steward: ActorRow, community: ActorRow, number: int) -> QuietRow:
    await require_steward(unit, steward, community)
    row = await _of(unit, community, number)
    if row.state != "held":
        raise Conflict("Another steward has decided already.")
    return row


async def _of(reader: Reader, community: ActorRow, number: int) -> QuietRow:
    row = await quiet.find(reader, number)
    if row is None or row.community_id != community.id:
        raise NotFound("There is no such question.")
    return row


def _number() -> int:
    """Make an id that says nothing of when it was made."""
    return secrets.randbelow(2**59) + 1


def _pause(span: tuple[int, int]) -> int:
    """Choose how long something waits; nobody can tell from when it comes."""
    return span[0] + secrets.randbelow(span[1] - span[0])


def _day(ms: int) -> int:
    return ms - ms % _DAY + _DAY
