"""From what somebody wrote to a draft: what it answers is had first, if it can be had."""

from typing import Final

from fedcop.activitypub.origin import check_written
from fedcop.activitypub.vocabulary import Object
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice.parts import ArtifactPart
from fedcop.errors import FedcopError, Malformed, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.evidence import with_evidence
from fedcop.federation.remote import objects, revisions, translate
from fedcop.federation.remote.places import Newcomer, Place, place_of
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import PostRow
from fedcop.values import Audience

# So often we come back for what is answered while its node cannot be reached; then the reply
# stands by itself until that arrives.
_PATIENCE: Final = 4


async def written_by(arrival: Arrival) -> Object:
    """Return what the actor wrote, fetching what is only named. Raises Refused and Malformed."""
    item = arrival.activity.object
    if isinstance(item, str):
        written = await objects.fetch(arrival.reach, item, arrival.budget)
        if written.author != arrival.actor.uri:
            raise Refused("object: it is by somebody else")
        return written
    if not isinstance(item, Object):
        raise Malformed("object: nothing written stands there")
    finding = check_written(arrival.activity)
    if not finding.believed:
        raise Refused(finding.reason)
    return item


async def draft_of(arrival: Arrival, written: Object) -> Draft | Ignored:
    """Return what to write, or why not. Raises Refused, and Unreachable to try again."""
    if translate.is_vote(written):
        return Ignored("object: a vote, and only a vote that is sent whole is counted")
    if written.type not in translate.KINDS:
        return Ignored(f"object: {written.type[:40]} is nothing we keep as a post")
    parent = await _parent_of(arrival, written)
    new = Newcomer(written, arrival.actor, arrival.activity, arrival.group, parent)
    place = await place_of(arrival.reach, new)
    return with_evidence(
        arrival, await translate.draft_of(arrival.reach, new, place, arrival.cause)
    )


async def edit_of(arrival: Arrival, post: PostRow, written: Object) -> Edit:
    """Return what a post shall say; of an artifact, what came before is asked for as well."""
    community = None
    if post.community_id:
        community = await find_actor(arrival.reach.store, post.community_id)
    place = Place(community, None, Audience(post.audience))
    edited = arrival.activity.updated or arrival.activity.published or 0
    edit = await translate.edit_of(
        arrival.reach, written, place, edited=edited, cause=arrival.cause
    )
    if isinstance(edit.practice, ArtifactPart):
        await revisions.catch_up(arrival.reach, post, edit.practice, arrival.budget)
    return with_evidence(arrival, edit)


async def _parent_of(arrival: Arrival, written: Object) -> PostRow | None:
    if not written.in_reply_to:
        return None
    await arrival.after(written.in_reply_to)
    try:
        return await objects.find_parent(arrival.reach, written, arrival.budget, arrival.group)
    except FedcopError as error:
        if error.retryable and arrival.tries < _PATIENCE:
            raise
        return None
