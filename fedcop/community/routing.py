"""Route a question to three people who could know: only those who want to be asked, and gently.

Whoever declines, or says nothing, is asked no less for it by others, and nobody sees it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from fedcop import clock, ids
from fedcop.community import hashtags, policy, policy_posts, stewards, tags
from fedcop.community.practice import invitations, questions
from fedcop.community.practice.invitations import Ask
from fedcop.errors import Invalid, NotFound
from fedcop.markup.names import topics_in
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, mentions, posts, reading, routing
from fedcop.store.rows import ActorRow, AskMeRow, PostRow
from fedcop.tongues import N_
from fedcop.values import ArtifactPin

PEOPLE: Final = 3
MOST_A_WEEK: Final = 10
_MOST_TOPICS: Final = 20
_WEEK_MS: Final = 7 * 86_400_000
_RECENT_MS: Final = 60 * 86_400_000
_HELPED: Final = 3  # what an answer that helped weighs beside a word of one's own
_LOOKED_AT: Final = 60


# Why somebody could know, or be asked: how pages say it again in another language.
REASONS: Final = (
    N_("you follow #%(one)s"),
    N_("you want to be asked about %(one)s"),
    N_("you answered about #%(one)s before"),
    N_("helped before with %(one)s"),
    N_("wants to be asked about %(one)s"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could know, and why we think so."""

    person: ActorRow
    why: str
    asked: bool = False  # already, about this


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open question that somebody could answer, and why we think so."""

    question: int
    why: str


async def set_limits(unit: Unit, person: ActorRow, wish: AskMeRow) -> AskMeRow | None:
    """Say what one may be asked about, and how often; None: nothing. Raises Invalid."""
    policy.require(policy.may_act(person))
    topics = hashtags.fold(topics_in(wish.topics))[:_MOST_TOPICS]
    if not topics:
        unit.add(routing.forget_ask_me(person.id))
        return None
    if not 0 <= wish.most <= MOST_A_WEEK:
        raise Invalid(f"most: Choose a number from 0 to {MOST_A_WEEK}.")
    if not (0 <= wish.quiet_from < 24 and 0 <= wish.quiet_to < 24):  # noqa: PLR2004 - hours
        raise Invalid("quiet: Choose hours from 0 to 23.")
    if wish.timezone and wish.timezone not in available_timezones():
        raise Invalid("timezone: We know no such time zone.")
    row = replace(wish, id=person.id, topics=" ".join(topics), changed=clock.now_ms())
    unit.touch(f"ask_me:{person.id}")
    unit.add(routing.put_ask_me(row))
    return row


async def route(unit: Unit, by: ActorRow, question_id: int, people: tuple[int, ...]) -> int:
    """Ask some of those who could know; returns how many are asked now. Raises Refused, NotFound.

    By who asked, or a steward. Those who have heard enough this week are not asked.
    """
    post = await posts.find_post(unit, question_id)
    if post is None or post.deleted or post.practice != questions.KIND:
        raise NotFound("There is no such question.")
    steward = await stewards.is_steward(unit, by.id, post.community_id)
    policy.require(policy_posts.may_accept(by, post, steward=steward))
    about = Ask("answer", ArtifactPin(post.uri), post.community_id)
    count = 0
    for one in await suggest(unit, post):
        if one.person.id in people and not one.asked and one.person.id != by.id:
            await invitations.invite(unit, by, one.person, about)
            count += 1
    return count


async def suggest(reader: Reader, post: PostRow) -> list[Suggestion]:
    """Find three people who could know, never who asked; those asked least lately come first."""
    topics = await mentions.list_hashtags(reader, post.id)
    words = {one for word in topics_in(post.title) for one in hashtags.fold([word])}
    willing = await routing.list_willing(reader, post.community_id, post.author_id)
    known = await _known(reader, post.community_id, topics)
    ranked = []
    for row in willing:
        own = [one for one in row.topics.split() if one in topics or one in words]
        helped = known.get(row.id, {})
        if own or helped:
            ranked.append((row, own, helped, _HELPED * sum(helped.values()) + len(own)))
    ranked.sort(key=lambda one: (-one[3], one[0].id))
    found = []
    for row, own, helped, weight in ranked[:_LOOKED_AT]:
        asked = await _asked(reader, row, post)
        if asked is not None:
            found.append((asked, -weight, row, _why(own, helped)))
    found.sort(key=lambda one: (one[0] < 0, one[0], one[1], one[2].id))
    made = []
    for load, _, row, why in found[:PEOPLE]:
        person = await actors.find_actor(reader, row.id)
        if person is not None:
            made.append(Suggestion(person, why, load < 0))
    return made


async def could_answer(reader: Reader, person: ActorRow, limit: int) -> list[Waiting]:
    """Find open questions of one's communities in topics one answered, follows or wants."""
    answered = await routing.list_own_topics(reader, person.id)
    followed = [row.tag for row in await tags.list_followed(reader, person)]
    wish = await routing.find_ask_me(reader, person.id)
    wanted = wish.topics.split() if wish else []
    reasons = dict.fromkeys(followed, "you follow #{}")
    reasons |= dict.fromkeys(wanted, "you want to be asked about {}")
    reasons |= dict.fromkeys(answered, "you answered about #{} before")
    if not reasons:
        return []
    since = ids.first_at(clock.now_ms() - _RECENT_MS)
    rows = await routing.list_waiting(reader, person.id, list(reasons), since, _LOOKED_AT)
    said = await routing.list_said_to(reader, person.id, {number for number, _ in rows})
    found: dict[int, Waiting] = {}
    for number, tag in rows:
        if number not in said and number not in found:
            found[number] = Waiting(number, reasons[tag].format(tag))
    return list(found.values())[:limit]


async def find_limits(reader: Reader, person: ActorRow) -> AskMeRow | None:
    """Read what somebody may be asked about."""
    return await routing.find_ask_me(reader, person.id)


async def _known(reader: Reader, community: int, topics: list[str]) -> dict[int, dict[str, int]]:
    """Count whose answers helped, or were liked by several, in some topics."""
    known: dict[int, dict[str, int]] = {}
    if topics:
        for one in await routing.list_helped(reader, community, topics):
            known.setdefault(one.person, {})[one.topic] = one.count
        for one in await routing.list_liked(reader, community, topics):
            known.setdefault(one.person, {}).setdefault(one.topic, 1)
    return known


async def _asked(reader: Reader, row: AskMeRow, post: PostRow) -> int | None:
    """Count how often somebody was asked this week; -1: about this. None: not to be asked now."""
    before = await invitations.find_for(reader, "answer", ArtifactPin(post.uri), row.id)
    if before is not None:
        return -1
    facts = await reading.find_reading(reader, post.id, row.id)
    if not policy_posts.may_read(post, facts) or is_quiet(row):
        return None
    week = clock.now_ms() - _WEEK_MS
    count = await invitations.count_since(reader, row.id, "answer", week)
    return count if count < row.most else None


def is_quiet(row: AskMeRow) -> bool:
    """Whether it is one of the hours at which somebody does not want to be asked."""
    if row.quiet_from == row.quiet_to:
        return False
    zone = ZoneInfo(row.timezone or "UTC")
    hour = datetime.fromtimestamp(clock.now(), zone).hour
    return (hour - row.quiet_from) % 24 < (row.quiet_to - row.quiet_from) % 24


def _why(own: list[str], helped: dict[str, int]) -> str:
    """Say why somebody could know."""
    said = []
    if helped:
        said.append(f"helped before with {', '.join(sorted(helped)[:3])}")
    if own:
        said.append(f"wants to be asked about {', '.join(own[:3])}")
    return "; ".join(said)
