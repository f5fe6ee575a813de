"""Who may sign up: what the settings say, unless an admin decided otherwise since."""

from collections.abc import Mapping
from typing import Final

from fedcop.community.options import Options, change_options
from fedcop.settings import Settings
from fedcop.store.batch import Unit

CLOSED: Final = "closed"
INVITATION: Final = "invitation"
APPROVAL: Final = "approval"
OPEN: Final = "open"
MODES: Final = (CLOSED, INVITATION, APPROVAL, OPEN)


def mode_of(settings: Settings, options: Options) -> str:
    """Say who may sign up now."""
    return options.registrations if options.registrations in MODES else settings.registrations


async def decide(unit: Unit, actor_id: int, changed: Mapping[str, object]) -> None:
    """Decide anew who may join, and on which terms. Raises Malformed."""
    await change_options(unit, actor_id, **changed)
