"""Somebody says something anew: a post of theirs, or what they are."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop.activitypub.vocabulary import Actor
from fedcop.community import accounts, posts
from fedcop.community.drafts import Draft, Edit
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.writing import draft_of, edit_of, written_by
from fedcop.federation.remote import actors, communities, objects
from fedcop.federation.remote.actor_rows import actor_row, key_rows, practice_row
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import keys as key_queries
from fedcop.store.rows import ActorRow, CommunityRow, KeyRow, PostRow

_ADDRESSES: Final = (
    "shared_inbox",
    "outbox",
    "followers",
    "following",
    "featured",
    "moderators",
    "published",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a post says from now on."""

    post: PostRow
    edit: Edit


Keys = tuple[KeyRow, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What an actor says of itself from now on; no keys: those we know stay."""

    actor: ActorRow
    keys: Keys
    practice: CommunityRow | None


async def check(arrival: Arrival) -> Revision | Draft | Profile | Ignored:
    """Return what is said anew, if they may."""
    item = arrival.activity.object
    if isinstance(item, Actor) or arrival.activity.object_id == arrival.actor.uri:
        return await _profile(arrival, item if isinstance(item, Actor) else None)
    known = await objects.known(arrival.reach, arrival.activity.object_id)
    if known is not None and known.author_id != arrival.actor.id:
        raise Refused("object: only its author says a post anew")
    written = await written_by(arrival)
    if known is None:
        if arrival.group is None:
            return Ignored("object: not known here")
        return await draft_of(arrival, written)
    if known.deleted:
        return Ignored("object: it was deleted")
    return Revision(known, await edit_of(arrival, known, written))


async def apply(unit: Unit, arrival: Arrival, plan: Revision | Draft | Profile) -> Ignored | None:
    """Say it anew; what a community changes before we had it is written."""
    if isinstance(plan, Profile):
        await accounts.remember(unit, plan.actor, plan.keys, plan.practice)
        return None
    if isinstance(plan, Draft):
        await posts.write(unit, arrival.actor, plan)
        return None
    newer = await posts.hear(unit, arrival.actor, plan.post.id, plan.edit)
    return None if newer else Ignored("object: nothing newer")


async def _profile(arrival: Arrival, shown: Actor | None) -> Profile:
    """Return what an actor says of itself now; what others say of it is asked of itself."""
    subject = shown.id if shown else arrival.activity.object_id
    if subject == arrival.actor.uri and arrival.first_hand:
        if shown is not None and await _stays_where_it_is(arrival, shown):
            return Profile(_completed(actor_row(shown), arrival.actor), (), practice_row(shown))
        return await _fetched(arrival, subject)
    if arrival.group is not None and subject == arrival.group.uri:
        return await _fetched(arrival, subject)
    await _require_steward(arrival, subject)
    return await _fetched(arrival, subject)


async def _stays_where_it_is(arrival: Arrival, shown: Actor) -> bool:
    """Whether an actor receives and signs as before: then its own word needs no second look."""
    if shown.inbox != arrival.actor.inbox:
        return False
    if shown.shared_inbox and shown.shared_inbox != arrival.actor.shared_inbox:
        return False
    if not shown.keys:
        return True
    keys = {(row.key_id, row.public) for row in key_rows(shown)}
    stored = await key_queries.list_keys(arrival.reach.store, arrival.actor.id)
    return keys == {(row.key_id, row.public) for row in stored}


def _completed(row: ActorRow, known: ActorRow) -> ActorRow:
    """Keep the addresses we know where an Update leaves them out."""
    missing = {name: getattr(known, name) for name in _ADDRESSES if not getattr(row, name)}
    return replace(row, **missing)


async def _require_steward(arrival: Arrival, subject: str) -> None:
    """Go on when the actor looks after a community of another node. Raises Refused."""
    community = await actor_queries.find_actor_by_uri(arrival.reach.store, subject)
    if community is None or community.local or community.kind != "Group":
        raise Refused("object: it is not the actor itself")
    if not await communities.is_steward(arrival.reach, community, arrival.actor, arrival.budget):
        raise Refused("object: only its stewards change a community")


async def _fetched(arrival: Arrival, subject: str) -> Profile:
    found = await actors.look(arrival.reach, subject, arrival.budget)
    if found.id != subject:
        raise Refused("object: another actor stands at its address")
    return Profile(actor_row(found), key_rows(found), practice_row(found))
