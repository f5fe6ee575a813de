"""Somebody would quote what one of ours wrote, and asks whether they may (FEP-044f).

Artifacts that everybody may read are there to be passed on; of anything else nobody said so.
"""

from dataclasses import dataclass

from fedcop.activitypub.origin import same_origin
from fedcop.community import events, policy_posts
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice_events import QuoteAsked
from fedcop.errors import Malformed, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import objects
from fedcop.store.batch import Unit
from fedcop.store.queries.reading import find_reading
from fedcop.store.rows import PostRow
from fedcop.values import Audience

_LONGEST = 2048


@dataclass(frozen=True, slots=True)
class Quoting:
    """Which post of theirs would quote which of ours."""

    post: PostRow
    by: str


async def check(arrival: Arrival) -> Quoting | Ignored:
    """Return what would quote what. Raises Malformed and Refused."""
    activity = arrival.activity
    post = await objects.known(arrival.reach, activity.object_id)
    if post is None or not post.local or post.deleted:
        return Ignored("object: nothing of ours")
    by = activity.instrument
    named = by if isinstance(by, str) else getattr(by, "id", "")
    if not named or max(len(named), len(activity.id)) > _LONGEST or not activity.id:
        raise Malformed("instrument: it does not name what quotes")
    if not same_origin(named, arrival.actor.uri):
        raise Refused("instrument: it is of another node than whoever asks")
    return Quoting(post, named)


async def apply(unit: Unit, arrival: Arrival, plan: Quoting) -> None:
    """Answer: yes for what everybody may read and quote, to whom its author does not block."""
    post = plan.post
    reading = await find_reading(unit, post.id, arrival.actor.id)
    may = post.practice in KINDS and Audience(post.audience).open
    granted = may and bool(policy_posts.may_read(post, reading))
    said = QuoteAsked(
        post.id,
        post.root_id,
        actor=arrival.actor.id,
        uri=arrival.activity.id,
        by=plan.by,
        granted=int(granted),
    )
    events.record(unit, said, arrival.cause)
