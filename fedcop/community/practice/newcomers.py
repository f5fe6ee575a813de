"""The slow lane: whoever asks a community for the first time is owed an answer within a day."""

from typing import Final

from fedcop import clock
from fedcop.store.batch import Reader
from fedcop.store.queries import actors, questions, stewards
from fedcop.store.rows import PostRow, QuestionRow

DAY_MS: Final = 86_400_000
_PERSON: Final = "Person"


async def owed(reader: Reader, post: PostRow, community: int) -> int:
    """Say by when a first question is owed an answer; negative where that is past, 0: not first.

    A voice asks for many, and a steward knows the place.
    """
    asker = await actors.find_actor(reader, post.author_id)
    if asker is None or asker.kind != _PERSON or not community:
        return 0
    if await stewards.find_steward(reader, community, asker.id):
        return 0
    if await questions.has_asked(reader, asker.id, community):
        return 0
    due = post.published + DAY_MS
    return due if due > clock.now_ms() else -due


def is_first(row: QuestionRow) -> bool:
    """Whether somebody asks for the first time."""
    return row.owed != 0


def waits(row: QuestionRow) -> bool:
    """Whether a first question waits for its first answer."""
    return is_first(row) and row.state == "open" and not row.first_answer


def left_ms(row: QuestionRow) -> int:
    """Say how long is left until a first question has waited for a day; negative: it is over."""
    return abs(row.owed) - clock.now_ms()
