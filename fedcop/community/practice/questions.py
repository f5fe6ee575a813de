"""Questions: help is wanted. What was tried, which answer helped, what still waits.

A post that starts a thread is also a question where its community takes questions and its first
line asks one, so that whoever asks from elsewhere by naming the community is not overlooked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Literal

from fedcop import ids
from fedcop.community.practice import newcomers
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.parts import QuestionPart
from fedcop.errors import Invalid, Refused
from fedcop.markup.text import one_line, title_of
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, posts, questions, threads, timelines
from fedcop.store.queries.threads import Ground, Parent
from fedcop.store.queries.timelines import Seen
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.rows import ActorRow, PostRow, QuestionRow
from fedcop.tongues import N_
from fedcop.values import Handle, host_of

Tab = Literal["open", "unanswered", "answered", "mine"]

KIND: Final = "question"
OPEN: Final = "open"
ANSWERED: Final = "answered"
CLOSED: Final = "closed"
URGENCIES: Final = {
    "now": N_("Somebody waits for this now"),
    "soon": N_("An answer this week would help"),
    "later": N_("No hurry"),
}
TRIED: Final = N_("What I tried")  # the heading in the text
ENOUGH: Final = 5  # answered questions, before it is said how long it usually takes
_TABS: Final[dict[str, Source]] = {
    "open": questions.OPEN,
    "unanswered": questions.UNANSWERED,
    "answered": questions.ANSWERED,
    "mine": questions.ASKED,
}
_ASKING: Final = frozenset({"Note", "Page"})  # what people write elsewhere to ask
_MARKS: Final = frozenset("?\uff1f\u061f")  # of Latin, Chinese and Arabic script
_TOP: Final = 2**62
_LATEST: Final = 100
_LONGEST_TITLE: Final = 200
_address = re.compile(r"\bhttps?://\S+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is told: its row, and the uri of the answer that helped."""

    row: QuestionRow
    accepted_uri: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some questions as one reader sees them, and before which the next page begins, or 0."""

    questions: tuple[tuple[Seen, QuestionRow], ...]
    next: int


def asks(title: str, content: str, community: Handle | None = None) -> bool:
    """Whether a text asks something: its first line has a question mark.

    The first line is the title where there is one; that it names the community, and what stands
    in addresses, does not count.
    """
    line = title or title_of(content, community, limit=_LONGEST_TITLE * 10)
    return not _MARKS.isdisjoint(_address.sub("", line))


def compose(background: str, tried: str, urgency: str = "") -> str:
    """Write the text of a question, in Markdown: its sections have headings."""
    parts = [background.strip()]
    if tried.strip():
        parts.append(f"## {TRIED}\n\n{tried.strip()}")
    if urgency in {"now", "soon"}:
        parts.append(f"*{URGENCIES[urgency]}.*")
    return "\n\n".join(part for part in parts if part)


async def find(reader: Reader, post_id: int) -> QuestionRow | None:
    """Find what makes a post a question."""
    return await questions.find_question(reader, post_id)


async def list_some(reader: Reader, post_ids: Sequence[int]) -> list[QuestionRow]:
    """Read some questions."""
    return await questions.list_questions(reader, post_ids)


async def told(reader: Reader, post: PostRow) -> Question | None:
    """Read a question as it is told to others."""
    row = await questions.find_question(reader, post.id)
    if row is None:
        return None
    if not row.accepted_id:
        return Question(row, row.answer_uri)
    answer = await posts.find_post(reader, row.accepted_id)
    return Question(row, answer.uri if answer is not None and not answer.deleted else "")


async def list_open(
    reader: Reader, viewer: ActorRow | None, community_id: int, tab: Tab, span: tuple[int, int]
) -> Page:
    """Read a page of the questions of a community; `span`: before which id, and how many."""
    before, size = span
    source = _TABS[tab]
    whose = (viewer.id if viewer else 0) if tab == "mine" else community_id
    numbers = await questions.list_page(reader, Walk(source, whose, (before or _TOP,)), size)
    rows = {row.id: row for row in await questions.list_questions(reader, numbers)}
    seen = await timelines.list_seen(reader, viewer.id if viewer else 0, numbers)
    found = sorted(
        ((one, rows[one.post.id]) for one in seen if not one.post.deleted),
        key=lambda pair: pair[1].id,
        reverse=True,
    )
    if tab == "mine":
        found = [pair for pair in found if pair[1].community_id == community_id]
    return Page(tuple(found), numbers[-1] if len(numbers) == size else 0)


async def usual_wait(reader: Reader, community_id: int) -> int:
    """Say after how many milliseconds questions are usually answered first; 0: too few to say."""
    begun = await questions.list_begun(reader, community_id, _LATEST)
    if len(begun) < ENOUGH:
        return 0
    return max(1, round(median(at - ids.time_of(number) for number, at in begun)))


# What a post asks, kept beside it


async def begin(unit: Unit, author: ActorRow, post: PostRow, part: QuestionPart) -> None:
    """Keep what makes a new post a question. Raises Refused and Invalid."""
    if not post.top:
        raise Refused("A question begins a thread.")
    if not post.title:
        raise Invalid("title: Say in one line what you would like to know.")
    row = QuestionRow(
        id=post.id,
        asker_id=author.id,
        community_id=post.community_id,
        background=part.background,
        tried=part.tried,
        urgency=part.urgency if part.urgency in URGENCIES else "",
        state=CLOSED if part.state == CLOSED else OPEN,
        owed=await newcomers.owed(unit, post, post.community_id),
    )
    unit.add(questions.insert_question(await _with_answer(unit, row, part)))


async def change(unit: Unit, actor: ActorRow, post: PostRow, part: QuestionPart) -> bool:
    """Keep what its asker says anew; whether that changes anything.

    Which answer helped is said by Accept and Undo; here it is only taken from somebody who asked
    where we never heard of one.
    """
    row = await questions.find_question(unit, post.id)
    if row is None:
        return False
    changed = replace(
        row,
        background=part.background,
        tried=part.tried,
        urgency=part.urgency if part.urgency in URGENCIES else "",
        state=_state(row, part),
    )
    if not row.settled and not row.accepted_id:
        changed = await _with_answer(unit, changed, part)
    if changed == row:
        return False
    unit.touch(f"question:{row.id}")
    unit.guard(questions.SAME, row.id, row.settled, row.accepted_id)
    unit.add(questions.change_question(changed))
    if changed.accepted_id != row.accepted_id:
        unit.add(*questions.settle(changed))
    return True


async def bury(unit: Unit, post: PostRow) -> None:
    """Let go of what made a post a question."""
    unit.add(questions.delete_question(post.id))


async def hear(unit: Unit, post: PostRow, ground: Ground | None) -> PostRow:
    """Return a new post as the question it is, where its community takes questions."""
    if ground is None or not ground.questions or not _may_ask(post):
        return post
    handle = await _handle_of(unit, ground.id)
    if not asks(post.title, post.content, handle):
        return post
    due = await newcomers.owed(unit, post, post.community_id)
    row = QuestionRow(post.id, asker_id=post.author_id, community_id=post.community_id, owed=due)
    unit.add(questions.insert_question(row))
    return replace(post, practice=KIND, title=post.title or _title(post, handle))


def answer(unit: Unit, post: PostRow, parent: Parent | None) -> None:
    """Note that a reply answers a question, and whether it is the one that helped."""
    if parent is None or parent.practice != KIND:
        return
    unit.add(questions.answered(parent.id, post.author_id, post.published))
    if not post.local:
        unit.add(questions.arrived(post.id, post.uri, post.published))


async def claim(unit: Unit, post: PostRow, community: ActorRow) -> None:
    """Let a question be one of the community that passed it on, or be one because of it."""
    if post.practice == KIND:
        due = await newcomers.owed(unit, post, community.id)
        unit.add(questions.claim(post.id, community.id, due))
        return
    ground = await threads.find_ground(unit, community.id)
    if ground is not None and ground.questions and _may_ask(post):
        handle = await _handle_of(unit, community.id)
        if asks(post.title, post.content, handle):
            due = await newcomers.owed(unit, post, community.id)
            become(unit, replace(post, community_id=community.id), handle, due)


def become(
    unit: Unit, post: PostRow, community: Handle | None = None, owed: int = 0
) -> QuestionRow:
    """Let a post that is kept already be a question."""
    row = QuestionRow(post.id, asker_id=post.author_id, community_id=post.community_id, owed=owed)
    title = post.title or _title(post, community)
    unit.add(questions.insert_question(row), questions.mark(post.id, title))
    return row


def _may_ask(post: PostRow) -> bool:
    """Whether a post may be a question without saying so: what starts a thread, as a plain post."""
    plain = post.kind in _ASKING and not post.practice
    return plain and bool(post.top) and not _MARKS.isdisjoint(post.title or post.content)


def _title(post: PostRow, community: Handle | None) -> str:
    return one_line(title_of(post.content, community, limit=_LONGEST_TITLE), _LONGEST_TITLE)


async def _handle_of(unit: Unit, community: int) -> Handle | None:
    row = await actors.find_actor(unit, community)
    return Handle(row.name, row.host or host_of(row.uri)) if row else None


def _state(row: QuestionRow, part: QuestionPart) -> str:
    """Say how a question stands when its asker says so: open and closed are theirs alone."""
    if row.state == ANSWERED or part.state not in {OPEN, CLOSED}:
        return row.state
    return part.state


async def _with_answer(unit: Unit, row: QuestionRow, part: QuestionPart) -> QuestionRow:
    """Keep which answer its asker says helped, be it not here yet."""
    if not part.accepted_uri:
        return row
    answer = await posts.find_post_by_uri(unit, part.accepted_uri)
    if answer is None or (not answer.deleted and answer.reply_to_uri and not answer.reply_to_id):
        return replace(row, answer_uri=part.accepted_uri)
    if answer.deleted or answer.root_id != row.id:
        return row
    return replace(
        row,
        state=ANSWERED,
        accepted_id=answer.id,
        accepted_by=row.asker_id,
        accepted=ids.time_of(answer.id),
    )


NOUN: Final = Noun(begin, change, bury)
