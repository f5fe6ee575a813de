"""How much the node is used, in whole numbers that name nobody, for whoever asks what it is."""

from dataclasses import dataclass

from fedcop import clock
from fedcop.store.batch import Store
from fedcop.store.queries.usage import count_hosts, count_usage


@dataclass(frozen=True, slots=True)
class Figures:
    """What the node counts of itself."""

    people: int
    active_month: int
    posts: int
    hosts: int
    at: int  # when this was counted


async def count(store: Store) -> Figures:
    """Count; it means to look at every post, so whoever asks keeps the answer for a while."""
    now = clock.now_ms()
    usage = await count_usage(store, now)
    hosts = await count_hosts(store)
    return Figures(usage.people, usage.active_month, usage.threads + usage.replies, hosts, now)
