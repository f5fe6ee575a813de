"""Review without a name, for the home of a community: its voice says it, for whoever that is.

What waits, and what is published, bears a mark that this node alone can make, of the person and
the revision: so that one person counts once, and takes back what is theirs. Nothing that is kept
says whose it is. What one must be in order to review is asked before, by name, and not kept.
"""

import secrets
from typing import Final

import orjson

from fedcop import clock
from fedcop.community import policy, posts, quiet
from fedcop.community.drafts import Draft
from fedcop.community.practice import artifacts, quorum, reviews
from fedcop.community.practice.parts import Point, ReviewPart
from fedcop.errors import Conflict, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries import unnamed_reviews as queries
from fedcop.store.rows import ActorRow, ArtifactRow, PostRow, UnnamedReviewRow
from fedcop.store.seal import Seal
from fedcop.values import ArtifactPin

_MINUTE: Final = 60_000
_SOONEST: Final = 5 * _MINUTE
_SPAN: Final = 55 * _MINUTE


def review_mark(seal: Seal, reviewer: int, pin: ArtifactPin) -> str:
    """Mark somebody at a revision, so that this node alone knows the mark again."""
    return seal.blind(f"reviews:{reviewer}:{pin.uri}:{pin.number}:{pin.digest}")


async def may_stay_unnamed(
    reader: Reader, reviewer: ActorRow, artifact: ArtifactRow
) -> policy.Answer:
    """Whether somebody may review something without a name; whoever may not may do so by name."""
    group = await actors.find_actor(reader, artifact.community_id)
    if group is not None and not group.local:
        return policy.Answer("the voice of this community speaks for people of its own node alone.")
    if group is None or not (await reviews.rule_of(reader, group.id)).unnamed:
        return policy.Answer("reviews have a name here.")
    if await queries.count_own_members(reader, group.id, quiet.FEWEST) < quiet.FEWEST:
        return policy.Answer(
            f"fewer than {quiet.FEWEST} members are of this organization; everybody would know."
        )
    if await quorum.why_not(reader, group, artifact.uri, quorum.card_of(reviewer)):
        return policy.Answer("only members who did not write it, and those who are invited, may.")
    return policy.may_act(reviewer)


async def hold_review(
    unit: Unit, seal: Seal, reviewer: ActorRow, artifact: ArtifactRow, part: ReviewPart
) -> None:
    """Let a review without a name wait for its time. Raises Refused, Invalid and Conflict."""
    policy.require(await may_stay_unnamed(unit, reviewer, artifact))
    reviews.check_part(reviewer, part)
    pin = part.pin
    mark = review_mark(seal, reviewer.id, pin)
    unit.touch(f"review:{mark}")
    if await queries.list_by_mark(unit, [mark]):
        raise Conflict("You review this revision already, without a name.")
    if await queries.has_reviewed(unit, (pin.uri, pin.number, pin.digest), reviewer.id):
        raise Refused("You have reviewed this revision in your own name.")
    row = UnnamedReviewRow(
        id=secrets.randbelow(2**59) + 1,
        community_id=artifact.community_id,
        artifact_uri=pin.uri,
        mark=mark,
        part=_packed(part),
        due=clock.now_ms() + _SOONEST + secrets.randbelow(_SPAN),
    )
    unit.add(queries.insert_unnamed(row))


async def review_openly(
    unit: Unit, seal: Seal, reviewer: ActorRow, pin: ArtifactPin, draft: Draft
) -> PostRow:
    """Let somebody review in their own name what they do not review without. Raises Refused."""
    mark = review_mark(seal, reviewer.id, pin)
    unit.touch(f"review:{mark}")
    if await queries.list_by_mark(unit, [mark]):
        raise Refused("You review this revision without a name; take that back first.")
    return await posts.write(unit, reviewer, draft)


async def publish_review(
    unit: Unit, voice: ActorRow, row: UnnamedReviewRow, draft: Draft
) -> PostRow:
    """Let the voice of a community of ours say it."""
    unit.guard(queries.STANDS, row.id, 0)
    post = await posts.write(unit, voice, draft)
    unit.add(queries.mark_published(row.id, post.id))
    return post


async def forget_unnamed(unit: Unit, row: UnnamedReviewRow) -> None:
    """Let go of a review that can no longer be said."""
    unit.guard(queries.STANDS, row.id, row.post_id)
    unit.add(queries.delete_unnamed(row.id))


async def find_mine(
    reader: Reader, seal: Seal, reviewer: ActorRow, pin: ArtifactPin
) -> UnnamedReviewRow | None:
    """Find the review without a name that somebody wrote of a revision, waiting or published."""
    found = await queries.list_by_mark(reader, [review_mark(seal, reviewer.id, pin)])
    return found[0] if found else None


async def take_review_back(
    unit: Unit, seal: Seal, reviewer: ActorRow, pin: ArtifactPin, voice: ActorRow | None
) -> None:
    """Take back what one reviewed without a name. Raises NotFound."""
    row = await find_mine(unit, seal, reviewer, pin)
    if row is None:
        raise NotFound("There is no such review of yours.")
    post = await post_queries.find_post(unit, row.post_id) if row.post_id else None
    if post is not None and not post.deleted and voice is not None:
        await posts.remove(unit, voice, post.id)
    await forget_unnamed(unit, row)


def part_in(row: UnnamedReviewRow) -> ReviewPart:
    """Read what a review that waits is to say."""
    said = orjson.loads(row.part)
    return ReviewPart(
        pin=ArtifactPin(*said["pin"]),
        verdict=said["verdict"],
        rubric_uri=said["rubric"],
        scores=tuple((name, level) for name, level in said["scores"]),
        conflict=said["conflict"],
        points=tuple(Point(kind, words) for kind, words in said["points"]),
    )


async def artifact_of(reader: Reader, row: UnnamedReviewRow) -> PostRow | None:
    """Find what a review is about, as long as it can be answered."""
    found = await artifacts.find(reader, row.artifact_uri)
    post = await post_queries.find_post(reader, found.id) if found else None
    return post if post is not None and not post.deleted else None


def _packed(part: ReviewPart) -> str:
    pin = part.pin
    said = {
        "pin": [pin.uri, pin.number, pin.digest],
        "verdict": part.verdict,
        "rubric": part.rubric_uri,
        "scores": [list(one) for one in part.scores],
        "conflict": part.conflict,
        "points": [[point.kind, point.words] for point in part.points],
    }
    return orjson.dumps(said).decode()
