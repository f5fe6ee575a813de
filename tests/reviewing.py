"""Short makers of what peers say of a practice."""

from typing import Any

from fedcop.community.perform import perform
from fedcop.community.practice import artifacts, endorsing, offers, standing
from fedcop.community.practice.parts import Point, ReviewPart
from fedcop.community.practice.shelves import Place
from fedcop.community.practice.standing import Standing
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, OfferRow, PostRow
from fedcop.values import ArtifactPin
from tests.writing import write


async def pin_of(store: Store, uri: str) -> ArtifactPin:
    """What an artifact says now."""
    row = await artifacts.find(store, uri)
    assert row is not None, uri
    return artifacts.pin_of(row)


async def standing_of(store: Store, uri: str) -> Standing:
    """How an artifact may be shown."""
    row = await artifacts.find(store, uri)
    assert row is not None, uri
    return await standing.standing_of(store, row)


async def review(
    store: Store, by: ActorRow, artifact: PostRow, verdict: str = "approve", **more: Any
) -> PostRow:
    """A review of what an artifact says now, or of `pin`."""
    pin = more.pop("pin", None) or await pin_of(store, artifact.uri)
    said = [Point(kind, words) for kind, words in more.pop("points", ())]
    part = ReviewPart(pin, verdict, points=tuple(said), **more)
    return await write(store, by, f"<p>{verdict}</p>", reply_to_id=artifact.id, practice=part)


async def propose(store: Store, by: ActorRow, group: ActorRow, artifact: PostRow) -> OfferRow:
    """An artifact is offered to the library of a community."""
    pin = await pin_of(store, artifact.uri)
    return await perform(store, offers.propose, Place(group, by, "For <late> & nights."), pin)


async def endorse(
    store: Store, by: ActorRow, group: ActorRow, uri: str, words: str = "", **pin: Any
) -> bool:
    """A steward endorses what an artifact says now, or `pin`."""
    meant = pin.get("pin") or await pin_of(store, uri)
    return await perform(store, endorsing.endorse, Place(group, by, words), meant)
