"""A review as peers read it: a reply in words, and what it says in terms of ours."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import JSON, Object
from fedcop.community.practice.reviews import KIND, Review
from fedcop.federation.documents.facts import PostFacts
from fedcop.store.rows import ReviewPointRow
from fedcop.uris import Uris


def dress(thing: Object, facts: PostFacts, review: Review, uris: Uris) -> Object:
    """Add which revision it is about, what it finds, and who says so."""
    row, pin = review.row, review.pin
    terms: dict[str, JSON] = {
        "cop:kind": KIND,
        "cop:reviews": {"id": pin.uri, "revision": pin.number, "digest": pin.digest},
        "cop:verdict": row.verdict,
        "cop:organization": row.organization_uri,
        "cop:rubric": row.rubric_uri,
        "cop:rubricScores": [{"criterion": name, "level": level} for name, level in review.scores],
        "cop:conflictOfInterest": row.conflict,
        "cop:points": [_point(one) for one in review.points],
    }
    return replace(thing, cop={**thing.cop, **{k: v for k, v in terms.items() if v}})


def _point(row: ReviewPointRow) -> JSON:
    said: dict[str, JSON] = {"kind": row.kind, "content": row.words}
    return {**said, "mendedIn": row.closed_in} if row.closed_in else said
