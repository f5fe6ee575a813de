"""Somebody wrote something; a community passing it on says that it belongs to it."""

from dataclasses import dataclass

from fedcop.community import polls, posts, reactions
from fedcop.community.drafts import Draft
from fedcop.errors import Refused
from fedcop.federation.inbox import voting
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.voting import Ballot
from fedcop.federation.inbox.writing import draft_of, written_by
from fedcop.federation.remote import objects
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow, PostRow


@dataclass(frozen=True, slots=True)
class Passed:
    """A post that we have, and the community that passes it on."""

    post: PostRow
    group: ActorRow


async def check(arrival: Arrival) -> Draft | Ballot | Passed | Ignored:
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
    if arrival.group is None:
        return Ignored("object: known already")
    return Passed(known, arrival.group)


async def apply(unit: Unit, arrival: Arrival, plan: Draft | Ballot | Passed) -> Ignored | None:
    """Write it, count it, or note that it belongs to the community."""
    if isinstance(plan, Ballot):
        done = await polls.vote(unit, arrival.actor, plan.post.id, plan.choices, arrival.cause)
        return None if done else Ignored("object: they chose so already")
    if isinstance(plan, Draft):
        await posts.write(unit, arrival.actor, plan)
        return None
    claimed = await reactions.relay(unit, plan.group, plan.post.id, arrival.relay, arrival.cause)
    return None if claimed else Ignored("object: known already")
