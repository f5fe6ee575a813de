"""Thanks as peers read them: a Note that mentions somebody, and names what for."""

from dataclasses import replace

from fedcop.activitypub.vocabulary import Object
from fedcop.community.practice.thanks import Thanked
from fedcop.federation.documents.facts import PostFacts
from fedcop.uris import Uris


def dress(thing: Object, facts: PostFacts, thanked: Thanked, uris: Uris) -> Object:
    """Say who is thanked for what."""
    row, person = thanked.row, thanked.person
    terms = {
        "cop:kind": "thanks",
        "cop:recognizes": row.work_uri or person.uri,
        "cop:thanked": person.uri,
    }
    return replace(thing, cop={**thing.cop, **terms})
