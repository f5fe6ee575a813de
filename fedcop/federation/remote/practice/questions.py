"""A question that somebody asked elsewhere: what they tried, how it stands."""

from typing import Final

from fedcop.activitypub.vocabulary import Object
from fedcop.community.practice.parts import QuestionPart
from fedcop.federation.remote.reach import Reach
from fedcop.values import JSON

_STATES: Final = {"open": "open", "answered": "answered", "closed-no-answer": "closed"}
_LONGEST: Final = 50_000
_LONGEST_URI: Final = 2048


async def part_of(_reach: Reach, written: Object) -> QuestionPart | None:
    """Read what makes a post a question; what answers something is none."""
    if written.in_reply_to or not written.name:
        return None
    cop = written.cop
    return QuestionPart(
        background=_text(cop.get("cop:background")),
        tried=_text(cop.get("cop:whatITried")),
        urgency=_text(cop.get("cop:urgency"), 10),
        state=_STATES.get(_text(cop.get("cop:status"), 20), ""),
        accepted_uri=_text(cop.get("cop:acceptedAnswer"), _LONGEST_URI),
    )


def _text(value: JSON, longest: int = _LONGEST) -> str:
    return value if isinstance(value, str) and len(value) <= longest else ""
