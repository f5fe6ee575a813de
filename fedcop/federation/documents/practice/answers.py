"""An answer as peers read it: a reply that says what it is, and what was made of it."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import JSON, Object
from fedcop.community.practice.answered import KIND, Answered
from fedcop.federation.documents.facts import PostFacts
from fedcop.uris import Uris


def dress(thing: Object, facts: PostFacts, answered: Answered, uris: Uris) -> Object:
    """Say that a reply answers a question."""
    derived: list[JSON] = list(answered.derived)
    made: dict[str, JSON] = {"cop:derivedArtifact": derived} if derived else {}
    return replace(thing, cop={**thing.cop, "cop:kind": KIND, **made})
