"""What a reader's filters make of a post: left out, or folded with the reason."""

from collections.abc import Sequence
from typing import Final

import orjson

from fedcop.api.ask import Ask
from fedcop.api.entities.shelf import Said, filters_of
from fedcop.api.entities.times import moment
from fedcop.community.filters import Match, Sieve
from fedcop.community.status_pages import Glance
from fedcop.values import FilterAction, FilterContext

_CONTEXTS: Final = {
    FilterContext.HOME: "home",
    FilterContext.NOTIFICATIONS: "notifications",
    FilterContext.PUBLIC: "public",
    FilterContext.THREAD: "thread",
    FilterContext.ACCOUNT: "account",
}
_ACTIONS: Final = {
    FilterAction.WARN: "warn",
    FilterAction.HIDE: "hide",
    FilterAction.BLUR: "blur",
}

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
    found = {}
    for glance in glances:
        post = said.get(glance.post_id)
        if post is not None and glance.author_id != sieve.owner:
            matches = sieve.find(context, glance.post_id, post.text)
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
    row = match.filter.row
    return {
        "filter": {
            "id": str(row.id),
            "title": row.title,
            "context": [word for bit, word in _CONTEXTS.items() if row.contexts & bit],
            "expires_at": moment(row.expires) if row.expires else None,
            "filter_action": _ACTIONS[FilterAction(row.action)],
        },
        "keyword_matches": list(match.words),
        "status_matches": [str(post) for post in match.posts],
    }
