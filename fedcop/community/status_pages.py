"""Pages of statuses for apps: what there is, for whom, and under which ids.

A status is a post, somebody's boost of one, or a post as its community passes it on. The first two
have an id of their own; the third has that of the post with one bit more.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.errors import NotFound
from fedcop.store.batch import Reader
from fedcop.store.queries import (
    account_details,
    branches,
    communities,
    glances,
    status_details,
)
from fedcop.store.queries.glances import (
    ALL,
    Glance,
    List,
    Which,
    bookmarked,
    home,
    liked,
    of_community,
    of_person,
    public,
    reading_list,
    tagged,
)
from fedcop.store.queries.spans import Span
from fedcop.store.queries.status_details import Detail
from fedcop.store.rows import ActorRow

__all__ = [
    "ALL",
    "Detail",
    "Glance",
    "List",
    "Page",
    "Sieve",
    "Span",
    "Which",
    "bookmarked",
    "home",
    "liked",
    "of_community",
    "of_person",
    "public",
    "reading_list",
    "tagged",
]

_SPARE: Final = 2  # more than asked, since some of them may be hidden
_WIDER: Final = (20, 120, 120)  # what is looked at after that, when too many of them are

Sieve = Callable[[list[Glance]], Awaitable[list[Glance]]]


@dataclass(frozen=True, slots=True)
class Page:
    """Some statuses, the newest first, and the cursors of those beside them."""

    glances: list[Glance]
    first: int = 0
    last: int = 0
    more: bool = False  # there may be older ones


async def page(
    store: Reader,
    viewer: ActorRow | None,
    wanted: List,
    part: tuple[Span, int],
    sieve: Sieve | None = None,
) -> Page:
    """Read so many of a list as its reader may see; `sieve` leaves out more of them.

    Where most is hidden it looks further, but never without end.
    """
    span, limit = part
    kept: list[Glance] = []
    edge = 0
    for size in (limit + _SPARE, *_WIDER):
        rows = await glances.list_glances(store, wanted, span, _id(viewer), size)
        shown = [row for row in rows if row.seen]
        kept += await sieve(shown) if sieve and shown else shown
        edge = rows[-1].line if len(rows) >= size else 0
        if not edge or len(kept) >= limit:
            break
        span = span.beyond(edge)
    return _page(kept, limit, edge, up=span.up)


async def some(
    store: Reader, viewer: ActorRow | None, status_ids: Sequence[int]
) -> dict[int, Glance]:
    """Read statuses by id, as far as their reader may see them, in the order asked."""
    wanted = list(dict.fromkeys(status_ids))
    seen = await glances.list_some(store, wanted, _id(viewer))
    odd = await _odd(store, viewer, [number for number in wanted if number not in seen])
    found = seen | odd
    return {number: found[number] for number in wanted if number in found}


async def one(store: Reader, viewer: ActorRow | None, status_id: int) -> Glance:
    """Read one status. Raises NotFound."""
    found = (await some(store, viewer, [status_id])).get(status_id)
    if found is None:
        raise NotFound("There is no such status.")
    return found


async def details(store: Reader, posts: Sequence[int]) -> dict[int, Detail]:
    """Read all that is said of some posts, to render them."""
    return await status_details.list_details(store, posts)


async def _odd(
    store: Reader, viewer: ActorRow | None, status_ids: Sequence[int]
) -> dict[int, Glance]:
    """Read what is passed on under some ids that are no posts of their own."""
    if not status_ids:
        return {}
    places = await glances.list_passed(store, status_ids)
    posts = list({post for post, _ in places.values()})
    seen = await glances.list_some(store, posts, _id(viewer))
    by = await account_details.list_alive(store, [via for _, via in places.values()])
    return {
        number: seen[post]._replace(line=number, status_id=number, via_id=via, via_version=by[via])
        for number, (post, via) in places.items()
        if post in seen and via in by
    }


def _page(kept: list[Glance], limit: int, edge: int, *, up: bool) -> Page:
    shown = kept[:limit]
    if up:
        shown.reverse()
        return Page(shown, shown[0].line, shown[-1].line, more=True) if shown else Page([])
    last = shown[-1].line if shown else 0
    if edge and len(shown) < limit:
        last = edge  # it looked further than what it shows: the next page begins there
    more = bool(edge) or len(kept) > limit
    return Page(shown, shown[0].line if shown else 0, last, more=more)


def _id(viewer: ActorRow | None) -> int:
    return viewer.id if viewer else 0


async def around(
    store: Reader, viewer: ActorRow | None, glance: Glance, most: tuple[int, int]
) -> tuple[list[Glance], list[Glance]]:
    """Read what a post answers and what answers it, each in reading order; so many at most."""
    above = (await branches.list_above(store, glance.post_id))[-most[0] :] if most[0] else []
    below = _below(glance.post_id, await branches.list_after(store, glance.post_id, most[1]))
    found = await glances.list_some(store, [*above, *below], _id(viewer))
    return (
        [found[number] for number in above if number in found],
        [found[number] for number in below if number in found],
    )


def _below(post: int, after: Sequence[tuple[int, int]]) -> list[int]:
    """Put what answers a post, and what answers that, in reading order."""
    answers: dict[int, list[int]] = {}
    for number, answered in sorted(after, reverse=True):
        answers.setdefault(answered, []).append(number)
    waiting, ordered = answers.pop(post, []), []
    while waiting:
        number = waiting.pop()
        ordered.append(number)
        waiting += answers.pop(number, [])
    return ordered


async def pinned(store: Reader, actor: ActorRow, limit: int) -> list[int]:
    """Read which posts stand at the top of somebody's page, or of a community's."""
    return [pin.post_id for pin in await communities.list_pins(store, actor.id, limit)]
