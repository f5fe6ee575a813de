"""What a test asks of a client library, whichever it is."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Entity = dict[str, Any]
LetIn = Callable[[str], Awaitable[str]]

APP = "Fern"
BACK = "https://app.example/back?from=server"
SCOPES = ["read", "write", "follow", "push"]


class Player(ABC):
    """A client library in the hands of one member; entities as the library hands them out."""

    name: str
    # What a library has no words for, the test leaves out.
    lacks: frozenset[str] = frozenset()

    @abstractmethod
    async def sign_in(self, origin: str, let_in: LetIn) -> None:
        """Register an app and fetch a token with the code that a browser brought."""

    @abstractmethod
    async def me(self) -> Entity:
        """Read one's own account."""

    @abstractmethod
    async def find(self, query: str) -> dict[str, list[Entity]]:
        """Search, and have things elsewhere fetched."""

    @abstractmethod
    async def follow(self, account: Entity) -> Entity:
        """Follow somebody or a community; the relation."""

    @abstractmethod
    async def write(self, text: str, reply_to: str = "") -> Entity:
        """Write a status."""

    @abstractmethod
    async def show(self, text: str, picture: Path, description: str) -> Entity:
        """Upload a picture and write a status with it."""

    @abstractmethod
    async def remove(self, status_id: str) -> None:
        """Take a status back."""

    @abstractmethod
    async def status(self, status_id: str) -> Entity:
        """Read one status."""

    @abstractmethod
    async def thread(self, status_id: str) -> dict[str, list[Entity]]:
        """Read what stands above and below a status."""

    @abstractmethod
    async def home(self) -> list[Entity]:
        """Read the newest page of the home timeline."""

    @abstractmethod
    async def home_to_the_end(self, limit: int) -> list[str]:
        """Page through the home timeline in the library's own way; the ids."""

    @abstractmethod
    async def act(self, verb: str, status_id: str) -> Entity:
        """Favourite, reblog, bookmark, or undo it: `unfavourite` and so on."""

    @abstractmethod
    async def bookmarks(self) -> list[Entity]:
        """Read what one keeps."""

    @abstractmethod
    async def notifications(self) -> list[Entity]:
        """Read what happened to one."""

    @abstractmethod
    async def lists(self) -> list[Entity]:
        """Read one's lists."""

    @abstractmethod
    async def make_list(self, title: str, account: Entity) -> Entity:
        """Make a list with one account in it."""

    @abstractmethod
    async def list_line(self, list_id: str) -> list[Entity]:
        """Read the timeline of a list."""

    async def revise(self, status_id: str, text: str) -> Entity:
        """Change a status."""
        raise NotImplementedError

    async def make_filter(self, phrase: str) -> Entity:
        """Wish not to see a phrase at home."""
        raise NotImplementedError

    async def report(self, account: Entity, status_id: str, why: str) -> Entity:
        """Tell the stewards of a status."""
        raise NotImplementedError

    async def listen(self) -> None:
        """Open the stream of what happens to one, and keep what it says."""
        raise NotImplementedError

    async def heard(self) -> list[tuple[str, Any]]:
        """Hand out what the stream said since the last time: event and what it is about."""
        raise NotImplementedError

    async def close(self) -> None:  # noqa: B027 - most have nothing to end
        """End whatever runs for it."""
