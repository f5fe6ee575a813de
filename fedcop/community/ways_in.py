"""All ways into an account together: what is taken away when somebody has lost theirs."""

from fedcop.community import accounts, audit, factors
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow


async def reset_ways_in(unit: Unit, by: int, person: ActorRow) -> None:
    """Leave somebody nothing but their password, and sign them out; `by` is 0 for the node."""
    await factors.end_factors(unit, person.id)
    await accounts.sign_out_everywhere(unit, person.id)
    audit.note(unit, by, "reset-auth", person.name)
