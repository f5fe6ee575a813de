"""To whom a post is addressed on the wire, by its audience (groups.md 1.4).

A post for everybody names Public; one for members or named people never does. The community stands
first in `to` and in `audience`, so that every peer finds it.
"""

from dataclasses import dataclass

from fedcop.activitypub.vocabulary import PUBLIC
from fedcop.federation.documents.facts import PostFacts
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class Addressing:
    """`to`, `cc` and `audience` of a post and of what is done to it."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    audience: tuple[str, ...]


def addressing_of(facts: PostFacts) -> Addressing:
    """Address a post."""
    group = (facts.group.uri,) if facts.group else ()
    named = _once(
        [facts.parent_author.uri] if facts.parent_author else [],
        [actor.uri for actor in facts.mentioned],
    )
    own = (facts.author.followers,) if facts.author.followers else ()
    match facts.audience:
        case Audience.PUBLIC:
            to, cc = (*group, PUBLIC), (*own, *named)
        case Audience.UNLISTED:
            to, cc = (*group, *own), (PUBLIC, *named)
        case Audience.FOLLOWERS:
            to, cc = own, named
        case Audience.MEMBERS:
            to, cc = (*group, *_members(facts)), named
        case _:
            to, cc = _once([actor.uri for actor in facts.mentioned]), ()
    is_named = facts.audience in {Audience.FOLLOWERS, Audience.NAMED}
    return Addressing(to, _without(cc, {*to, facts.author.uri}), () if is_named else group)


def _members(facts: PostFacts) -> tuple[str, ...]:
    return (facts.group.followers,) if facts.group and facts.group.followers else ()


def _once(*lists: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(uri for uris in lists for uri in uris))


def _without(uris: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    return tuple(uri for uri in dict.fromkeys(uris) if uri not in known)
