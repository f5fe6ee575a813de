"""What the endpoints share: the store, our keys, who asks, and the bytes made before."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from fedcop.community.admission import chosen_mode
from fedcop.community.options import Kept
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.answers import Made
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.remote.members import Members
from fedcop.settings import FederationMode, Settings
from fedcop.store.batch import Store
from fedcop.store.queries.usage import Usage
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris

_MOST_BYTES: Final = 8_000_000
_EACH: Final = 400  # what a body costs besides its bytes

# Finds who signed a GET; None when nobody did, when it is not to be believed, or when it is
# somebody we do not speak with.
ReaderOf = Callable[[Request], Awaitable[ActorRow | None]]


class Pantry:
    """Bodies made before, by what they show and its version; the oldest go first."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._kept: OrderedDict[tuple[object, ...], Made] = OrderedDict()
        self._most = most
        self._weight = 0

    def find(self, key: tuple[object, ...]) -> Made | None:
        """Find a body with its ETag."""
        made = self._kept.get(key)
        if made is not None:
            self._kept.move_to_end(key)
        return made

    def keep(self, key: tuple[object, ...], body: bytes) -> Made:
        """Keep a body."""
        self._forget(self._kept.pop(key, None))
        made = self._kept[key] = answers.made_of(body)
        self._weight += len(body) + _EACH
        while self._weight > self._most:
            self._forget(self._kept.popitem(last=False)[1])
        return made

    def _forget(self, made: Made | None) -> None:
        if made is not None:
            self._weight -= len(made[0]) + _EACH


@dataclass(slots=True)
class Counted:
    """How much the node was used when that was last counted."""

    usage: Usage | None = None
    until: int = 0


@dataclass(frozen=True, slots=True)
class Door:
    """Handed to each endpoint."""

    outbound: Outbound
    settings: Settings
    reader_of: ReaderOf
    pantry: Pantry = field(default_factory=Pantry)
    counted: Counted = field(default_factory=Counted)
    options: Kept = field(default_factory=Kept)
    members: Members | None = None  # asks the homes of communities of other nodes

    @property
    def store(self) -> Store:
        """What we remember."""
        return self.outbound.store

    async def mode(self) -> FederationMode:
        """In which mode the node federates, some seconds late at most."""
        return chosen_mode(await self.options.get(self.store), self.settings.federation_mode)

    @property
    def uris(self) -> Uris:
        """What our own things are called."""
        return self.outbound.uris


Endpoint = Callable[[Door, Request], Awaitable[Response]]


class Way:
    """One address that answers: plain ASGI, for each layer of a framework costs its time."""

    def __init__(self, door: Door, endpoint: Endpoint) -> None:
        self._door = door
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._endpoint(self._door, Request(scope, receive))
        await response(scope, receive, send)


def for_allowed(endpoint: Endpoint, otherwise: Endpoint | None = None) -> Endpoint:
    """Answer only peers that sign and that we speak with; others get something else, or 401.

    The 401 comes before anything is looked up, so that it says nothing of what is there.
    """

    async def guarded(door: Door, request: Request) -> Response:
        if await door.reader_of(request) is not None:
            return answers.keep_private(await endpoint(door, request))
        if otherwise is not None:
            return await otherwise(door, request)
        return answers.refuse(401, "Sign your request; this node speaks with some peers only.")

    return guarded


async def closed(door: Door, request: Request) -> Response:
    """Answer nobody."""
    return answers.absent()


def by_mode(usual: Endpoint, guarded: Endpoint, *, for_apps: bool = False) -> Endpoint:
    """Answer as openly as the node federates just now; apps are told in any mode what it is."""

    async def answered(door: Door, request: Request) -> Response:
        mode = await door.mode()
        if mode == "closed" and not for_apps:
            return await closed(door, request)
        return await (guarded if mode == "allowlist" else usual)(door, request)

    return answered
