"""Add and Remove: who looks after a community, and what is pinned in it."""

from dataclasses import dataclass

from fedcop.community import communities
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import actors, objects
from fedcop.federation.remote import communities as remote_communities
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.rows import ActorRow, PostRow

_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """Who or what is put into a collection of a community, or taken out, and by whom."""

    community: ActorRow
    by: ActorRow
    subject: ActorRow | PostRow


async def check(arrival: Arrival) -> Entry | Ignored:
    """Return what goes where, if they look after the community whose collection it is."""
    target = arrival.activity.target or ""
    community = await _community_of(arrival, target)
    if community is None:
        return Ignored("target: no collection of a community that we know")
    by = await _word_of(arrival, community)
    uri = arrival.activity.object_id
    if target == community.moderators:
        return Entry(community, by, await actors.find(arrival.reach, uri, arrival.budget))
    passing = None if community.local else community
    return Entry(community, by, await objects.find(arrival.reach, uri, arrival.budget, passing))


async def apply_add(unit: Unit, arrival: Arrival, entry: Entry) -> Ignored | None:
    """Let somebody look after it too, or pin a post."""
    place = (entry.by, entry.community)
    if isinstance(entry.subject, ActorRow):
        done = await communities.add_steward(unit, *place, entry.subject, arrival.cause)
    else:
        done = await communities.pin(unit, *place, entry.subject, arrival.cause)
    return None if done else Ignored("object: it is there already")


async def apply_remove(unit: Unit, arrival: Arrival, entry: Entry) -> Ignored | None:
    """Let somebody no longer look after it, or unpin a post."""
    place = (entry.by, entry.community)
    if isinstance(entry.subject, ActorRow):
        done = await communities.remove_steward(unit, *place, entry.subject, arrival.cause)
    else:
        done = await communities.unpin(unit, *place, entry.subject, arrival.cause)
    return None if done else Ignored("object: it was not there")


async def _community_of(arrival: Arrival, target: str) -> ActorRow | None:
    """Return the community that a collection belongs to, if that says so itself."""
    activity = arrival.activity
    named = [target.rpartition("/")[0], *activity.audience, *activity.to, *activity.cc]
    if arrival.group is not None:
        named.insert(0, arrival.group.uri)
    named.append(arrival.actor.uri)
    for uri in list(dict.fromkeys(named))[:_LOOKED_AT]:
        row = await actor_queries.find_actor_by_uri(arrival.reach.store, uri)
        if row is not None and row.kind == "Group" and target in {row.moderators, row.featured}:
            return row
    return None


async def _word_of(arrival: Arrival, community: ActorRow) -> ActorRow:
    """Return by whose word it is done: the community's, or that of a steward. Raises Refused."""
    if arrival.group is not None:
        if arrival.group.id != community.id:
            raise Refused("target: a community speaks for its own collections alone")
        return arrival.group
    if arrival.actor.id == community.id:
        return community
    if not await remote_communities.is_steward(
        arrival.reach, community, arrival.actor, arrival.budget
    ):
        raise Refused("actor: only the stewards of a community do this")
    return arrival.actor
