"""What a reader's filters make of a post: left out, or folded with the reason."""

from collections.abc import Sequence

import orjson

from fedcop.api.ask import Ask
from fedcop.api.entities import filters
from fedcop.api.entities.shelf import Said, filters_of
from fedcop.community.filters import Match, Sieve
from fedcop.community.status_pages import Glance
from fedcop.values import FilterContext

Matches = dict[int, tuple[Match, ...]]


async def sieve_of(ask: Ask, context: FilterContext | None) -> Sieve | None:
    """Return the reader's filters, if any holds in this place."""
    if ask.viewer is None or context is None:
        return None
    sieve = await filters_of(ask).of(ask.viewer.id)
    return sieve if sieve.looks(context) else None


def find(
    sieve: Sieve, context: FilterContext, glances: Sequence[Glance], said: dict[int, Said]
) -> Matches:
    """Say which of the posts that others wrote are found, and by which filters."""
    together = "\n".join([said[one.post_id].text.folded for one in glances])
    if not sieve.may_find(context, together) and not sieve.names(context):
        return {}
    found = {}
    for glance in glances:
        if glance.author_id == sieve.owner:
            continue
        matches = sieve.find(context, glance.post_id, said[glance.post_id].text)
        if matches:
            found[glance.post_id] = matches
    return found


def hides(matches: tuple[Match, ...]) -> bool:
    """Whether a post is to be left out."""
    return any(match.hides for match in matches)


def render(matches: tuple[Match, ...]) -> bytes:
    """Say why a post is folded."""
    return orjson.dumps([_entity(match) for match in matches])


def _entity(match: Match) -> dict[str, object]:
    return {
        "filter": filters.head(match.filter.row),
        "keyword_matches": list(match.words),
        "status_matches": [str(post) for post in match.posts],
    }
