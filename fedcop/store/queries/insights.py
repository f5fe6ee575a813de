"""What happened in a community, to be counted: read off the event loop, and kept nowhere.

What was brought along from other programs is left out, and so are voices where people count.
"""

from collections.abc import Sequence
from typing import Final

from fedcop.store.backend import Row
from fedcop.store.batch import Store
from fedcop.store.queries.adoptions import KNOWN

_OWN: Final = "NOT EXISTS (SELECT 1 FROM brought_thing b WHERE b.post_id = p.id)"
_WRITTEN: Final = f"p.community_id = ? AND p.deleted = 0 AND {_OWN}"
_BETWEEN: Final = "p.published >= ? AND p.published < ?"
_MEMBERS = "SELECT COUNT(*) FROM follow WHERE target_id = ? AND state = 'accepted'"
_DOINGS = (
    "SELECT d.author_id, d.host, d.week, COUNT(*) FROM (SELECT p.author_id, a.host,"
    " (p.published - CAST(? AS BIGINT)) / CAST(? AS BIGINT) AS week FROM post p"
    f" JOIN actor a ON a.id = p.author_id WHERE {_WRITTEN} AND {_BETWEEN}"
    " AND a.kind = 'Person') AS d GROUP BY d.author_id, d.host, d.week"
)
_ASKED = (
    "SELECT CASE WHEN a.kind = 'Person' THEN p.author_id ELSE 0 END, p.published, q.first_answer,"
    " q.accepted, q.state, NOT EXISTS (SELECT 1 FROM question o WHERE o.asker_id = q.asker_id"
    " AND o.community_id = q.community_id AND o.id < q.id) FROM question q"
    " JOIN post p ON p.id = q.id JOIN actor a ON a.id = p.author_id"
    f" WHERE q.community_id = ? AND {_WRITTEN} AND p.published < ?"
    " AND (p.published >= ? OR (q.state = 'open' AND q.first_answer = 0))"
)
_PEOPLE: Final = "g.kind = 'Person' AND t.kind = 'Person' AND g.id <> t.id"
_TIES = (
    "SELECT p.author_id, g.host, r.author_id, t.host, COUNT(*) FROM post p"
    " JOIN post r ON r.id = p.reply_to_id JOIN actor g ON g.id = p.author_id"
    f" JOIN actor t ON t.id = r.author_id WHERE {_WRITTEN} AND {_BETWEEN}"
    f" AND p.reply_to_id > 0 AND {_PEOPLE} GROUP BY p.author_id, g.host, r.author_id, t.host"
)
_WORKED_ON = (
    "SELECT p.author_id, g.host, w.author_id, t.host, COUNT(*) FROM {table} x"
    " JOIN post p ON p.id = x.id JOIN artifact f ON f.uri = x.artifact_uri"
    " JOIN post w ON w.id = f.id JOIN actor g ON g.id = p.author_id"
    " JOIN actor t ON t.id = w.author_id WHERE f.community_id = ? AND p.deleted = 0"
    f" AND {_OWN} AND {_BETWEEN} AND {_PEOPLE}"
    " GROUP BY p.author_id, g.host, w.author_id, t.host"
)
_REVIEWS, _USES = _WORKED_ON.format(table="review"), _WORKED_ON.format(table="adoption")
_ENDORSED = (
    "SELECT f.uri, a.host, MIN(e.created), MAX(e.created), f.review_by, f.status"
    " FROM endorsement e JOIN artifact f ON f.uri = e.artifact_uri JOIN post p ON p.id = f.id"
    " JOIN actor a ON a.id = p.author_id WHERE f.community_id = ? AND e.withdrawn = 0"
    f" AND e.endorser_id = f.community_id AND p.deleted = 0 AND {_OWN} AND e.created < ?"
    " GROUP BY f.uri, a.host, f.review_by, f.status"
)
_APPLIED = (
    "SELECT d.artifact_uri, g.host, t.host, d.began, d.due,"
    " CASE WHEN d.discreet = 0 THEN d.result ELSE '' END, d.finished,"
    " CASE WHEN d.discreet = 0 THEN d.outcome ELSE '' END FROM adoption d"
    " JOIN post p ON p.id = d.id JOIN artifact f ON f.uri = d.artifact_uri"
    " JOIN post w ON w.id = f.id JOIN actor g ON g.id = d.adopter_id"
    " JOIN actor t ON t.id = w.author_id WHERE f.community_id = ? AND p.deleted = 0"
    f" AND {_OWN} AND d.began < ? AND {KNOWN}"
)
_REVIEWED = (
    "SELECT x.artifact_uri, COALESCE((SELECT MIN(o.created) FROM offer o"
    " WHERE o.artifact_uri = x.artifact_uri AND o.kind = 'library'), w.published), x.created,"
    " g.host, EXISTS (SELECT 1 FROM review_point n WHERE n.review_id = x.id"
    " AND n.kind IN ('change', 'must')) FROM review x JOIN post p ON p.id = x.id"
    " JOIN artifact f ON f.uri = x.artifact_uri JOIN post w ON w.id = f.id"
    " JOIN actor g ON g.id = x.reviewer_id WHERE f.community_id = ? AND p.deleted = 0"
    f" AND {_OWN} AND {_BETWEEN}"
)
_JOINED = (
    "SELECT f.follower_id, f.created, EXISTS (SELECT 1 FROM post p JOIN post r"
    " ON r.reply_to_id = p.id WHERE p.author_id = f.follower_id AND p.community_id = f.target_id"
    " AND r.author_id <> p.author_id), EXISTS (SELECT 1 FROM adoption x"
    " JOIN artifact t ON t.uri = x.artifact_uri WHERE x.adopter_id = f.follower_id"
    " AND t.community_id = f.target_id) FROM follow f WHERE f.target_id = ?"
    " AND f.state = 'accepted' AND f.created >= ? AND f.created < ?"
)
_WROTE = (
    "SELECT p.author_id, p.published FROM post p JOIN follow f ON f.follower_id = p.author_id"
    f" WHERE f.target_id = ? AND f.created >= ? AND f.created < ? AND {_WRITTEN}"
)
_THANKED = (
    "SELECT DISTINCT x.person_id FROM thanks x JOIN post p ON p.id = x.id"
    f" WHERE {_WRITTEN} AND {_BETWEEN}"
)
_SAVED = (
    "SELECT COUNT(DISTINCT k.actor_id) FROM bookmark k JOIN artifact f ON f.id = k.post_id"
    " WHERE f.community_id = ?"
    " AND NOT EXISTS (SELECT 1 FROM brought_thing b WHERE b.post_id = f.id)"
)
_MENTORED = (
    "SELECT m.mentee_id, t.host, m.mentor_id, g.host FROM mentorship m"
    " JOIN actor g ON g.id = m.mentor_id JOIN actor t ON t.id = m.mentee_id"
    " JOIN follow a ON a.follower_id = m.mentor_id JOIN follow b ON b.follower_id = m.mentee_id"
    " WHERE a.target_id = ? AND a.state = 'accepted' AND b.target_id = ? AND b.state = 'accepted'"
    " AND m.answered > 0 AND m.answered < ?"
    " AND (m.state = 'accepted' OR (m.state = 'ended' AND m.ended >= ?))"
)
_ADAPTED = (
    "SELECT COUNT(*) FROM lineage l JOIN artifact f ON f.uri = l.target_uri"
    " WHERE f.community_id = ? AND l.relation = 'adaptedFrom' AND l.created >= ? AND l.created < ?"
    " AND NOT EXISTS (SELECT 1 FROM brought_thing b JOIN artifact s ON s.id = b.post_id"
    " WHERE s.uri = l.source_uri)"
)
_BACK_PORTS = (
    "SELECT COUNT(*) FROM offer o JOIN artifact f ON f.uri = o.target_uri WHERE f.community_id = ?"
    " AND o.kind = 'back' AND o.state = 'accepted' AND o.answered >= ? AND o.answered < ?"
)
_MADE = (
    "SELECT COUNT(*), COUNT(CASE WHEN f.kind = 'experiment' THEN 1 END) FROM artifact f"
    f" JOIN post p ON p.id = f.id WHERE {_WRITTEN} AND {_BETWEEN}"
)
_MEETINGS = (
    "SELECT COUNT(*), COUNT(CASE WHEN m.notes <> '' OR m.outcome_uri <> '' THEN 1 END)"
    " FROM meeting m JOIN post p ON p.id = m.id WHERE m.community_id = ? AND p.deleted = 0"
    f" AND {_OWN} AND m.state = 'confirmed' AND m.starts >= ? AND m.starts < ?"
)
Span = tuple[int, int]


async def count_members(store: Store, community: int) -> int:
    """Count the members."""
    return int((await store.search(_MEMBERS, community))[0][0])


async def list_doings(store: Store, community: int, span: Span, weeks: Span) -> Sequence[Row]:
    """Read who wrote how much in which week; `weeks`: from when they count, and how long one is."""
    return await store.search(_DOINGS, *weeks, community, *span)


async def list_asked(store: Store, community: int, span: Span) -> Sequence[Row]:
    """Read the questions of a span, and older ones that wait for an answer."""
    return await store.search(_ASKED, community, community, span[1], span[0])


async def list_ties(store: Store, community: int, span: Span) -> list[Row]:
    """Read who answered, reviewed and applied what others wrote, and how often."""
    found: list[Row] = []
    for query in (_TIES, _REVIEWS, _USES):
        found += await store.search(query, community, *span)
    return found


async def list_endorsed(store: Store, community: int, until: int) -> Sequence[Row]:
    """Read for which artifacts a community stands."""
    return await store.search(_ENDORSED, community, until)


async def list_applied(store: Store, community: int, until: int) -> Sequence[Row]:
    """Read where artifacts are applied."""
    return await store.search(_APPLIED, community, until)


async def list_reviewed(store: Store, community: int, span: Span) -> Sequence[Row]:
    """Read how artifacts were reviewed."""
    return await store.search(_REVIEWED, community, *span)


async def list_joined(store: Store, community: int, span: Span) -> Sequence[Row]:
    """Read who joined, whether they were answered, and whether they applied something."""
    return await store.search(_JOINED, community, *span)


async def list_wrote(store: Store, community: int, span: Span) -> Sequence[Row]:
    """Read when those who joined wrote."""
    return await store.search(_WROTE, community, *span, community)


async def list_thanked(store: Store, community: int, span: Span) -> list[int]:
    """Read who was thanked."""
    return [row[0] for row in await store.search(_THANKED, community, *span)]


async def list_mentored(store: Store, community: int, until: int) -> Sequence[Row]:
    """Read which members another member helped as a mentor at a time."""
    return await store.search(_MENTORED, community, community, until, until)


async def count_saved(store: Store, community: int) -> int:
    """Count the people who keep something of the library."""
    return int((await store.search(_SAVED, community))[0][0])


async def count_adapted(store: Store, community: int, span: Span) -> tuple[int, int]:
    """Count adaptations, and what was taken back into originals."""
    adapted = (await store.search(_ADAPTED, community, *span))[0][0]
    return int(adapted), int((await store.search(_BACK_PORTS, community, *span))[0][0])


async def count_made(store: Store, community: int, span: Span) -> tuple[int, int]:
    """Count the artifacts begun, and the experiments among them."""
    made, tried = (await store.search(_MADE, community, *span))[0]
    return int(made), int(tried)


async def count_meetings(store: Store, community: int, span: Span) -> tuple[int, int]:
    """Count the meetings held, and those that left something."""
    held, kept = (await store.search(_MEETINGS, community, *span))[0]
    return int(held), int(kept)
