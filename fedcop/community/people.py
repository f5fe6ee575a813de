"""People and communities as apps list them: who they are, and what one is to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.community import policy
from fedcop.errors import Gone, NotFound
from fedcop.store.batch import Reader
from fedcop.store.queries import account_details, actors, communities, relations, stewards
from fedcop.store.queries.account_details import Counts, Detail
from fedcop.store.queries.relations import Relation, boosters, followers, following, likers
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.rows import ActorRow

__all__ = [
    "Counts",
    "Detail",
    "Relation",
    "Span",
    "Stretch",
    "boosters",
    "followers",
    "following",
    "likers",
]

_ROUNDS: Final = 4
_WIDE: Final = 160


@dataclass(frozen=True, slots=True)
class Page:
    """Some people, those who came last first, and the cursors of those beside them."""

    actors: list[int]
    first: int = 0
    last: int = 0
    more: bool = False


async def versions(store: Reader, numbers: Iterable[int]) -> dict[int, int]:
    """Say of which version each of some actors is; who is not known is not there."""
    return await account_details.list_versions(store, list(numbers))


async def details(store: Reader, numbers: Sequence[int]) -> dict[int, Detail]:
    """Read all that is said of some actors, to render them."""
    return await account_details.list_accounts(store, numbers)


async def related(store: Reader, me: ActorRow, numbers: Sequence[int]) -> list[Relation]:
    """Read what somebody is to others; who is not known is left out."""
    return await relations.list_relations(store, me.id, numbers)


async def page(
    store: Reader, viewer: ActorRow | None, wanted: Stretch, part: tuple[Span, int]
) -> Page:
    """Read so many of a list of people, without those whom its reader blocks."""
    span, limit = part
    kept: list[tuple[int, int]] = []
    edge, size = 0, limit + 1
    for _ in range(_ROUNDS):
        rows = await relations.list_people(store, wanted, span, viewer.id if viewer else 0, size)
        kept += [(row.line, row.actor_id) for row in rows if row.seen]
        edge = rows[-1].line if len(rows) >= size else 0
        if not edge or len(kept) > limit:
            break
        span, size = span.beyond(edge), _WIDE
    cut = len(kept) > limit
    shown = sorted(kept[:limit], reverse=True)
    if not shown:
        return Page([], 0, 0 if span.up else edge, more=bool(edge) and not span.up)
    last = edge if edge and not cut and not span.up else shown[-1][0]
    more = span.up or cut or bool(edge)
    return Page([actor for _, actor in shown], shown[0][0], last, more=more)


async def shown(store: Reader, viewer: ActorRow | None, number: int) -> ActorRow:
    """Return somebody whose page there is for a reader. Raises NotFound and Gone.

    A community that no admin has agreed to is shown to its stewards alone.
    """
    actor = await actors.find_actor(store, number)
    if actor is None:
        raise NotFound("There is nobody of this id.")
    if actor.deleted:
        raise Gone("This account is gone.")
    if actor.kind == "Group" and actor.local:
        group = await communities.find_community(store, number)
        steward = viewer is not None and await stewards.find_steward(store, number, viewer.id)
        if group and not policy.may_see(group.practice, steward=bool(steward), admin=False):
            raise NotFound("There is nobody of this id.")
    return actor
