"""Who may sign up: what the settings say, unless an admin decided otherwise since."""

from typing import Final

from fedcop.community.options import Options
from fedcop.settings import Settings

CLOSED: Final = "closed"
INVITATION: Final = "invitation"
APPROVAL: Final = "approval"
OPEN: Final = "open"
MODES: Final = (CLOSED, INVITATION, APPROVAL, OPEN)


def mode_of(settings: Settings, options: Options) -> str:
    """Say who may sign up now."""
    return options.registrations if options.registrations in MODES else settings.registrations
