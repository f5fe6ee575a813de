"""One turn of a member's day: who plays it, before or after the nodes were killed."""

from dataclasses import dataclass, field

from tests.clients.conftest import Pair
from tests.clients.players.shape import Player
from tests.clients.watching import Ears


@dataclass
class Turn:
    """A day is played twice; what is said in it tells by whom and which time."""

    pair: Pair
    player: Player
    which: str
    ears: Ears = field(init=False)

    def __post_init__(self) -> None:
        self.ears = Ears(self.player)

    @property
    def listens(self) -> bool:
        """Whether the library has streams."""
        return "listen" not in self.player.lacks

    def says(self, words: str) -> str:
        """Say something that nobody else says."""
        return f"{words} ({self.player.name}, {self.which})"
