"""Who may read what an activity carries, and which community it speaks to."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from fedcop.activitypub.vocabulary import PUBLIC, Activity, Item, Object
from fedcop.values import Audience

_PUBLIC: Final = frozenset((PUBLIC, "as:Public", "Public"))
_NO_COMMUNITY: Final = ("/followers", "/following", "/members")


def is_public(uri: str) -> bool:
    """Whether this names the public collection, in any of its three spellings."""
    return uri in _PUBLIC


def audience_of(
    to: Iterable[str], cc: Iterable[str], followers: str | None, members: AbstractSet[str]
) -> Audience:
    """Say who may read a thing addressed so.

    `followers` is the collection of its author, `members` those of the communities we know of
    (their followers and their alias members). Addressed to both, it is for the members alone:
    showing too little can be mended.
    """
    first, second = frozenset(to), frozenset(cc)
    if first & _PUBLIC:
        return Audience.PUBLIC
    if second & _PUBLIC:
        return Audience.UNLISTED
    everybody = first | second
    if everybody & members:
        return Audience.MEMBERS
    return Audience.FOLLOWERS if followers in everybody else Audience.NAMED


def addressing(activity: Activity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return to and cc of what an activity carries, or its own when that has none."""
    carried = activity.object
    if isinstance(carried, Object) and (carried.to or carried.cc):
        return carried.to, carried.cc
    return activity.to, activity.cc


def names_blind(document: Item) -> bool:
    """Whether it, or anything in it, carries bto or bcc: such a thing is never relayed."""
    if isinstance(document, Object):
        return document.blind
    if not isinstance(document, Activity):
        return False
    return document.blind or any(names_blind(one) for one in document.objects)


def communities_named(document: Activity | Object) -> tuple[str, ...]:
    """Name what may be the community it speaks to, the likeliest first.

    audience, then to, cc and target, then the channel of PeerTube. The caller takes those it
    knows as communities; when there is none it asks the thread that the object answers. A Mention
    of a community alone says nothing: whoever mentions one also addresses it.
    """
    return tuple(dict.fromkeys(uri for uri in _named(document) if _may_be_one(uri)))


def _named(document: Activity | Object) -> Iterator[str]:
    carried = document.object if isinstance(document, Activity) else None
    parts: list[Activity | Object] = [document]
    if isinstance(carried, Activity | Object):
        parts.append(carried)
    for part in parts:
        yield from part.audience
    for part in parts:
        yield from part.to
        yield from part.cc
        if isinstance(part, Activity) and part.target:
            yield part.target
    for part in parts:
        if isinstance(part, Object):
            yield from part.attributed_groups


def _may_be_one(uri: str) -> bool:
    return uri not in _PUBLIC and not uri.endswith(_NO_COMMUNITY)
