"""Reviews: what a peer thinks of one exact revision, kept beside the post that says it in words."""

import json
from dataclasses import dataclass, replace
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import policy
from fedcop.community.practice import artifacts, quorum
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.parts import Point, ReviewPart
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, posts, shelves, stewards
from fedcop.store.queries import reviews as queries
from fedcop.store.queries.reviews import Reviewed
from fedcop.store.rows import (
    ActorCard,
    ActorRow,
    ArtifactRow,
    PostRow,
    ReviewPointRow,
    ReviewRow,
    ReviewRuleRow,
)
from fedcop.tongues import N_
from fedcop.values import ArtifactPin

Rule = ReviewRuleRow

KIND: Final = "review"
VERDICTS: Final = ("approve", "approveWithChanges", "needsWork", "block", "comment")
POINTS: Final = ("works", "change", "must", "question")
SAME_HOUSE: Final = N_("same organization as the author")

_LEVELS: Final = range(1, 5)
_REVIEWERS: Final = range(1, 6)
_VOTES: Final = range(1, 4)
_MOST_POINTS: Final = 50
_MOST_SCORES: Final = 30
_LONGEST: Final = 2000
_MOST: Final = 200
_FEW: Final = 20
_NEWEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Review:
    """A review with what it says, point by point."""

    row: ReviewRow
    points: tuple[ReviewPointRow, ...] = ()

    @property
    def pin(self) -> ArtifactPin:
        """The revision it is about."""
        return ArtifactPin(self.row.artifact_uri, self.row.number, self.row.digest)

    @property
    def scores(self) -> tuple[tuple[str, int], ...]:
        """Which level it gives to which criterion."""
        return tuple((name, level) for name, level in json.loads(self.row.scores or "[]"))


async def begin(unit: Unit, author: ActorRow, post: PostRow, part: ReviewPart) -> None:
    """Keep a review, also of a revision that is not here, and see whether it is the last needed.

    Raises Invalid and Refused.
    """
    check_part(author, part)
    artifact = await artifacts.find(unit, part.pin.uri)
    conflict = part.conflict[:_LONGEST]
    if artifact is not None:
        writer = await _author_of(unit, artifact)
        if author.local and writer is not None and writer.id == author.id:
            raise Refused("You wrote this; let somebody else review it.")
        if not conflict and writer is not None and writer.host == author.host:
            conflict = SAME_HOUSE
        unit.touch(f"artifact:{artifact.uri}")
        unit.guard(queries.SAME_COUNT, artifact.id, artifact.reviews)
    row = _row(post.id, author, part, conflict)
    unit.add(*queries.insert_review(row, _points(row, part)))
    new = Reviewed(row, quorum.card_of(author))
    taken = await quorum.welcome(unit, author, row, post.cause)
    await quorum.settle(unit, part.pin, new, post.cause, taken)


async def change(unit: Unit, actor: ActorRow, post: PostRow, part: ReviewPart) -> bool:
    """Keep what a review says now; of another revision it cannot be. Raises Invalid and Refused."""
    known = await find(unit, post.id)
    if known is None:
        return False
    check_part(actor, part)
    if part.pin != known.pin:
        raise Refused("cop:reviews: a review stays one of the revision it was written of")
    row = _row(post.id, actor, part, part.conflict[:_LONGEST] or known.row.conflict)
    row = replace(row, created=known.row.created)
    points = _points(row, part)
    if row == known.row and _bare(points) == _bare(known.points):
        return False
    unit.add(*queries.update_review(row, points))
    await quorum.settle(unit, part.pin, Reviewed(row, quorum.card_of(actor)), post.cause)
    return True


async def bury(unit: Unit, post: PostRow) -> None:
    """Let a review go that was taken back; what it helped to pass has passed."""
    known = await queries.find_review(unit, post.id)
    if known is not None:
        unit.add(*queries.forget_review(known))


async def close(unit: Unit, by: ActorRow, point_id: int, number: int) -> bool:
    """Say which revision mends what a review asked for, as a steward. Raises Refused, NotFound."""
    point = await queries.find_point(unit, point_id)
    review = await queries.find_review(unit, point.review_id) if point else None
    if point is None or review is None:
        raise NotFound("There is no such point.")
    if review.reviewer_id != by.id and not await _looks_after(unit, by, review.artifact_uri):
        raise Refused("Only who wrote a review, or a steward, closes what it asked for.")
    if point.closed:
        return False
    closed = replace(point, closed=clock.now_ms(), closed_by=by.id, closed_in=max(number, 0))
    unit.touch(f"review:{review.id}")
    unit.add(queries.close_point(closed))
    return True


NOUN: Final = Noun(begin, change, bury)


# Reads


async def find(reader: Reader, number: int) -> Review | None:
    """Find a review by the id of its post."""
    row = await queries.find_review(reader, number)
    return Review(row, tuple(await queries.list_points(reader, row.id))) if row else None


async def find_with(reader: Reader, point: int) -> Review | None:
    """Find the review that makes a point."""
    row = await queries.find_point(reader, point)
    return await find(reader, row.review_id) if row else None


async def load(reader: Reader, post: PostRow) -> Review | None:
    """Read what makes a post of ours a review."""
    return await find(reader, post.id)


async def list_of(
    reader: Reader, artifact_uri: str, before: int = 0, limit: int = 50
) -> list[tuple[Review, ActorCard]]:
    """Read the reviews of an artifact, of whichever revision, the latest first."""
    found = await queries.list_of_artifact(reader, artifact_uri, before or _NEWEST, limit)
    return [
        (Review(one.row, tuple(await queries.list_points(reader, one.row.id))), one.by)
        for one in found
    ]


async def list_unmended(reader: Reader, pin: ArtifactPin) -> list[ReviewPointRow]:
    """Read what reviews say must be fixed, up to a revision, and nobody has closed.

    Who reviewed the same revision once more says by that what must be. A voice speaks for several.
    """
    found: list[ReviewPointRow] = []
    later: set[tuple[int, int]] = set()
    for one in await queries.list_of_artifact(reader, pin.uri, _NEWEST, _MOST):
        again = (one.row.reviewer_id, one.row.number)
        said_again = again in later and one.by.kind == "Person"
        later.add(again)
        if one.row.number <= pin.number and not said_again:
            points = await queries.list_points(reader, one.row.id)
            found += [point for point in points if point.kind == "must" and not point.closed]
    return found


async def list_standards(reader: Reader, community: int) -> list[int]:
    """Read the ids of the standards of a community, against which one can review."""
    return await queries.list_standards(reader, community, _FEW) if community else []


def criteria_of(standard: ArtifactRow) -> tuple[str, ...]:
    """Return the names of what a standard asks for."""
    listed = json.loads(standard.parts or "{}").get("criteria", [])
    named = (one.get("name") if isinstance(one, dict) else one for one in listed)
    return tuple(str(name) for name in named if name)[:_MOST_SCORES]


async def ask_for(unit: Unit, by: ActorRow, group: ActorRow, rule: ReviewRuleRow) -> None:
    """Say what a community of ours asks of a review, as a steward. Raises Refused and Invalid."""
    steward = await stewards.find_steward(unit, group.id, by.id)
    policy.require(policy.may_steward(by, group, steward=steward is not None))
    if not group.local:
        raise Refused("This community is looked after on its own node.")
    if rule.reviewers not in _REVIEWERS or rule.organizations not in _REVIEWERS:
        raise Invalid("reviewers: choose one to five")
    if rule.votes not in _VOTES:
        raise Invalid("votes: choose one to three")
    if rule.unnamed not in {0, 1}:
        raise Invalid("unnamed: choose yes or no")
    unit.touch(f"rule:{group.id}")
    unit.add(*queries.set_rule(replace(rule, id=group.id)))


async def rule_of(reader: Reader, community: int) -> ReviewRuleRow:
    """Read what a community asks of a review."""
    return await queries.find_rule(reader, community)


def check_part(author: ActorRow, part: ReviewPart) -> None:
    """Go on with what somebody may say as a review. Raises Invalid."""
    if part.verdict not in VERDICTS:
        raise Invalid("verdict: choose one")
    if not part.pin.uri or not part.pin.number or not part.pin.digest:
        raise Invalid("review: it names no revision")
    if not author.local:
        return
    harm = any(point.kind == "must" and point.words.strip() for point in part.points)
    if part.verdict == quorum.BLOCK and not harm:
        raise Invalid("must: say what harm it would do")


def _row(number: int, author: ActorRow, part: ReviewPart, conflict: str) -> ReviewRow:
    scores = [
        (name[:_LONGEST], level) for name, level in part.scores[:_MOST_SCORES] if level in _LEVELS
    ]
    return ReviewRow(
        id=number,
        artifact_uri=part.pin.uri,
        number=part.pin.number,
        digest=part.pin.digest,
        reviewer_id=author.id,
        verdict=part.verdict,
        created=clock.now_ms(),
        organization_uri=part.organization_uri,
        rubric_uri=part.rubric_uri,
        scores=orjson.dumps(scores).decode() if scores else "",
        conflict=conflict,
    )


def _points(row: ReviewRow, part: ReviewPart) -> list[ReviewPointRow]:
    now = clock.now_ms()
    return [
        ReviewPointRow(
            id=ids.new_id(),
            review_id=row.id,
            kind=point.kind,
            words=point.words.strip()[:_LONGEST],
            closed=now if point.closed_in else 0,
            closed_by=row.reviewer_id if point.closed_in else 0,
            closed_in=point.closed_in,
        )
        for point in part.points[:_MOST_POINTS]
        if point.kind in POINTS and point.words.strip()
    ]


def part_of(review: Review) -> ReviewPart:
    """Return the part of a review that is kept, to be said anew."""
    row = review.row
    return ReviewPart(
        pin=review.pin,
        verdict=row.verdict,
        organization_uri=row.organization_uri,
        rubric_uri=row.rubric_uri,
        scores=review.scores,
        conflict=row.conflict,
        points=tuple(Point(one.kind, one.words, one.closed_in) for one in review.points),
    )


def _bare(points: list[ReviewPointRow] | tuple[ReviewPointRow, ...]) -> list[tuple[str, str, int]]:
    return [(point.kind, point.words, point.closed_in) for point in points]


async def _author_of(reader: Reader, artifact: ArtifactRow) -> ActorRow | None:
    post = await posts.find_post(reader, artifact.id)
    return await actors.find_actor(reader, post.author_id) if post else None


async def _looks_after(reader: Reader, by: ActorRow, uri: str) -> bool:
    """Whether somebody is a steward of a community of ours that has an artifact in its hands."""
    for number in await shelves.list_holders(reader, uri):
        if await stewards.find_steward(reader, number, by.id):
            return True
    return False
