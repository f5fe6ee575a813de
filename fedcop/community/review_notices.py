"""Who is told of what is offered, asked, reviewed, endorsed, doubted and superseded."""

from collections.abc import Iterable
from typing import Final

from fedcop.community import notice_rules
from fedcop.community.practice import endorsing, invitations, offers, shelves, standing
from fedcop.community.practice_events import (
    ArtifactRestated,
    InvitationSent,
    OfferAnswered,
    OfferMade,
    RevisionCommended,
    RevisionEndorsed,
)
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, adoptions, artifacts, posts, stewards
from fedcop.store.queries import shelves as queries
from fedcop.store.queries.notifications import About, untell
from fedcop.store.rows import ArtifactRow, PostRow

_KINDS: Final = {"review": "review_asked", "answer": "answer_asked", "meeting": "meeting_asked"}
_STEWARDS: Final = 50
_ADOPTERS: Final = 200


async def tell_invited(unit: Unit, event: InvitationSent) -> None:
    """Tell somebody of ours what they are asked."""
    row = await invitations.find(unit, event.invitation)
    if row is None:
        return
    post = await posts.find_post_by_uri(unit, row.thing_uri)
    about = About(_KINDS[row.kind], row.by_id, of=row.id, post_id=post.id if post else 0)
    await notice_rules.tell(unit, row.person_id, about)


async def tell_offered(unit: Unit, event: OfferMade) -> None:
    """Tell the stewards of a community what is offered to its library."""
    row = await offers.find(unit, event.offer)
    if row is None or row.kind != offers.LIBRARY:
        return
    post = await posts.find_post_by_uri(unit, row.artifact_uri)
    about = About("offered", row.actor_id, of=row.id, post_id=post.id if post else 0)
    for steward in await stewards.list_stewards(unit, row.community_id, _STEWARDS):
        if steward.local and steward.id != row.actor_id:
            await notice_rules.tell(unit, steward.id, about)


async def tell_answered(unit: Unit, event: OfferAnswered) -> None:
    """Tell who offered something what became of it, each answer anew."""
    row = await offers.find(unit, event.offer)
    if row is None or row.kind != offers.LIBRARY:
        return
    post = await posts.find_post_by_uri(unit, row.artifact_uri)
    about = About("offer_answered", row.community_id, of=row.id, post_id=post.id if post else 0)
    unit.add(untell(row.actor_id, about))
    await notice_rules.tell(unit, row.actor_id, about)


async def tell_endorsed(unit: Unit, event: RevisionEndorsed) -> None:
    """Tell those who wrote something that a community or an organization stands for it."""
    await _tell_writers(unit, "endorsed", event.endorsement)


async def tell_commended(unit: Unit, event: RevisionCommended) -> None:
    """Tell those who wrote something that a person recommends it."""
    await _tell_writers(unit, "recommended", event.endorsement)


async def _tell_writers(unit: Unit, kind: str, endorsement: int) -> None:
    row = await endorsing.find(unit, endorsement)
    post = await posts.find_post_by_uri(unit, row.artifact_uri) if row else None
    if row is None or post is None:
        return
    about = About(kind, row.endorser_id, of=row.id, post_id=post.id)
    for person in await _writers(unit, post):
        await notice_rules.tell(unit, person, about)


async def tell_restated(unit: Unit, event: ArtifactRestated) -> None:
    """Tell whom it concerns that something needs review, or has moved on."""
    artifact = await artifacts.find_artifact(unit, event.post)
    post = await posts.find_post(unit, event.post)
    if artifact is None or post is None:
        return
    if artifact.status == standing.NEEDS_REVIEW:
        people = [*await _writers(unit, post), *await _stewards(unit, artifact)]
        await _tell_each(unit, people, About("needs_review", post.author_id, artifact.id, post.id))
    elif artifact.status == standing.SUPERSEDED:
        adopters = await adoptions.list_of(unit, artifact.uri, 0, 2**62, _ADOPTERS)
        found = (one.row.adopter_id for one in adopters)
        people = [number for number in found if number != post.author_id]
        await _tell_each(unit, people, About("moved_on", post.author_id, artifact.id, post.id))


async def _tell_each(unit: Unit, people: Iterable[int], about: About) -> None:
    for person in dict.fromkeys(people):
        unit.add(untell(person, about))
        await notice_rules.tell(unit, person, about)


async def _writers(unit: Unit, post: PostRow) -> list[int]:
    """Return who wrote an artifact or had a part in it."""
    people = [post.author_id]
    for one in await artifacts.list_contributors(unit, post.id):
        row = await actors.find_actor_by_uri(unit, one.actor_uri)
        if row is not None and row.local:
            people.append(row.id)
    return list(dict.fromkeys(people))


async def _stewards(unit: Unit, artifact: ArtifactRow) -> list[int]:
    """Return who looks after the communities in whose library an artifact stands."""
    found: list[int] = []
    for community in await queries.list_holders(unit, artifact.uri):
        if await shelves.find_of(unit, community, artifact.uri) is None:
            continue
        rows = await stewards.list_stewards(unit, community, _STEWARDS)
        found += [row.id for row in rows if row.local]
    return found
