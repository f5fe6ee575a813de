"""One turn of a member's day: who plays it, before or after the nodes were killed."""

from dataclasses import dataclass, field

from tests.clients.conftest import Pair
from tests.clients.players.shape import Entity, Player
from tests.clients.watching import PATIENCE, Ears
from tests.nodes import until
from tests.pushes import App, Push


@dataclass
class Turn:
    """A day is played twice; what is said in it tells by whom and which time."""

    pair: Pair
    player: Player
    which: str
    push: App | None = None  # what the node tells the app through, when the library can ask for it
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

    async def pushed(self, notification: Entity) -> Push:
        """Wait until the app is told of a notification, sealed for it alone."""
        app, number = self.push, str(notification["id"])
        assert app is not None

        async def look() -> Push | None:
            assert not app.wrong, app.wrong
            found = (one for one in app.got if str(one.message["notification_id"]) == number)
            return next(found, None)

        push: Push = await until(look, PATIENCE, why=app.told)
        return push
