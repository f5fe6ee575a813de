"""How far a post has come on its way to other nodes, for its author and the stewards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop.community.events import PostWritten
from fedcop.store.batch import Reader
from fedcop.store.queries import reached
from fedcop.store.queries.side_queue import ItemState
from fedcop.store.rows import PostRow

_NOTHING_BESIDE: Final = -1


@dataclass(frozen=True, slots=True)
class Missing:
    """A node that has not got a post."""

    host: str
    waits: bool = True  # it is still to get it
    status: int = 0  # what it answered last
    failing_since: int = 0  # it is out of reach since then


@dataclass(frozen=True, slots=True)
class Reach:
    """Which other nodes have a post, and which have not."""

    have: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    begun: bool = True  # the log knows of it
    forgotten: bool = False  # it did, so long ago that it no longer says to whom
    more: bool = False  # there are others that were not counted

    @property
    def nodes(self) -> int:
        """How many nodes were to get it."""
        return len(self.have) + len(self.missing)


async def of_posts(reader: Reader, posts: Sequence[PostRow]) -> dict[int, Reach]:
    """Say how far posts of ours, or in communities of ours, have come.

    Whom nobody elsewhere is to hear of is left out. Only who may know it may ask.
    """
    if not posts:
        return {}
    tellers = {post.author_id for post in posts} | {post.community_id for post in posts}
    rows = await reached.list_reached(reader, [post.uri for post in posts], sorted(tellers))
    more = len(rows) == reached.MOST
    known: dict[str, list[reached.Reached]] = {}
    for row in rows:
        known.setdefault(row.uri, []).append(row)
    found = {post.id: _sum_up(known[post.uri], more=more) for post in posts if post.uri in known}
    keys = {PostWritten(post.id).key(): post.id for post in posts if post.id not in found}
    untold = await reached.list_untold(reader, list(keys)) if keys else []
    return found | {keys[key]: Reach(begun=False) for key in untold}


def _sum_up(rows: Sequence[reached.Reached], *, more: bool) -> Reach:
    """Count nodes, each once: one of their inboxes is enough."""
    have: set[str] = set()
    missing: dict[str, Missing] = {}
    for row in rows:
        if row.state == ItemState.CANCELLED or not row.host:
            continue
        if row.state == ItemState.DONE or (row.come and row.state == _NOTHING_BESIDE):
            have.add(row.host)
        else:
            waits = row.state in {_NOTHING_BESIDE, ItemState.WAITS}
            missing[row.host] = Missing(row.host, waits, row.status, row.failing_since)
    left = tuple(missing[host] for host in sorted(missing.keys() - have))
    forgotten = any(not row.host for row in rows)
    return Reach(tuple(sorted(have)), left, forgotten=forgotten and not have, more=more)
