"""How often people may do what, so that nobody floods others."""

from dataclasses import dataclass, field
from typing import Final, Literal

from fedcop.community.limits import Limit, SignInLimits, neighbourhood

Kind = Literal["act", "write", "react", "ask", "found", "report"]

_MINUTES: Final = 60
_HOUR: Final = 3600


def _by_kind() -> dict[Kind, Limit]:
    return {
        "act": Limit(120, 5 * _MINUTES),
        "write": Limit(40, 10 * _MINUTES),
        "react": Limit(200, 5 * _MINUTES),
        "ask": Limit(40, 10 * _MINUTES),  # makes us ask other nodes
        "found": Limit(10, _HOUR),
        "report": Limit(20, _HOUR),
    }


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """The tries of one process: per account and kind of act, and per address."""

    sign_in: SignInLimits = field(default_factory=SignInLimits)
    second: SignInLimits = field(default_factory=lambda: SignInLimits(25, 10))
    by_account: dict[Kind, Limit] = field(default_factory=_by_kind)
    sign_up: Limit = field(default_factory=lambda: Limit(5, _HOUR // 2))
    forgotten: Limit = field(default_factory=lambda: Limit(5, _HOUR // 2))
    by_address: Limit = field(default_factory=lambda: Limit(600, 5 * _MINUTES))

    def spend(self, kind: Kind, account: int, address: str) -> None:
        """Count an act. Raises TooMany."""
        self.by_address.spend(neighbourhood(address))
        if account:
            self.by_account[kind].spend(str(account))

    def spend_sign_up(self, address: str) -> None:
        """Count somebody who asks for an account. Raises TooMany."""
        self.sign_up.spend(neighbourhood(address))

    def spend_forgotten(self, address: str) -> None:
        """Count somebody who asks for a link to choose a password anew. Raises TooMany."""
        self.forgotten.spend(neighbourhood(address))
