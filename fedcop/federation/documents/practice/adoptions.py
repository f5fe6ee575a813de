"""An adoption as peers read it: a reply that says so in words, and in terms of ours.

Where only the fact may leave us, the words were never written into the post, and the terms are
left out here.
"""

from dataclasses import replace

from fedcop import clock
from fedcop.activitypub.vocabulary import JSON, Object
from fedcop.community.practice.adoptions import KIND, Told
from fedcop.federation.documents.facts import PostFacts
from fedcop.uris import Uris


def dress(thing: Object, facts: PostFacts, told: Told, uris: Uris) -> Object:
    """Add what is applied, by whom, and what came of it."""
    return replace(thing, cop={**thing.cop, **terms_of(told)})


def terms_of(told: Told) -> dict[str, JSON]:
    """Say what is applied, by whom, and what came of it, in terms of ours."""
    row, pin = told.row, told.pin
    terms: dict[str, JSON] = {
        "cop:kind": KIND,
        "cop:adopts": {"id": pin.uri, "revision": pin.number, "digest": pin.digest},
        "cop:organization": row.organization_uri,
        "cop:team": row.team,
        "cop:since": clock.iso(row.began),
    }
    if not row.discreet:
        terms |= {
            "cop:result": row.result,
            "cop:outcome": [dict(one) for one in told.outcome],
            "cop:adaptation": row.adaptation_uri,
            **{f"cop:{name}": words for name, words in told.told.items()},
        }
    return {name: value for name, value in terms.items() if value}
