"""Which artifact a collection belongs to, of those into which somebody adds what became of it."""

from fedcop.community.practice import artifacts
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import objects
from fedcop.store.rows import PostRow


async def artifact_of(arrival: Arrival, ending: str) -> PostRow | Ignored | None:
    """Return whose collection of this ending is meant; None where another one is."""
    target = arrival.activity.target or ""
    if not target.endswith(ending):
        return None
    original = await objects.known(arrival.reach, target.removesuffix(ending))
    if original is None or await artifacts.find(arrival.reach.store, original.uri) is None:
        return Ignored("target: no artifact that we know")
    return original
