"""To whom things are addressed on the wire, by their audience (groups.md 1.4).

What is for everybody names Public; what is for members or named people never does. The community
stands first in `to` and in `audience`, so that every peer finds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fedcop.activitypub.vocabulary import PUBLIC
from fedcop.federation.documents.facts import PostFacts
from fedcop.store.rows import ActorRow
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class Addressing:
    """`to`, `cc` and `audience` of a thing and of what is done to it."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()


def of_post(facts: PostFacts) -> Addressing:
    """Address a post, and what its author does to it."""
    author, group = facts.author, _uri(facts.group)
    followers = (author.followers,) if author.followers else ()
    named = _named(facts)
    match facts.audience:
        case Audience.PUBLIC:
            return _addressed((*group, PUBLIC), (*followers, *named), group)
        case Audience.UNLISTED:
            return _addressed((*group, *followers), (PUBLIC, *named), group)
        case Audience.FOLLOWERS:
            return _addressed(followers, named, ())
        case Audience.MEMBERS:
            # Whoever is named and no member may not read it, so nobody is named.
            return Addressing((*group, *_followers(facts.group)), (), group)
        case _:
            return Addressing(tuple(dict.fromkeys(_others(facts.mentioned, author))))


def of_removal(facts: PostFacts) -> Addressing:
    """Address what a steward, or the community, does to a post of somebody."""
    group = _uri(facts.group)
    if facts.audience is Audience.MEMBERS:
        return Addressing((*group, *_followers(facts.group)), (), group)
    return Addressing((*group, PUBLIC), (facts.author.uri,), group)


def of_relay(facts: PostFacts, group: ActorRow) -> Addressing:
    """Address what a community announces: as openly as the post itself is."""
    match facts.audience:
        case Audience.MEMBERS:
            return Addressing((group.followers,), (), (group.uri,))
        case Audience.UNLISTED:
            return Addressing((group.followers,), (PUBLIC, facts.author.uri), (group.uri,))
        case _:
            return Addressing((PUBLIC,), (group.followers, facts.author.uri), (group.uri,))


def of_word(actor: ActorRow) -> Addressing:
    """Address what an actor says of itself to all who may know it."""
    followers = (actor.followers,) if actor.followers else ()
    return Addressing((PUBLIC,), followers, (actor.uri,) if actor.kind == "Group" else ())


def _addressed(to: Iterable[str], cc: Iterable[str], audience: tuple[str, ...]) -> Addressing:
    first = tuple(dict.fromkeys(to))
    return Addressing(first, tuple(uri for uri in dict.fromkeys(cc) if uri not in first), audience)


def _named(facts: PostFacts) -> list[str]:
    answered = [facts.parent_author] if facts.parent_author else []
    return _others((*answered, *facts.mentioned), facts.author)


def _others(actors: Iterable[ActorRow], author: ActorRow) -> list[str]:
    return [actor.uri for actor in actors if actor.id != author.id and not actor.deleted]


def _uri(group: ActorRow | None) -> tuple[str, ...]:
    return (group.uri,) if group else ()


def _followers(group: ActorRow | None) -> tuple[str, ...]:
    return (group.followers,) if group and group.followers else ()
