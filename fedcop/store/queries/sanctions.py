"""What goes with somebody who is limited or suspended, counted before it is decided."""

from typing import Final, NamedTuple

from fedcop.store.batch import Store

_FOLLOWERS: Final = (
    "SELECT a.host, count(*) FROM follow f CROSS JOIN actor a WHERE f.target_id = ?"
    " AND f.state = 'accepted' AND a.id = f.follower_id GROUP BY a.host"
)
_POSTS: Final = (
    "SELECT count(*) FROM post WHERE (author_id, id) > (?, 0) AND author_id <= ? AND deleted = 0"
)
_ALONE: Final = (
    "SELECT a.name FROM steward s CROSS JOIN community c CROSS JOIN actor a WHERE s.actor_id = ?"
    " AND c.actor_id = s.community_id AND c.local = 1 AND a.id = c.actor_id AND a.deleted = 0"
    " AND (SELECT count(*) FROM steward o WHERE o.community_id = s.community_id) = 1"
    " ORDER BY a.name LIMIT 50"
)


class Reach(NamedTuple):
    """Who no longer sees somebody; `alone` are the communities nobody else looks after."""

    followers: int
    elsewhere: int
    servers: int
    posts: int
    alone: tuple[str, ...]


async def measure(store: Store, person: int) -> Reach:
    """Count who follows somebody, what they wrote, and what nobody would look after."""
    hosts = {str(row[0]): int(row[1]) for row in await store.search(_FOLLOWERS, person)}
    away = {host: number for host, number in hosts.items() if host}
    posts = int((await store.search(_POSTS, person, person))[0][0])
    alone = tuple(str(row[0]) for row in await store.search(_ALONE, person))
    return Reach(sum(hosts.values()), sum(away.values()), len(away), posts, alone)
