"""Public keys in memory: parsed once, so that a known sender costs one verification alone."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from fedcop import clock
from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.errors import FedcopError, Gone, NotFound, Refused, Unauthenticated, Unavailable
from fedcop.federation.remote import actors, keys
from fedcop.federation.remote.actor_rows import public_key
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import keys as key_queries
from fedcop.transport.budget import Budget
from fedcop.values import host_of

T = TypeVar("T")

_KEPT: Final = 10_000
_MINUTE_MS: Final = 60_000
_READ_AGAIN_MS: Final = 10 * _MINUTE_MS  # so that a key that was replaced does not live on here
_RENEW_AGAIN_MS: Final = 5 * _MINUTE_MS
_FAILED_MS: Final = 10 * _MINUTE_MS
_GONE_MS: Final = 24 * 60 * _MINUTE_MS


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key and whose it is; `found` while it has been fetched and has verified nothing yet."""

    key_id: str
    public: PublicKey
    actor_uri: str
    host: str
    since: int
    found: keys.Found | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A key that could not be had, and until when we do not ask again."""

    until: int
    reason: str


class KeyCache:
    """Keys by their id: from memory, from the store, or fetched once for all who wait."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._known = _Bounded[KnownKey]()
        self._missing = _Bounded[Missing]()
        self._renewed = _Bounded[int]()
        self._fetching: dict[str, asyncio.Task[KnownKey]] = {}
        self._keeping: dict[str, asyncio.Task[KnownKey]] = {}

    async def get(self, key_id: str, budget: Budget) -> KnownKey:
        """Return a key. Raises Unauthenticated when it cannot be had, and Unavailable."""
        now = clock.now_ms()
        known = self._remembered(key_id, now)
        if known is not None:
            return known
        stored = await self._read(key_id, now)
        if stored is not None:
            return self._known.put(key_id, stored)
        known = self._remembered(key_id, now)
        if known is not None:
            return known  # somebody else has fetched it while we asked the store
        missing = self._missing.get(key_id)
        if missing is not None and missing.until > now:
            raise Unauthenticated(missing.reason)
        return await self._fetch_once(key_id, budget)

    def _remembered(self, key_id: str, now: int) -> KnownKey | None:
        known = self._known.get(key_id)
        return known if known is not None and abs(now - known.since) < _READ_AGAIN_MS else None

    async def renew(self, known: KnownKey, budget: Budget) -> KnownKey | None:
        """Ask its owner whether a key that verified nothing was replaced; None when it was not.

        Only the actor's own address is asked, and once in five minutes for each key.
        """
        now = clock.now_ms()
        before = self._renewed.get(known.key_id)
        if known.found is not None or (before is not None and now - before < _RENEW_AGAIN_MS):
            return None
        self._renewed.put(known.key_id, now)
        try:
            found = await keys.fetch_from(self._reach, known.actor_uri, known.key_id, budget)
        except Unavailable:
            raise
        except FedcopError:
            return None
        return None if found.public == known.public else _fresh(found, now)

    async def keep(self, known: KnownKey) -> KnownKey:
        """Keep a key that has verified something, with its actor, if that was fetched just now."""
        if known.found is None:
            return known
        task = self._keeping.get(known.key_id)
        if task is None:
            task = asyncio.create_task(self._keep(known, known.found))
            self._keeping[known.key_id] = task
            task.add_done_callback(lambda _: self._keeping.pop(known.key_id, None))
        return await asyncio.shield(task)

    async def _keep(self, known: KnownKey, found: keys.Found) -> KnownKey:
        now = self._known.get(known.key_id)
        if now is not None and now.found is None and now.public == known.public:
            return now  # kept while this one was being verified
        await actors.keep(self._reach, found.actor)
        return self._known.put(known.key_id, replace(known, found=None, since=clock.now_ms()))

    async def _read(self, key_id: str, now: int) -> KnownKey | None:
        row = await key_queries.find_key(self._reach.store, key_id)
        if row is None or row.ended:
            return None
        actor = await actor_queries.find_actor(self._reach.store, row.actor_id)
        if actor is None or actor.local:
            return None
        if actor.suspended:
            raise Refused("actor: it is suspended here")
        return KnownKey(key_id, public_key(row), actor.uri, actor.host, now)

    async def _fetch_once(self, key_id: str, budget: Budget) -> KnownKey:
        task = self._fetching.get(key_id)
        if task is None:
            task = self._fetching[key_id] = asyncio.create_task(self._fetch(key_id, budget))
            task.add_done_callback(lambda _: self._fetching.pop(key_id, None))
        return await asyncio.shield(task)

    async def _fetch(self, key_id: str, budget: Budget) -> KnownKey:
        now = clock.now_ms()
        try:
            found = await keys.fetch(self._reach, key_id, budget)
        except Unavailable:
            raise
        except FedcopError as error:
            reason = f"keyId: the key cannot be had ({error.safe})"
            pause = _GONE_MS if isinstance(error, Gone | NotFound) else _FAILED_MS
            self._missing.put(key_id, Missing(now + pause, reason))
            raise Unauthenticated(reason) from error
        return self._known.put(key_id, _fresh(found, now))


def _fresh(found: keys.Found, now: int) -> KnownKey:
    uri = found.actor.id
    return KnownKey(found.key_id, found.public, uri, host_of(uri), now, found)


class _Bounded(Generic[T]):
    """The latest of something, by key."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, T] = OrderedDict()

    def get(self, key: str) -> T | None:
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: str, value: T) -> T:
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > _KEPT:
            self._entries.popitem(last=False)
        return value
