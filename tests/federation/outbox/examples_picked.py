"""How the parts of the story for FEDERATION.md find among what is told the example they want."""

from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from tests.federation.outbox.telling import Told, tell

RIVERSIDE = "https://riverside.example"
HARBOUR = "https://harbour.example"  # runs fedcop; of Riverside nothing is known

Others = tuple[ActorRow, ActorRow, ActorRow]


async def pick(store: Store, kind: str, by: ActorRow) -> Told:
    """Publish what happened; the one activity of a kind that somebody says in it."""
    (found,) = [one for one in await tell(store) if one.kind == kind and one.actor_id == by.id]
    return found
