"""How far something reaches."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fedcop.store.batch import Store

_NODES = (
    "SELECT count(DISTINCT a.host) FROM follow f JOIN actor a ON a.id = f.follower_id"
    " WHERE f.target_id = ? AND f.state = 'accepted'"
)


async def count_follower_nodes(store: "Store", target: int) -> int:
    """Count the nodes on which the followers of an actor are; it walks all of them."""
    return int((await store.search(_NODES, target))[0][0])
