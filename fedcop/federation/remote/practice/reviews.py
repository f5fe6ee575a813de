"""A review that somebody elsewhere wrote: which revision, what verdict, point by point."""

from typing import Final

from fedcop.activitypub.vocabulary import JSON, Object
from fedcop.community.practice import reviews
from fedcop.community.practice.parts import Point, ReviewPart
from fedcop.federation.remote.practice.owned import of_its_own
from fedcop.federation.remote.reach import Reach
from fedcop.values import ArtifactPin

_URI: Final = 2048
_DIGEST: Final = 100
_LATEST: Final = 2**31 - 1
_WORDS: Final = 2000
_NAME: Final = 200
_MOST: Final = 50
_LEVELS: Final = range(1, 5)


async def read(reach: Reach, written: Object) -> ReviewPart | None:
    """Read what a peer thinks; None where nobody can tell of which revision."""
    terms = written.cop
    pin, verdict = _pin(terms.get("cop:reviews")), terms.get("cop:verdict")
    if pin is None or not isinstance(verdict, str) or verdict not in reviews.VERDICTS:
        return None
    if written.in_reply_to != pin.uri:
        return None  # a review answers what it is about
    points = _points(terms.get("cop:points"))
    if verdict == "block" and not any(point.kind == "must" for point in points):
        verdict = "needsWork"  # who blocks says what harm there would be
    return ReviewPart(
        pin=pin,
        verdict=verdict,
        organization_uri=of_its_own(written, terms.get("cop:organization")),
        rubric_uri=_uri(terms.get("cop:rubric")),
        scores=_scores(terms.get("cop:rubricScores")),
        conflict=_text(terms.get("cop:conflictOfInterest"), _WORDS),
        points=points,
    )


def _pin(value: JSON) -> ArtifactPin | None:
    if not isinstance(value, dict):
        return None
    uri, digest = _uri(value.get("id")), _text(value.get("digest"), _DIGEST)
    number = value.get("revision")
    if not uri or not digest or isinstance(number, bool) or not isinstance(number, int):
        return None
    return ArtifactPin(uri, number, digest) if 0 < number < _LATEST else None


def _points(value: JSON) -> tuple[Point, ...]:
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    read = (_point(one) for one in found[:_MOST])
    return tuple(point for point in read if point is not None)


def _point(value: dict[str, JSON]) -> Point | None:
    kind, words = value.get("kind"), _text(value.get("content"), _WORDS)
    if kind not in reviews.POINTS or not words:
        return None
    mended = value.get("mendedIn")
    sure = isinstance(mended, int) and not isinstance(mended, bool) and 0 < mended < _LATEST
    return Point(str(kind), words, int(str(mended)) if sure else 0)


def _scores(value: JSON) -> tuple[tuple[str, int], ...]:
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    scores = []
    for one in found[:_MOST]:
        name, level = _text(one.get("criterion"), _NAME), one.get("level")
        if name and isinstance(level, int) and level in _LEVELS:
            scores.append((name, int(level)))
    return tuple(scores)


def _uri(value: JSON) -> str:
    known = isinstance(value, str) and value.startswith(("https://", "http://"))
    return str(value) if known and len(str(value)) <= _URI else ""


def _text(value: JSON, most: int) -> str:
    return value[:most].replace("\0", "").strip() if isinstance(value, str) else ""
