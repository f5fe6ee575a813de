"""An artifact is offered to the library of a community, from any node, and answered kindly."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop import uris as paths
from fedcop.community import events, policy
from fedcop.community.practice import artifacts, lifecycle, shelves, standing
from fedcop.community.practice.heard import OURS, Heard
from fedcop.community.practice.shelves import Place
from fedcop.community.practice_events import OfferAnswered, OfferMade
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, invitations, posts, reviews, threads
from fedcop.store.queries import offers as queries
from fedcop.store.queries.offers import Offered
from fedcop.store.rows import ActorRow, ArtifactRow, OfferRow
from fedcop.values import ArtifactPin, Audience

__all__ = ["Offered"]

LIBRARY: Final = "library"
OPEN: Final = "open"
REVIEW: Final = "review"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"
ENDED: Final = frozenset({ACCEPTED, DECLINED})
WAITING: Final = (OPEN, REVIEW)

_LONGEST_WORDS: Final = 2000
_MOST: Final = 50
_MOVES: Final = {REVIEW: "take up", DECLINED: "decline"}
_READABLE: Final = (Audience.PUBLIC, Audience.UNLISTED)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an offer is answered: review, accepted or declined, by whom, and why."""

    by: ActorRow
    state: str
    words: str = ""


async def propose(unit: Unit, place: Place, pin: ArtifactPin, heard: Heard = OURS) -> OfferRow:
    """Offer an artifact to the library of a community; what is offered already stays so.

    Raises Refused and NotFound.
    """
    group, by = place.group, place.by
    artifact = await artifacts.find(unit, pin.uri)
    if artifact is None:
        raise NotFound("This artifact is not here.")
    await _require_theirs(unit, by, artifact)
    await _require_offerable(unit, group, artifact)
    known = await _find_waiting(unit, group.id, pin.uri)
    if known is not None:
        return known
    number = ids.new_id()
    row = OfferRow(
        id=number,
        uri=heard.uri or unit.uris.activity(f"{number}-offer"),
        kind=LIBRARY,
        artifact_uri=pin.uri,
        target_uri=paths.library(group.uri),
        actor_id=by.id,
        created=clock.now_ms(),
        number=pin.number,
        digest=pin.digest,
        community_id=group.id,
        summary=place.words.strip()[:_LONGEST_WORDS],
    )
    unit.touch(f"offer:{group.id}:{pin.uri}")
    unit.add(queries.insert_offer(row))
    await lifecycle.heard(unit, artifact, "propose", cause=heard.cause)
    events.record(unit, OfferMade(number), heard.cause)
    return row


async def answer(unit: Unit, offer: OfferRow, reply: Reply, heard: Heard = OURS) -> bool:
    """Take an offer into review, into the library, or decline it; False where that is known.

    Who declines says why. Raises Refused, Invalid and Conflict.
    """
    state, words = reply.state, reply.words.strip()
    group = await actors.find_actor(unit, offer.community_id)
    if group is None or state not in {REVIEW, *ENDED}:
        raise NotFound("There is no such offer.")
    place = Place(group, reply.by, words)
    await shelves.require_word(unit, place)
    if offer.state == state:
        return False
    if offer.state in ENDED:
        raise Conflict("This was answered already.")
    if group.local:
        await _require_answerable(unit, offer, state, words)
    row = replace(
        offer,
        state=state,
        answer=words[:_LONGEST_WORDS],
        answered_by=reply.by.id,
        answer_uri=heard.uri,
        answered=clock.now_ms(),
    )
    unit.touch(f"offer:{group.id}:{offer.artifact_uri}")
    unit.guard(queries.SAME_STATE, offer.id, offer.state)
    unit.add(queries.answer(row))
    if group.local and state == ACCEPTED:
        await shelves.put(unit, place, ArtifactPin(offer.artifact_uri))
    artifact = await artifacts.find(unit, offer.artifact_uri)
    if artifact is not None and state in _MOVES:
        await lifecycle.heard(unit, artifact, _MOVES[state], cause=heard.cause)
    events.record(unit, OfferAnswered(offer.id, by=reply.by.id), heard.cause)
    return True


async def take_up(unit: Unit, group: ActorRow, uri: str, cause: int = 0) -> bool:
    """Take what is offered into review once somebody reviews it; the rule, by no one's hand."""
    offer = await _find_waiting(unit, group.id, uri)
    if offer is None or offer.state != OPEN or not group.local:
        return False
    row = replace(offer, state=REVIEW, answered_by=group.id, answered=clock.now_ms())
    unit.touch(f"offer:{group.id}:{uri}")
    unit.guard(queries.SAME_STATE, offer.id, offer.state)
    unit.add(queries.answer(row))
    artifact = await artifacts.find(unit, uri)
    if artifact is not None:
        await lifecycle.heard(unit, artifact, "take up", cause=cause)
    events.record(unit, OfferAnswered(offer.id, by=group.id), cause)
    return True


async def passed(unit: Unit, group: ActorRow, uri: str, cause: int = 0) -> None:
    """Note that what was offered is in the library now, having passed review."""
    offer = await _find_waiting(unit, group.id, uri)
    if offer is None:
        return
    row = replace(offer, state=ACCEPTED, answered_by=group.id, answered=clock.now_ms())
    unit.touch(f"offer:{group.id}:{uri}")
    unit.guard(queries.SAME_STATE, offer.id, offer.state)
    unit.add(queries.answer(row))
    events.record(unit, OfferAnswered(offer.id, by=group.id), cause)


# Reads


async def find(reader: Reader, number: int) -> OfferRow | None:
    """Find an offer by our id."""
    return await queries.find_offer(reader, number)


async def find_by_uri(reader: Reader, uri: str) -> OfferRow | None:
    """Find an offer by its uri."""
    return await queries.find_by_uri(reader, uri)


async def list_waiting(reader: Reader, community: int) -> list[Offered]:
    """Read what waits for the stewards of a community, the oldest first."""
    return await queries.list_waiting(reader, community, LIBRARY, WAITING, _MOST)


async def list_of(reader: Reader, uri: str) -> list[OfferRow]:
    """Read to which libraries an artifact was offered, the latest first."""
    return await queries.list_of_artifact(reader, uri, LIBRARY, _MOST)


async def find_waiting(reader: Reader, community: int, uri: str) -> OfferRow | None:
    """Find what is offered to a community and not answered for good."""
    return await _find_waiting(reader, community, uri)


async def _find_waiting(reader: Reader, community: int, uri: str) -> OfferRow | None:
    rows = await list_of(reader, uri)
    waiting = (row for row in rows if row.community_id == community and row.state in WAITING)
    return next(waiting, None)


async def _require_theirs(unit: Unit, by: ActorRow, artifact: ArtifactRow) -> None:
    """Only who wrote something, or had a part in it, offers it."""
    policy.require(policy.may_act(by))
    post = await posts.find_post(unit, artifact.id)
    if post is None or post.deleted:
        raise NotFound("This artifact is not here.")
    named = await artifacts.contributors(unit, artifact.id)
    if post.author_id != by.id and by.uri not in {one.actor_uri for one in named}:
        raise Refused("Only those who wrote it offer it to a library.")
    if post.audience not in _READABLE and post.community_id != artifact.community_id:
        raise Refused("Not everybody in this community could read it.")


async def _require_offerable(unit: Unit, group: ActorRow, artifact: ArtifactRow) -> None:
    if group.kind != "Group" or group.deleted or group.suspended:
        raise Refused("This is no community.")
    ground = await threads.find_ground(unit, group.id)
    if ground is not None and ground.archived:
        raise Refused(policy.ARCHIVED)
    if artifact.status in {standing.SUPERSEDED, standing.WITHDRAWN}:
        raise Refused(f"It is {standing.LABELS[artifact.status]}.")
    if await shelves.find_of(unit, group.id, artifact.uri) is not None:
        raise Conflict("It stands in this library already.")


async def _require_answerable(unit: Unit, offer: OfferRow, state: str, words: str) -> None:
    """Go on with a decline that says why, or with what somebody reviews."""
    if state == DECLINED and not words:
        raise Invalid("answer: say why, and what would help")
    if state == REVIEW and not await _has_reviewer(unit, offer):
        raise Refused("Nobody has agreed to review it yet; invite somebody first.")


async def _has_reviewer(reader: Reader, offer: OfferRow) -> bool:
    asked = await invitations.list_of_thing(reader, offer.artifact_uri, "review", _MOST)
    if any(one.row.state == "accepted" for one in asked):
        return True
    return bool(await reviews.list_of_artifact(reader, offer.artifact_uri, 2**62, 1))
