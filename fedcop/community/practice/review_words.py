"""How a review reads as a text, in any program: the verdict first, then point by point."""

import re
from collections.abc import Iterator
from typing import Final

from fedcop.community.practice.parts import ReviewPart
from fedcop.tongues import N_

VERDICTS: Final = {
    "approve": N_("approve"),
    "approveWithChanges": N_("approve with changes"),
    "needsWork": N_("needs work"),
    "block": N_("block"),
    "comment": N_("comment"),
}
POINTS: Final = {
    "works": N_("Works"),
    "change": N_("I would change"),
    "must": N_("Must be fixed"),
    "question": N_("Question"),
}
_MEANT: Final = re.compile(r"([\\*_`\[\]<>#~|])")


def markdown_of(part: ReviewPart, house: str = "") -> str:
    """Tell a review as Markdown; with a house, as one by somebody from there who gives no name."""
    first, *rest = _paragraphs(part)
    by = [f"*By a reviewer from {_plain(house)}, who gives no name.*"] if house else []
    return "\n\n".join([first, *by, *rest])


def _paragraphs(part: ReviewPart) -> Iterator[str]:
    yield f"**Review of r{part.pin.number}: {VERDICTS.get(part.verdict, part.verdict)}**"
    for point in part.points:
        mended = f" (mended in r{point.closed_in})" if point.closed_in else ""
        yield f"*{POINTS.get(point.kind, point.kind)}:* {_plain(point.words)}{mended}"
    if part.scores:
        scores = ", ".join(f"{_plain(name)} {level} of 4" for name, level in part.scores)
        yield f"*Against the standard:* {scores}"
    if part.conflict:
        yield f"*Conflict of interest:* {_plain(part.conflict)}"


def _plain(words: str) -> str:
    """Take no character of somebody's words for Markdown; names and hashtags stay what they are."""
    return _MEANT.sub(r"\\\1", " ".join(words.split()))
