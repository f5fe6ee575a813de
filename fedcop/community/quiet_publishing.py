"""What voices say: a question without a name, and what its asker says afterwards."""

import secrets
from dataclasses import dataclass
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import answers, events, posts, quiet
from fedcop.community.drafts import Draft
from fedcop.community.practice.parts import QuestionPart
from fedcop.community.practice_events import QuietSettled
from fedcop.errors import NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries import quiet as rows
from fedcop.store.rows import ActorRow, GroupRow, PostRow, QuietRow, QuietWordRow
from fedcop.values import Audience

MARK: Final = "cop:quietly"  # of what a voice asks a community elsewhere to say for it
ANSWERS: Final = "cop:answers"  # what it shall answer there
HELPED: Final = "cop:helped"  # which answer helped its asker
ASKER: Final = "cop:asker"  # of what is said by whoever asked
_HOUR: Final = 3_600_000
_SECONDS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """A text ready to be published: HTML, and the Markdown it was made of."""

    content: str
    source: str


async def hold(unit: Unit, row: QuietRow) -> None:
    """Let a question wait for a steward."""
    unit.guard(rows.STANDS, row.id, "waiting")
    unit.add(rows.set_state(row.id, "held"))


async def give_up(unit: Unit, row: QuietRow, reason: str) -> None:
    """Do not publish a question; its asker reads why."""
    unit.guard(rows.STANDS, row.id, row.state)
    unit.add(rows.set_state(row.id, "refused", 0, reason))
    if row.relay_id:
        events.record(unit, QuietSettled(row.id))


async def publish_here(
    unit: Unit, voice: ActorRow, group: GroupRow, row: QuietRow, said: Said
) -> PostRow:
    """Let the voice of a community of ours ask."""
    unit.guard(rows.STANDS, row.id, "waiting")
    draft = Draft(
        content=said.content,
        source=said.source,
        title=row.title,
        community_id=group.actor.id,
        audience=Audience(group.practice.audience),
        language=row.language,
        published=quiet.hour(clock.now_ms()),
        number=_number(),
        practice=QuestionPart(background=row.body, tried=row.tried),
    )
    post = await posts.write(unit, voice, draft)
    unit.add(rows.publish(row.id, post.id, post.uri))
    if row.relay_id:
        events.record(unit, QuietSettled(row.id))
    return post


async def publish_there(
    unit: Unit, relay: ActorRow, group: GroupRow, row: QuietRow, said: Said
) -> PostRow:
    """Let our voice ask a community elsewhere to ask: it alone is told."""
    unit.guard(rows.STANDS, row.id, "waiting")
    part = QuestionPart(background=row.body, tried=row.tried)
    post = await posts.write(unit, relay, _for(group, row, said, {}, part))
    unit.add(rows.publish(row.id, post.id, ""))
    return post


async def say_here(
    unit: Unit, voice: ActorRow, word: tuple[QuietRow, QuietWordRow], said: Said
) -> PostRow | None:
    """Let a voice say something more for whoever asked."""
    row, next_word = word
    parent = await post_queries.find_post_by_uri(unit, next_word.answers_uri or row.home_uri)
    unit.guard(rows.STILL_WAITS, next_word.id)
    unit.add(rows.delete_word(next_word.id))
    if parent is None or parent.deleted:
        return None
    now = clock.now_ms()
    draft = Draft(
        content=said.content,
        source=said.source,
        reply_to_id=parent.id,
        audience=Audience(parent.audience),
        language=row.language,
        published=min(max(quiet.hour(now), parent.published), now),
        cop=orjson.dumps({ASKER: True}).decode(),
    )
    unit.add(rows.mark_seen(row.id, row.seen + 1))
    return await posts.write(unit, voice, draft)


async def say_there(
    unit: Unit, relay: ActorRow, group: GroupRow, word: tuple[QuietRow, QuietWordRow], said: Said
) -> PostRow:
    """Let our voice ask a community elsewhere to say something more."""
    row, next_word = word
    unit.guard(rows.STILL_WAITS, next_word.id)
    unit.add(rows.delete_word(next_word.id), rows.mark_seen(row.id, row.seen + 1))
    about = {ANSWERS: next_word.answers_uri or row.home_uri}
    return await posts.write(unit, relay, _for(group, row, said, about))


async def tell_helped(
    unit: Unit, relay: ActorRow, group: GroupRow, row: QuietRow, answer: PostRow
) -> None:
    """Let our voice tell a community elsewhere which answer helped."""
    said = Said("<p>This answer helped.</p>", "This answer helped.")
    await posts.write(unit, relay, _for(group, row, said, {HELPED: answer.uri}))


async def mark_helped(unit: Unit, voice: ActorRow, row: QuietRow, answer: PostRow) -> None:
    """Let a voice accept an answer for whoever asked; from then on nobody knows who that was."""
    await answers.accept(unit, voice, answer.root_id, answer.id)
    unit.add(*rows.delete(row.id))


async def withdraw(unit: Unit, voice: ActorRow | None, row: QuietRow) -> None:
    """Take a question back that its asker no longer wants to be there."""
    if row.post_id and voice is not None:
        await posts.remove(unit, voice, row.post_id)
    await quiet.drop(unit, row)


async def reveal(unit: Unit, asker: ActorRow, row: QuietRow, said: Said) -> PostRow:
    """Let an asker say in their own name that it was they who asked."""
    question = await post_queries.find_post_by_uri(unit, row.home_uri)
    if question is None or question.deleted:
        raise NotFound("Your question is not here.")
    draft = Draft(
        content=said.content,
        source=said.source,
        reply_to_id=question.id,
        audience=Audience(question.audience),
    )
    return await posts.write(unit, asker, draft)


def _for(
    group: GroupRow,
    row: QuietRow,
    said: Said,
    more: dict[str, str],
    part: QuestionPart | None = None,
) -> Draft:
    """Write for the home of a community alone."""
    return Draft(
        content=said.content,
        source=said.source,
        title=row.title if part else "",
        audience=Audience.NAMED,
        language=row.language,
        published=quiet.hour(clock.now_ms()),
        mentions=(group.actor.id,),
        number=_number(),
        cop=orjson.dumps({MARK: True, **more}).decode(),
        practice=part,
    )


def _number() -> int:
    """Make an id that sorts by the hour: within it, any moment is as likely as another."""
    return ids.new_id(clock.now_ms() - _SECONDS - secrets.randbelow(_HOUR))
