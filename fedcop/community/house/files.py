"""What files take, for those who run the node: by kind, by person, by node, week by week."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fedcop import clock
from fedcop.community import moving_files
from fedcop.store.queries import media_usage

if TYPE_CHECKING:
    from fedcop.store.batch import Store

WEEKS: Final = 26
_WEEK_MS: Final = 7 * 86_400_000
_MOST: Final = 10

Share = media_usage.Share  # what some files take together


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What files take, in bytes."""

    own: int
    copied: int
    kinds: tuple[Share, ...]
    people: tuple[Share, ...]
    peers: tuple[Share, ...]
    weeks: tuple[tuple[int, int], ...]  # when a week begins, and what came in it and is still here
    moving: bool  # files are on their way from one storage to the other


async def read_usage(store: "Store") -> Usage:
    """Read what files take; it looks through whole tables, aside from what answers."""
    kinds = await media_usage.by_kind(store)
    first = clock.now_ms() // _WEEK_MS - WEEKS + 1
    came = dict.fromkeys(range(first, first + WEEKS), 0)
    for week in await media_usage.by_week(store, first * _WEEK_MS):
        came[week.begins // _WEEK_MS] = came.get(week.begins // _WEEK_MS, 0) + week.size
    return Usage(
        own=sum(one.size for one in kinds if one.own),
        copied=sum(one.size for one in kinds if not one.own),
        kinds=tuple(kinds),
        people=tuple(await media_usage.by_person(store, _MOST)),
        peers=tuple(await media_usage.by_peer(store, _MOST)),
        weeks=tuple((number * _WEEK_MS, size) for number, size in sorted(came.items())),
        moving=await moving_files.stand(store) is not None,
    )
