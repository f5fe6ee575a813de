"""What the practice adds to a post for peers: one plain type, readable content, cop: terms."""

from collections.abc import Callable
from typing import Any, Final

from fedcop.activitypub.vocabulary import Object
from fedcop.community.practice.adoptions import Told
from fedcop.community.practice.answered import Answered
from fedcop.community.practice.meetings import Meeting
from fedcop.community.practice.questions import Question
from fedcop.community.practice.reviews import Review
from fedcop.community.practice.stated import Stated
from fedcop.community.practice.thanks import Thanked
from fedcop.federation.documents.facts import PostFacts
from fedcop.federation.documents.practice import (
    adoptions,
    answers,
    artifact,
    meetings,
    questions,
    reviews,
    thanks,
)
from fedcop.uris import Uris

Dress = Callable[[Object, PostFacts, Any, Uris], Object]  # Any: what `load` read

DRESSERS: Final[dict[type, Dress]] = {  # by the type of what was read
    Answered: answers.dress,
    Meeting: meetings.dress,
    Stated: artifact.dress,
    Told: adoptions.dress,
    Question: questions.dress,
    Review: reviews.dress,
    Thanked: thanks.dress,
}


def dress(thing: Object, facts: PostFacts, uris: Uris) -> Object:
    """Say of a post what it is beside a post."""
    dresser = DRESSERS.get(type(facts.practice))
    return dresser(thing, facts, facts.practice, uris) if dresser else thing
