"""What others wrote that belongs to the practice: its cop: terms, read with suspicion."""

from collections.abc import Awaitable, Callable
from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.parts import Part
from fedcop.federation.remote.practice import (
    adoptions,
    answers,
    artifact,
    meetings,
    questions,
    reviews,
    thanks,
)
from fedcop.federation.remote.reach import Reach

Read = Callable[[Reach, Object], Awaitable[Part | None]]

READERS: Final[dict[str, Read]] = {  # by `cop:kind`
    **dict.fromkeys(KINDS, artifact.read),
    "adoption": adoptions.read,
    "answer": answers.read,
    "review": reviews.read,
    "thanks": thanks.read,
    "question": questions.part_of,
}
BY_TYPE: Final[dict[str, Read]] = {  # what needs no term of ours: an Event of anybody
    "Event": meetings.read,
}


async def part_of(reach: Reach, written: Object) -> Part | None:
    """Read what makes a post more than a post; None where it is one, or says so badly."""
    kind = written.cop.get("cop:kind")
    read = READERS.get(kind) if isinstance(kind, str) else None
    read = read or BY_TYPE.get(written.type)
    return await read(reach, written) if read else None
