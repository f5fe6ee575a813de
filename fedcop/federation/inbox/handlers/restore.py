"""Somebody takes a Delete back: a community lets stand again what it removed, or an author theirs.

Found by what was deleted: Lemmy mints a new id for the Delete inside. What a community removed is
kept here; what its author deleted is not, and is read anew from where it stands again.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.origin import same_origin
from fedcop.activitypub.vocabulary import Activity, Object
from fedcop.community.drafts import Draft
from fedcop.community.moderating import elsewhere
from fedcop.community.practice.nouns import BY_KIND
from fedcop.errors import Early, Gone, NotFound, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.stewarding import looks_after
from fedcop.federation.remote import objects, translate
from fedcop.federation.remote.places import Newcomer, Place, place_of
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, DecisionRow, PostRow
from fedcop.values import Audience

_PATIENCE: Final = 4  # so often we come back to see whether its origin shows it again


@dataclass(frozen=True, slots=True)
class Lifted:
    """A removal that holds no longer, and who says so."""

    decision: DecisionRow
    by: ActorRow


@dataclass(frozen=True, slots=True)
class Anew:
    """What its author lets stand again, as it stands there now."""

    post: PostRow
    author: ActorRow
    draft: Draft


async def check(arrival: Arrival) -> Lifted | Anew | Ignored | None:
    """Return what stands again, if they may say so; None where something else is undone."""
    item = arrival.activity.object
    if not isinstance(item, Activity) or item.type != "Delete":
        return None
    if item.actor and item.actor != arrival.actor.uri:
        raise Refused("object: somebody else did that")
    post = await objects.known(arrival.reach, item.object_id) if item.object_id else None
    if post is None:
        return Ignored("object: not known here")
    if not post.deleted:
        return Ignored("object: it stands already")
    decision = await elsewhere.find_removal(arrival.reach.store, post)
    if decision is not None:
        return await _lifted(arrival, post, decision)
    return await _anew(arrival, post)


async def apply(unit: Unit, arrival: Arrival, plan: Lifted | Anew) -> Ignored | None:
    """Let it stand again."""
    if isinstance(plan, Lifted):
        await elsewhere.give_back(unit, plan.by, plan.decision, arrival.cause)
        return None
    done = await elsewhere.stand_again(unit, plan.author, plan.post.id, plan.draft)
    return None if done else Ignored("object: it stands already")


async def _lifted(arrival: Arrival, post: PostRow, decision: DecisionRow) -> Lifted | Ignored:
    """Let a community take back its own word, and nobody else's."""
    by = arrival.actor
    if arrival.group is not None and post.community_id == arrival.group.id:
        by = arrival.group
    elif not arrival.first_hand or not await looks_after(arrival, post.community_id):
        raise Refused("object: a moderator removed it")
    if not await elsewhere.is_theirs(arrival.reach.store, decision, post.community_id):
        return Ignored("object: what was decided here stands")
    if not decision.kept:
        return Ignored("object: what was removed is no longer kept")
    return Lifted(decision, by)


async def _anew(arrival: Arrival, post: PostRow) -> Anew | Ignored:
    """Read what an author lets stand again from its origin, whoever says that it does."""
    if post.local:
        return Ignored("object: what its author deleted here stays deleted")
    if post.practice in BY_KIND:
        return Ignored("object: what was withdrawn is published anew, not brought back")
    if not same_origin(post.uri, arrival.actor.uri) and arrival.group is None:
        raise Refused("object: it is by somebody else")
    try:
        written = await objects.fetch(arrival.reach, post.uri, arrival.budget)
    except (Gone, NotFound) as error:
        if arrival.tries < _PATIENCE:
            raise Early("object: its origin does not show it again yet") from error
        return Ignored("object: it is still gone at its origin")
    return await _as_it_stands(arrival, post, written)


async def _as_it_stands(arrival: Arrival, post: PostRow, written: Object) -> Anew | Ignored:
    reach = arrival.reach
    author = await actor_queries.find_actor(reach.store, post.author_id)
    if author is None or author.deleted:
        return Ignored("object: its author is gone")
    if written.author != author.uri:
        raise Refused("object: it is by somebody else")
    parent = None
    if post.reply_to_id:
        parent = await post_queries.find_post(reach.store, post.reply_to_id)
    new = Newcomer(written, author, arrival.activity, arrival.group, parent)
    if (await place_of(reach, new)).audience != post.audience:
        return Ignored("object: it is for others now")
    community = await actor_queries.find_actor(reach.store, post.community_id)
    place = Place(community, parent, Audience(post.audience))
    return Anew(post, author, await translate.draft_of(reach, new, place, arrival.cause))
