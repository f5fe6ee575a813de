"""What goes between us and some hosts, counted before it is cut."""

from typing import Final, NamedTuple

from fedcop.store.batch import Store

_HOSTS: Final = "SELECT host FROM peer UNION SELECT DISTINCT host FROM actor WHERE host <> ''"
_PEOPLE: Final = "a.kind <> 'Group' AND g.kind <> 'Group'"
_FOLLOWS: Final = (
    "SELECT g.name, g.host, g.kind, count(*) FROM actor {far} CROSS JOIN follow f"
    " CROSS JOIN actor {near} WHERE {far}.host = ANY_TEXT(?) AND {near}.host = ''"
    " AND f.follower_id = a.id AND f.target_id = g.id AND f.state = 'accepted' AND {which}"
    " GROUP BY g.id, g.name, g.host, g.kind ORDER BY count(*) DESC, g.name LIMIT ?"
)
_MEMBERS: Final = _FOLLOWS.format(far="a", near="g", which="g.kind = 'Group'")
_JOINED: Final = _FOLLOWS.format(far="g", near="a", which="g.kind = 'Group'")
_FOLLOWERS: Final = _FOLLOWS.format(far="a", near="g", which=_PEOPLE)
_FOLLOWED: Final = _FOLLOWS.format(far="g", near="a", which=_PEOPLE)
_MENTORS: Final = (
    "SELECT DISTINCT a.name, a.host, a.kind, 1 FROM actor a CROSS JOIN mentorship m"
    " CROSS JOIN actor o WHERE a.host = ANY_TEXT(?) AND m.state IN ('discuss', 'accepted')"
    " AND ((m.mentor_id = a.id AND o.id = m.mentee_id)"
    " OR (m.mentee_id = a.id AND o.id = m.mentor_id)) AND o.host = '' ORDER BY a.name LIMIT ?"
)
_THREADS: Final = (
    "SELECT g.name, g.host, g.kind, count(*) FROM actor g CROSS JOIN post p"
    " WHERE g.host = ANY_TEXT(?) AND g.kind = 'Group' AND p.community_id = g.id"
    " AND p.top = 1 AND p.deleted = 0 GROUP BY g.id, g.name, g.host, g.kind"
    " ORDER BY count(*) DESC LIMIT ?"
)
PARTS: Final = {
    "members": _MEMBERS,
    "communities": _JOINED,
    "followers": _FOLLOWERS,
    "followed": _FOLLOWED,
    "mentors": _MENTORS,
    "threads": _THREADS,
}


class Tie(NamedTuple):
    """Somebody or a community, and how many ties to it there are."""

    name: str
    host: str
    kind: str
    number: int


async def list_hosts(store: Store) -> list[str]:
    """Read the hosts that we know anything of."""
    return [str(row[0]) for row in await store.search(_HOSTS)]


async def list_ties(store: Store, part: str, hosts: list[str], limit: int) -> list[Tie]:
    """Read what of one kind ties us to some hosts, the strongest first."""
    return [Tie(*row) for row in await store.search(PARTS[part], hosts, limit)]
