"""What the endpoints share: the store, our keys, who asks, and the bytes made before."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request

from fedcop.federation.endpoints.answers import etag_of
from fedcop.federation.outbox.outbound import Outbound
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris

_MOST: Final = 4_096

# Finds who signed a GET; None when nobody did, or not so that we believe it.
ReaderOf = Callable[[Request], Awaitable[ActorRow | None]]
Made = tuple[bytes, str]


@dataclass(slots=True)
class Pantry:
    """Bodies made before, by what they show and its version; the oldest go first."""

    _kept: OrderedDict[tuple[object, ...], Made] = field(default_factory=OrderedDict)

    def find(self, key: tuple[object, ...]) -> Made | None:
        """Find a body with its ETag."""
        made = self._kept.get(key)
        if made is not None:
            self._kept.move_to_end(key)
        return made

    def keep(self, key: tuple[object, ...], body: bytes) -> Made:
        """Keep a body."""
        made = self._kept[key] = (body, etag_of(body))
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Door:
    """Handed to each endpoint."""

    outbound: Outbound
    settings: Settings
    reader_of: ReaderOf
    pantry: Pantry = field(default_factory=Pantry)

    @property
    def store(self) -> Store:
        """What we remember."""
        return self.outbound.store

    @property
    def uris(self) -> Uris:
        """What our own things are called."""
        return self.outbound.uris
