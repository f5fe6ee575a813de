"""Say which answer helped, or that none did after all: by who asked, or by a steward."""

from dataclasses import dataclass, replace
from html import escape
from typing import Final

from fedcop import clock
from fedcop.community import events, policy, policy_posts, posts
from fedcop.community.drafts import Draft
from fedcop.community.practice import questions
from fedcop.community.practice_events import AnswerAccepted, AnswerUnaccepted, QuestionRestated
from fedcop.errors import NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, outbound, stewards
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries import questions as queries
from fedcop.store.rows import ActorRow, PostRow, QuestionRow
from fedcop.values import Audience

# What tells its people itself which answer helped; PieFed does where a moderator says so, or where
# somebody answered themselves (`process_question_answer` in its `activitypub/routes.py`).
_AWARE: Final = frozenset({"fedcop"})
_AWARE_OF_STEWARDS: Final = _AWARE | {"piefed", "pyfedi"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What came from elsewhere: when it was said there, in which message, on a community's word."""

    at: int = 0  # 0: nobody said
    cause: int = 0
    vouched: bool = False  # the community itself says that they may


HERE: Final = Heard()


async def accept(
    unit: Unit, actor: ActorRow, question_id: int, answer_id: int, heard: Heard = HERE
) -> bool:
    """Say that an answer helped; it takes the place of another. False when that is known.

    What was said before the last word on it changes nothing. Raises NotFound and Refused.
    """
    question, row = await _find(unit, question_id)
    answer = await post_queries.find_post(unit, answer_id)
    if answer is None or answer.deleted:
        raise NotFound("There is no such answer.")
    if answer.root_id != question.id or answer.id == question.id:
        raise Refused("This does not answer that question.")
    await _require(unit, actor, question, heard)
    at = _when(heard)
    if row.accepted_id == answer.id or at < row.settled:
        return False
    accepted = replace(
        row,
        state=questions.ANSWERED,
        accepted_id=answer.id,
        accepted_by=actor.id,
        accepted=at,
        settled=at,
    )
    _settle(unit, row, accepted)
    unit.add(queries.touch(answer.id))
    told = AnswerAccepted(question.id, question.root_id, answer.id, actor.id)
    _record(unit, question, told, heard.cause)
    await _say_so(unit, question, answer, await _programs(unit, actor, question, answer))
    return True


async def unaccept(
    unit: Unit, actor: ActorRow, question_id: int, answer_id: int = 0, heard: Heard = HERE
) -> bool:
    """Say that no answer helped after all; False when none did. Raises NotFound and Refused.

    One that was taken back before it came here counts as taken back.
    """
    question, row = await _find(unit, question_id)
    await _require(unit, actor, question, heard)
    at = _when(heard)
    if at < row.settled or (not heard.at and answer_id not in {0, row.accepted_id}):
        return False
    none = replace(row, state=questions.OPEN, accepted_id=0, accepted_by=0, accepted=0, settled=at)
    _settle(unit, row, none)
    if not row.accepted_id:
        return False
    unit.add(queries.touch(row.accepted_id))
    told = AnswerUnaccepted(question.id, question.root_id, row.accepted_id, actor.id)
    _record(unit, question, told, heard.cause)
    await _take_back(unit, question, row.accepted_id)
    return True


async def _find(unit: Unit, number: int) -> tuple[PostRow, QuestionRow]:
    """Find a question; what starts a thread becomes one when an answer to it is accepted."""
    post = await post_queries.find_post(unit, number)
    if post is None or post.deleted:
        raise NotFound("There is no such question.")
    row = await queries.find_question(unit, number)
    if row is not None:
        return post, row
    if not post.top or post.practice or post.local:
        raise Refused("This is no question.")
    unit.touch(f"question:{post.id}")
    return post, questions.become(unit, post)


async def _require(unit: Unit, actor: ActorRow, question: PostRow, heard: Heard) -> None:
    """Go on for who asked, the community and its stewards. Raises Refused."""
    steward = heard.vouched
    if not steward and question.community_id and actor.id != question.author_id:
        row = await stewards.find_steward(unit, question.community_id, actor.id)
        steward = row is not None
        if row is not None:
            unit.guard(stewards.STILL, question.community_id, actor.id)
    policy.require(policy_posts.may_accept(actor, question, steward=steward))


def _when(heard: Heard) -> int:
    now = clock.now_ms()
    return min(heard.at or now, now)


def _settle(unit: Unit, row: QuestionRow, settled: QuestionRow) -> None:
    unit.touch(f"question:{row.id}")
    if row.settled or row.accepted_id:
        unit.guard(queries.SAME, row.id, row.settled, row.accepted_id)
    unit.add(*queries.settle(settled))


def _record(
    unit: Unit, question: PostRow, told: AnswerAccepted | AnswerUnaccepted, cause: int
) -> None:
    """Note what was said, and that a question of ours is told anew because of it."""
    events.record(unit, told, cause)
    if question.local:
        events.record(unit, QuestionRestated(question.id, question.root_id))


async def _programs(unit: Unit, by: ActorRow, question: PostRow, answer: PostRow) -> frozenset[str]:
    """Say which programs mark an answer themselves when this actor says that it helped."""
    steward = await stewards.find_steward(unit, question.community_id, by.id)
    own = answer.author_id == question.author_id
    return _AWARE_OF_STEWARDS if steward is not None or own else _AWARE


async def _say_so(unit: Unit, question: PostRow, answer: PostRow, aware: frozenset[str]) -> None:
    """Let a community of ours say in words what other programs would not show.

    Once for each answer, however often it is accepted.
    """
    community = await actors.find_actor(unit, question.community_id)
    if community is None or not community.local or question.audience > Audience.UNLISTED:
        return
    if not await _is_elsewhere(unit, aware, question.author_id, answer.author_id):
        return
    if await queries.find_told(unit, community.id, answer.id):
        return
    where, title = escape(question.url or question.uri), escape(question.title or "the question")
    draft = Draft(
        content=f'<p><strong>Accepted answer</strong> to <a href="{where}">{title}</a>.</p>',
        source=f"**Accepted answer** to [{question.title}]({question.url or question.uri}).",
        reply_to_id=answer.id,
        audience=Audience.UNLISTED,
        language="en",
        mentions=tuple({question.author_id, answer.author_id} - {community.id}),
    )
    await posts.write(unit, community, draft)


async def _take_back(unit: Unit, question: PostRow, answer: int) -> None:
    """Let a community take back what it said in words."""
    community = await actors.find_actor(unit, question.community_id)
    if community is None or not community.local:
        return
    said = await queries.find_told(unit, community.id, answer)
    if said:
        await posts.remove(unit, community, said)


async def _is_elsewhere(unit: Unit, aware: frozenset[str], *people: int) -> bool:
    """Whether one of them reads us with a program that does not mark it."""
    for number in people:
        actor = await actors.find_actor(unit, number)
        if actor is None or actor.local:
            continue
        if (await outbound.find_software(unit, actor.host)).lower() not in aware:
            return True
    return False
