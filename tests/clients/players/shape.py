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


# What a library need not be able to do; a test names those that cannot.
MAY_LACK = frozenset(
    {
        "register",
        "listen",
        "subscribe",
        "revise",
        "history",
        "make_filter",
        "hear_of_filters",
        "report",
        "rename_list",
        "notifications_to_the_end",
        "relation",
        "end",
    }
)


class RefusedError(Exception):
    """The node said no; `status` is 0 when the library does not tell it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status} {said}")
        self.status, self.said = status, said


class Player(ABC):
    """A client library in the hands of one member; entities as the library hands them out."""

    name: str
    # What a library has no words for, the tests leave out.
    lacks: frozenset[str] = frozenset()
    # Whether it asks for pushes as RFC 8291 says, or in the form before it.
    pushed_by_the_standard = False
    # The token that came with the account, when the library asked for one.
    first_token = ""

    @property
    def login(self) -> str:
        """The name of the member in whose hands it is."""
        return self.name.lower().replace(".", "")

    @property
    @abstractmethod
    def token(self) -> str:
        """The token that it got."""

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

    @abstractmethod
    async def line_of(self, account: Entity) -> list[Entity]:
        """Read what an account wrote and passed on."""

    @abstractmethod
    async def poll(self, text: str, options: list[str]) -> Entity:
        """Write a status that asks."""

    @abstractmethod
    async def votes(self, poll_id: str) -> Entity:
        """Read a poll."""

    @abstractmethod
    async def vote(self, poll_id: str, choice: int) -> Entity:
        """Choose one of the answers of a poll."""

    @abstractmethod
    async def put_on_list(self, list_id: str, account: Entity) -> None:
        """Put an account on a list."""

    @abstractmethod
    async def delete_list(self, list_id: str) -> None:
        """Take a list away."""

    async def register(self, origin: str, name: str, email: str, password: str) -> str:
        """Ask for an account; the token that comes with it."""
        raise NotImplementedError

    async def notifications_to_the_end(self, limit: int) -> list[str]:
        """Page through what happened in the library's own way; the ids."""
        raise NotImplementedError

    async def relation(self, account: Entity) -> Entity:
        """Read how one stands to an account."""
        raise NotImplementedError

    async def revise(self, status_id: str, text: str) -> Entity:
        """Change a status."""
        raise NotImplementedError

    async def history(self, status_id: str) -> list[Entity]:
        """Read what a status said before, the oldest first."""
        raise NotImplementedError

    async def rename_list(self, list_id: str, title: str) -> Entity:
        """Call a list something else."""
        raise NotImplementedError

    async def make_filter(self, phrase: str) -> str:
        """Wish not to see a phrase at home at all; the id of the filter."""
        raise NotImplementedError

    async def remove_filter(self, filter_id: str) -> None:
        """Take a filter away."""
        raise NotImplementedError

    async def report(self, account: Entity, status_id: str, why: str) -> Entity:
        """Tell the stewards of a status."""
        raise NotImplementedError

    async def subscribe(self, endpoint: str, p256dh: str, auth: str) -> Entity:
        """Wish to be told at an address when something happens, whatever it is."""
        raise NotImplementedError

    async def listen(self) -> None:
        """Open the stream of what happens to one, and keep what it says."""
        raise NotImplementedError

    async def heard(self) -> list[tuple[str, Any]]:
        """Hand out what the stream said since the last time: event and what it is about."""
        raise NotImplementedError

    async def deafen(self) -> None:
        """Close the stream."""
        raise NotImplementedError

    async def end(self) -> None:
        """Give the token back."""
        raise NotImplementedError

    async def close(self) -> None:  # noqa: B027 - most have nothing to end
        """End whatever runs for it."""
