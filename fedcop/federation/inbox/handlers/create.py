"""Somebody wrote something; a community passing it on says that it belongs to it."""

from dataclasses import dataclass

from fedcop.activitypub.vocabulary import Object
from fedcop.community import polls, posts, reactions
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import nouns
from fedcop.errors import Refused
from fedcop.federation.inbox import voting
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.voting import Ballot
from fedcop.federation.inbox.writing import draft_of, edit_of, written_by
from fedcop.federation.remote import objects
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow, PostRow


@dataclass(frozen=True, slots=True)
class Passed:
    """A post that we have, and the community that passes it on."""

    post: PostRow
    group: ActorRow


@dataclass(frozen=True, slots=True)
class Late:
    """What an artifact said before the revision that came first."""

    post: PostRow
    edit: Edit


async def check(arrival: Arrival) -> Draft | Ballot | Passed | Late | Ignored:
    """Return what to write, if they may write it there, or what they choose."""
    if votes := voting.votes_in(arrival):
        return await voting.ballot_of(arrival, votes)
    known = await objects.known(arrival.reach, arrival.activity.object_id)
    if known is None:
        return await draft_of(arrival, await written_by(arrival))
    if known.deleted:
        return Ignored("object: it was deleted")
    if known.author_id != arrival.actor.id:
        raise Refused("object: somebody else wrote this")
    return await _late(arrival, known) or _passed(arrival, known)


async def apply(
    unit: Unit, arrival: Arrival, plan: Draft | Ballot | Passed | Late
) -> Ignored | None:
    """Write it, count it, or note that it belongs to the community."""
    if isinstance(plan, Ballot):
        done = await polls.vote(unit, arrival.actor, plan.post.id, plan.choices, arrival.cause)
        return None if done else Ignored("object: they chose so already")
    if isinstance(plan, Draft):
        await posts.write(unit, arrival.actor, plan)
        return None
    if isinstance(plan, Late):
        kept = await posts.hear(unit, arrival.actor, plan.post.id, plan.edit)
        return None if kept else Ignored("object: known already")
    claimed = await reactions.relay(unit, plan.group, plan.post.id, arrival.relay, arrival.cause)
    return None if claimed else Ignored("object: known already")


async def _late(arrival: Arrival, known: PostRow) -> Late | None:
    """Return what an artifact said before what we show, where this brings it."""
    if not known.practice or not isinstance(arrival.activity.object, Object):
        return None
    edit = await edit_of(arrival, known, await written_by(arrival))
    older = await nouns.order(arrival.reach.store, known, edit.practice) < 0
    return Late(known, edit) if older else None


def _passed(arrival: Arrival, known: PostRow) -> Passed | Ignored:
    if arrival.group is None:
        return Ignored("object: known already")
    return Passed(known, arrival.group)
