"""A community says that there is a version of something that stands in it."""

from dataclasses import dataclass
from typing import Final

from fedcop.community.practice import lineage
from fedcop.community.practice.parts import Origin
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.collected import artifact_of
from fedcop.store.batch import Unit
from fedcop.store.rows import PostRow
from fedcop.values import ArtifactPin

_ENDING: Final = "/adaptations"


@dataclass(frozen=True, slots=True)
class Version:
    """A version, by its address, and what it was made of."""

    uri: str
    original: str


async def check(arrival: Arrival) -> Version | Ignored | None:
    """Return what is a version of what; None where another collection is meant."""
    original = await artifact_of(arrival, _ENDING)
    if not isinstance(original, PostRow):
        return original
    if original.community_id != arrival.actor.id or not arrival.first_hand:
        raise Refused("actor: only its community says what was made of an artifact")
    if not arrival.activity.object_id:
        return Ignored("object: nothing is named")
    return Version(arrival.activity.object_id, original.uri)


async def apply(unit: Unit, arrival: Arrival, plan: Version) -> Ignored | None:
    """Keep it as hearsay, until the version itself says so."""
    known = await lineage.list_from(unit, plan.uri)
    if any(one.target_uri == plan.original and one.relation == lineage.ADAPTED for one in known):
        return Ignored("object: it is known already")
    lineage.hear(unit, plan.uri, Origin(lineage.ADAPTED, ArtifactPin(plan.original)))
    return None
