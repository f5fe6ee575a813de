"""Somebody chooses in a poll of ours: a Note that says a name and nothing else, never a post."""

from dataclasses import dataclass, replace

from fedcop.activitypub.origin import check_written
from fedcop.activitypub.vocabulary import Object
from fedcop.community import polls
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import objects, translate
from fedcop.store.rows import PostRow


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody chooses, by position."""

    post: PostRow
    choices: tuple[int, ...]


def votes_in(arrival: Arrival) -> list[Object]:
    """Return the votes that an activity carries: one, or several at once (GoToSocial)."""
    written = [one for one in arrival.activity.objects if isinstance(one, Object)]
    return [one for one in written if translate.is_vote(one)]


async def ballot_of(arrival: Arrival, votes: list[Object]) -> Ballot | Ignored:
    """Return what they choose, if it is theirs to choose and ours to count. Raises Refused."""
    if arrival.group is not None or not arrival.first_hand:
        raise Refused("object: a vote is between who chooses and who asks, and passed on by nobody")
    for one in votes:
        finding = check_written(replace(arrival.activity, objects=(one,)))
        if not finding.believed:
            raise Refused(finding.reason)
    asked = {one.in_reply_to or "" for one in votes}
    if len(asked) != 1:
        raise Refused("object: votes in several polls at once")
    post = await objects.known(arrival.reach, asked.pop())
    if post is None or post.deleted or not post.local:
        return Ignored("object: a vote in a poll that is not ours")
    poll = await polls.find(arrival.reach.store, post.id)
    if poll is None:
        return Ignored("object: a vote, and what it answers asks nothing")
    found = [polls.position_of(poll, one.name or "") for one in votes]
    choices = tuple(at for at in found if at is not None)
    return Ballot(post, choices) if choices else Ignored("object: a vote for no option there is")
