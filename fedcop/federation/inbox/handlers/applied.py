"""The home of an artifact, or its community, says that somebody applies it.

Whoever that is uses a program without such terms, and has confirmed it there. Their own reply with
#applied must stand below the artifact: nobody is made to say what they did not.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.community.practice import adoptions, confirming
from fedcop.community.practice.parts import AdoptionPart
from fedcop.errors import Malformed, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.collected import artifact_of
from fedcop.federation.remote import objects
from fedcop.federation.remote.practice.adoptions import confirmed_in
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, mentions
from fedcop.store.rows import ActorRow, PostRow

_ENDING: Final = "/adoptions"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody's reply, and what they confirmed of it."""

    author: ActorRow
    reply: PostRow
    part: AdoptionPart


async def check(arrival: Arrival) -> Confirmed | Ignored | None:
    """Return who confirmed what; None where another collection is meant. Raises Refused."""
    original = await artifact_of(arrival, _ENDING)
    if not isinstance(original, PostRow):
        return original
    speakers = {original.author_id, original.community_id}
    if arrival.actor.id not in speakers or not arrival.first_hand:
        raise Refused("actor: only its author and its community say who confirmed this")
    part = confirmed_in(arrival.activity)
    if part is None or part.pin.uri != original.uri:
        raise Malformed("cop:adopts: it does not name this artifact")
    if not arrival.activity.object_id:
        raise Malformed("object: nothing is named")
    reply = await objects.find(arrival.reach, arrival.activity.object_id, arrival.budget)
    author = await _author(arrival, reply, original)
    return Confirmed(author, reply, part)


async def apply(unit: Unit, arrival: Arrival, plan: Confirmed) -> Ignored | None:
    """Keep it as what its author says; our own community says it on."""
    known = await confirming.hear(unit, plan.author, plan.reply, plan.part)
    return None if known else Ignored("object: it is known already")


async def _author(arrival: Arrival, reply: PostRow, original: PostRow) -> ActorRow:
    """Return who says so themselves. Raises Refused."""
    store = arrival.reach.store
    author = await actors.find_actor(store, reply.author_id)
    if reply.deleted or author is None or reply.reply_to_id != original.id:
        raise Refused("object: it is no reply to the artifact")
    if author.local or not adoptions.says_applied(await mentions.list_hashtags(store, reply.id)):
        raise Refused("object: its author does not say there that they apply it")
    return author
