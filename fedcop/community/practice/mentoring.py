"""People who help people: offered or asked for, taken up or not, and brought to a good end.

It is between the two alone: nothing of it is public, searched or in an outbox. A community where
both are members counts them in fives, and nothing else of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import available_timezones

from fedcop import clock, ids
from fedcop.community import events, hashtags, policy
from fedcop.community.practice import repeating
from fedcop.community.practice_events import (
    MentorshipAnswered,
    MentorshipEnded,
    MentorshipOffered,
)
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.markup.names import topics_in
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import follows, mentoring
from fedcop.store.queries.mentoring import Candidate, Pair
from fedcop.store.rows import ActorRow, MentorProfileRow, MentorshipRow
from fedcop.tongues import N_

__all__ = ["Pair"]

OPEN: Final = "open"
DISCUSS: Final = "discuss"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"
ENDED: Final = "ended"
# Which way each may go.
_MOVES: Final = {
    OPEN: {DISCUSS, ACCEPTED, DECLINED, ENDED},
    DISCUSS: {ACCEPTED, DECLINED, ENDED},
    ACCEPTED: {ENDED},
}
_LONGEST: Final = 2_000
_MOST: Final = 20
_SHOWN: Final = 100
_MATCHES: Final = 12
_NEAR_MS: Final = 2 * 3_600_000


# Why somebody could be a mentor: how pages say it again in another language.
REASONS: Final = (
    N_("knows about #%(one)s"),
    N_("is in %(one)s as well"),
    N_("speaks %(one)s"),
    N_("is awake when you are"),
)


@dataclass(frozen=True, slots=True)
class Availability:
    """What somebody says of themselves as a mentor."""

    about: str = ""
    topics: str = ""
    languages: str = ""
    timezone: str = ""
    most: int = 2
    open: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who could help, and why."""

    candidate: Candidate
    reasons: tuple[str, ...]


async def offer_oneself(unit: Unit, actor: ActorRow, said: Availability) -> None:
    """Say for what one would be a mentor, or that one would not. Raises Invalid."""
    if len(said.about) > _LONGEST:
        raise Invalid(f"about: write {_LONGEST:,} characters at most")
    if said.timezone and said.timezone not in available_timezones():
        raise Invalid("timezone: there is no such time zone")
    if not 1 <= said.most <= _MOST:
        raise Invalid(f"most: a number from 1 to {_MOST}")
    topics = " ".join(hashtags.fold(topics_in(said.topics))[:20])
    languages = " ".join(said.languages.replace(",", " ").lower().split())[:200]
    profile = MentorProfileRow(
        id=actor.id,
        changed=clock.now_ms(),
        about=said.about,
        topics=topics,
        languages=languages,
        timezone=said.timezone,
        most=said.most,
        open=int(said.open),
    )
    unit.touch(f"mentor:{actor.id}")
    unit.add(*mentoring.set_profile(profile))


async def begin(
    unit: Unit, by: ActorRow, pair: tuple[ActorRow, ActorRow], goal: str
) -> MentorshipRow:
    """Ask the mentor of a pair for help, or offer it to the mentee: whoever `by` is not is asked.

    Raises Invalid, Refused and Conflict.
    """
    policy.require(policy.may_act(by))
    if not goal.strip() or len(goal) > _LONGEST:
        raise Invalid(f"goal: say what for, in {_LONGEST:,} characters at most")
    number = ids.new_id()
    uri = unit.uris.activity(f"{number}-mentor")
    return await _begin(unit, by, pair, (uri, goal.strip()), number)


async def heard(
    unit: Unit, by: ActorRow, pair: tuple[ActorRow, ActorRow], said: tuple[str, str]
) -> MentorshipRow | None:
    """Keep what somebody elsewhere offers or asks; `said`: the uri of the Offer, and its goal.

    None when it is known. Raises Refused.
    """
    if await mentoring.find_by_uri(unit, said[0]) is not None:
        return None
    return await _begin(unit, by, pair, (said[0], said[1][:_LONGEST]), ids.new_id())


async def answer(
    unit: Unit, who: ActorRow, number: int, state: str, uri: str = ""
) -> MentorshipRow:
    """Take up what was offered or asked, talk of it first, or decline it.

    Raises NotFound, Refused and Conflict.
    """
    row = await _of(unit, who, number)
    if who.id == row.by_id or state not in {DISCUSS, ACCEPTED, DECLINED}:
        raise Refused("The other of you answers this.")
    if state == ACCEPTED and row.mentor_id == who.id and who.local:
        profile = await mentoring.find_profile(unit, who.id)
        if profile and await mentoring.count_mentees(unit, who.id) >= profile.most:
            raise Refused("You help as many as you wanted to. Raise that number first.")
    moved = replace(row, state=state, answer_uri=uri, answered=clock.now_ms())
    _move(unit, row, moved)
    events.record(unit, MentorshipAnswered(row.id, who.id))
    return moved


async def end(unit: Unit, who: ActorRow, number: int, words: str) -> MentorshipRow:
    """Bring it to its end, with a word for the other. Raises NotFound, Refused and Conflict."""
    row = await _of(unit, who, number)
    moved = replace(row, state=ENDED, ended=clock.now_ms(), words=words.strip()[:_LONGEST])
    _move(unit, row, moved)
    events.record(unit, MentorshipEnded(row.id, who.id))
    return moved


# Reads


async def profile_of(reader: Reader, actor: ActorRow) -> MentorProfileRow | None:
    """Read what somebody says of themselves as a mentor."""
    return await mentoring.find_profile(reader, actor.id)


async def find(reader: Reader, number: int) -> MentorshipRow | None:
    """Find a mentorship."""
    return await mentoring.find_mentorship(reader, number)


async def find_by_uri(reader: Reader, uri: str) -> MentorshipRow | None:
    """Find a mentorship by the uri of its Offer."""
    return await mentoring.find_by_uri(reader, uri) if uri else None


async def mine(reader: Reader, actor: ActorRow) -> tuple[list[Pair], list[Pair]]:
    """Read whom somebody helps, and who helps them."""
    return await mentoring.list_mine(reader, actor.id, _SHOWN)


async def matches(
    reader: Reader, actor: ActorRow, wanted: Sequence[str], spoken: Sequence[str]
) -> list[Match]:
    """Find who could help somebody, each with the reasons; the most reasons first."""
    found = await mentoring.list_open(reader, actor.id, _SHOWN)
    shared = await mentoring.list_shared(reader, [one.actor.id for one in found], actor.id)
    own = await mentoring.find_profile(reader, actor.id)
    zone = own.timezone if own else ""
    topics = set(hashtags.fold(wanted)) or set((own.topics if own else "").split())
    tongues = {tag.lower() for tag in spoken} | set((own.languages if own else "").split())
    made = [
        Match(one, _reasons(one.profile, shared.get(one.actor.id, []), topics, (tongues, zone)))
        for one in found
    ]
    return sorted(made, key=lambda match: -len(match.reasons))[:_MATCHES]


def _reasons(
    profile: MentorProfileRow,
    communities: Sequence[str],
    topics: set[str],
    told: tuple[set[str], str],
) -> tuple[str, ...]:
    tongues, zone = told
    reasons = [f"knows about #{topic}" for topic in profile.topics.split() if topic in topics]
    reasons += [f"is in {name} as well" for name in communities[:2]]
    common = sorted(tongues & set(profile.languages.split()))
    reasons += [f"speaks {', '.join(common)}"] if common else []
    if zone and profile.timezone and _apart(zone, profile.timezone) <= _NEAR_MS:
        reasons.append("is awake when you are")
    return tuple(reasons)


def _apart(one: str, other: str) -> int:
    now = clock.now_ms()
    difference = repeating.wall(now, one) - repeating.wall(now, other)
    return abs(int(difference.total_seconds() * 1000))


async def _begin(
    unit: Unit,
    by: ActorRow,
    pair: tuple[ActorRow, ActorRow],
    said: tuple[str, str],
    number: int,
) -> MentorshipRow:
    mentor, mentee = pair
    other = mentee if by.id == mentor.id else mentor
    if mentor.id == mentee.id or by.id not in {mentor.id, mentee.id}:
        raise Refused("It takes two.")
    if other.deleted or other.suspended or other.kind != "Person":
        raise Refused("They cannot be asked.")
    for one, two in ((by, other), (other, by)):
        if await follows.find_block(unit, one.id, two.id) is not None:
            raise Refused("They cannot be asked.")
    if await mentoring.are_at_it(unit, mentor.id, mentee.id):
        raise Conflict("Something is between the two of you already.")
    uri, goal = said
    row = MentorshipRow(number, uri, mentor.id, mentee.id, by.id, created=clock.now_ms(), goal=goal)
    unit.touch(f"mentorship:{mentor.id}:{mentee.id}")
    unit.add(mentoring.insert_mentorship(row))
    events.record(unit, MentorshipOffered(row.id, by.id))
    return row


async def _of(unit: Unit, who: ActorRow, number: int) -> MentorshipRow:
    row = await mentoring.find_mentorship(unit, number)
    if row is None or who.id not in {row.mentor_id, row.mentee_id}:
        raise NotFound("There is nothing of this between you and somebody.")
    return row


def _move(unit: Unit, before: MentorshipRow, after: MentorshipRow) -> None:
    if after.state not in _MOVES.get(before.state, set()):
        raise Conflict("This was answered or ended already.")
    unit.touch(f"mentorship:{before.id}")
    unit.guard(mentoring.SAME_STATE, before.id, before.state)
    unit.add(mentoring.move_mentorship(after))
