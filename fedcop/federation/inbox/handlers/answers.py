"""Somebody says which answer helped, by Accept, or by the ChooseAnswer of PieFed; or takes it back.

It counts from who asked, from their community and from its stewards. What a community passes on
it vouches for.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community import answers
from fedcop.community.answers import Heard
from fedcop.errors import FedcopError, Refused
from fedcop.federation.inbox import reacted
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import communities as remote_communities
from fedcop.federation.remote import objects
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, posts
from fedcop.store.rows import ActorRow, PostRow

_CHOOSING: Final = frozenset({"Accept", "ChooseAnswer"})
_FIRST_HAND: Final = "actor: only who asked and the stewards of its community say this"


@dataclass(frozen=True, slots=True)
class Choosing:
    """An answer that helped, or did not after all, and what it answers."""

    question: PostRow
    answer: PostRow
    by: ActorRow
    heard: Heard


async def check(arrival: Arrival) -> Choosing | Ignored | None:
    """Return which answer helped, if they may say so; None where something else is accepted."""
    return await _chosen(arrival, arrival.activity)


async def check_undo(arrival: Arrival) -> Choosing | Ignored | None:
    """Return which answer did not help after all; None where something else is undone."""
    item = arrival.activity.object
    if not isinstance(item, Activity) or item.type not in _CHOOSING:
        return None
    if item.actor and item.actor != arrival.actor.uri:
        raise Refused("object: somebody else did that")
    return await _chosen(arrival, item)


async def apply(unit: Unit, arrival: Arrival, choosing: Choosing) -> Ignored | None:
    """Note which answer helped."""
    by, question, answer = choosing.by, choosing.question, choosing.answer
    done = await answers.accept(unit, by, question.id, answer.id, choosing.heard)
    return None if done else Ignored("object: it is accepted already, or was taken back later")


async def apply_undo(unit: Unit, arrival: Arrival, choosing: Choosing) -> Ignored | None:
    """Note that it did not help after all."""
    by, question, answer = choosing.by, choosing.question, choosing.answer
    done = await answers.unaccept(unit, by, question.id, answer.id, choosing.heard)
    return None if done else Ignored("object: there is nothing to take back")


async def _chosen(arrival: Arrival, said: Activity) -> Choosing | Ignored | None:
    if isinstance(said.object, Activity) or not said.object_id:
        return None
    question = await reacted.find(arrival, said.target) if said.target else None
    if not question and (said.type == "Accept" or said.target):
        return None
    if question and question.practice not in {"", "question"}:
        return None
    answer = await _answer(arrival, said.object_id)
    asked = await posts.find_post(arrival.reach.store, answer.root_id) if answer else None
    if answer is None or asked is None or asked.deleted or asked.id != (question or asked).id:
        return Ignored("object: not known here as an answer to that")
    question = asked
    by, vouched = await _who_says_so(arrival, question)
    at = arrival.activity.published or 0
    return Choosing(question, answer, by, Heard(at, arrival.cause, vouched))


async def _answer(arrival: Arrival, uri: str) -> PostRow | None:
    """Find an answer, be it at its origin: a steward may be quicker than who wrote it."""
    known = await reacted.find(arrival, uri)
    if known is not None or arrival.reach.store.uris.names_our_host(uri):
        return known
    try:
        return await objects.find(arrival.reach, uri, arrival.budget, arrival.group)
    except FedcopError as error:
        if error.retryable:
            raise
        return None


async def _who_says_so(arrival: Arrival, question: PostRow) -> tuple[ActorRow, bool]:
    """Return by whose word it is, and whether the community stands for it. Raises Refused."""
    by, group = arrival.actor, arrival.group
    if group is not None and group.id == question.community_id:
        return by, True
    if not arrival.first_hand:
        raise Refused("object: a community speaks for its own posts alone")
    if by.id in {question.author_id, question.community_id}:
        return by, False
    community = await actors.find_actor(arrival.reach.store, question.community_id)
    if community is None or not await remote_communities.is_steward(
        arrival.reach, community, by, arrival.budget
    ):
        raise Refused(_FIRST_HAND)
    return by, False
