"""Copies of pictures and recordings that stand elsewhere: made when somebody looks, one at a time.

Only what a post or a profile that we know names is ever asked for. Whoever looks learns nothing
of the other node, and it learns nothing of whoever looks.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Final
from weakref import WeakValueDictionary

from fedcop import clock
from fedcop.community import accounts, captions, copies, documents, media
from fedcop.community.media import Blob, Kept
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import PREFIX
from fedcop.digests import sha256
from fedcop.errors import (
    FedcopError,
    Invalid,
    Malformed,
    NotFound,
    Refused,
    TooLarge,
    Unavailable,
)
from fedcop.federation.remote.reach import Reach
from fedcop.pictures import looking, recordings
from fedcop.pictures.drawing import Studio
from fedcop.store.files import Files
from fedcop.store.rows import MediaRow
from fedcop.transport.fetch import Budget, a_file
from fedcop.values import host_of

log = logging.getLogger(__name__)

_AT_ONCE: Final = 6
_OF_ONE_HOST: Final = 3
_MOST_WAITING: Final = 512
_FETCHES: Final = 4  # with the redirects
_SECONDS: Final = 30.0
_WAIT: Final = 60.0
_USED_ANEW_MS: Final = 3_600_000
_DOCUMENT: Final = "unknown"  # as clients call what they can only download
_NOT_HAD: Final = "This cannot be had from where it stands just now."


class Copier:
    """Makes copies, a few at a time, for one process of ours."""

    def __init__(
        self, reach: Reach, files: Files, largest: int, studio: Studio | None = None
    ) -> None:
        self._reach = reach
        self._store = reach.store
        self._files = files
        self._accept = a_file(largest)
        self._studio = studio or Studio()
        self._seats = asyncio.Semaphore(_AT_ONCE)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._running: dict[str, asyncio.Task[MediaRow]] = {}

    async def of_post(self, number: int, key: str, *, small: bool) -> Blob:
        """Return what stands beside a post, or its preview. Raises NotFound."""
        row = await copies.find(self._store, number, key)
        return await self._blob(row, small=small)

    async def of_profile(self, actor: int, digest: str, *, small: bool) -> Blob:
        """Return a picture of somebody, or its preview, which never moves. Raises NotFound."""
        owner, url = await copies.find_on_profile(self._store, actor, digest)
        row = await self._once(
            f"profile:{actor}:{digest}", lambda: perform(self._store, copies.dress, owner, url)
        )
        return await self._blob(row, small=small)

    async def _blob(self, row: MediaRow, *, small: bool) -> Blob:
        if await self._is_here(row):
            if clock.now_ms() - row.used > _USED_ANEW_MS:
                with contextlib.suppress(FedcopError):
                    await perform(self._store, copies.use, row.id)
        elif row.rest > clock.now_ms():
            raise NotFound(_NOT_HAD)
        else:
            row = await self._once(f"media:{row.id}", lambda: self._make(row))
        name, mime = (row.small_hash, row.small_mime) if small else (row.hash, row.mime)
        if not name:
            raise NotFound(_NOT_HAD)
        suffix = documents.suffix_of(row.remote) if row.kind == _DOCUMENT else ""
        return Blob(name, mime, f"{row.id}.{suffix}" if suffix else "")

    async def _is_here(self, row: MediaRow) -> bool:
        names = [name for name in (row.hash, row.small_hash) if name]
        sizes = await asyncio.gather(*map(self._files.size_of, names))
        return bool(names) and None not in sizes

    async def _once(self, key: str, do: Callable[[], Coroutine[None, None, MediaRow]]) -> MediaRow:
        """Let all who ask for the same at once wait for one who gets it. Raises NotFound."""
        task = self._running.get(key)
        if task is None:
            if len(self._running) >= _MOST_WAITING:
                raise NotFound(_NOT_HAD)
            task = self._running[key] = asyncio.create_task(do())
            task.add_done_callback(lambda _: self._done(key))
        try:
            async with asyncio.timeout(_WAIT):
                return await asyncio.shield(task)
        except TimeoutError as error:
            raise NotFound(_NOT_HAD) from error

    def _done(self, key: str) -> None:
        task = self._running.pop(key)
        if not task.cancelled():
            task.exception()  # read, so that asyncio does not report it as forgotten

    async def _make(self, row: MediaRow) -> MediaRow:
        """Copy a file. Raises NotFound, and lets it rest then."""
        await self._admit(row)
        try:
            kept = await self._kept(row)
        except Unavailable as error:
            raise NotFound(_NOT_HAD) from error
        except FedcopError as error:
            log.info("no copy of %s: %s", row.remote, error.safe)
            good = not (error.retryable or isinstance(error, NotFound))
            large = isinstance(error, TooLarge)
            await perform(self._store, copies.fail, row.id, for_good=good, too_large=large)
            raise NotFound(_NOT_HAD) from error
        except OSError as error:
            log.warning("no copy of %s can be kept: %s", row.remote, error)
            raise NotFound(_NOT_HAD) from error
        return await perform(self._store, copies.keep, row.id, kept)

    async def _admit(self, row: MediaRow) -> None:
        """Go on with what may be asked for, of those we speak with. Raises NotFound."""
        owner = await accounts.find(self._store, row.owner_id)
        if owner is None or owner.suspended or self._store.uris.names_our_host(row.remote):
            raise NotFound(_NOT_HAD)
        try:
            await self._reach.domains.require(owner.host)
            await self._reach.domains.require(host_of(row.remote))
        except (Refused, Malformed) as error:
            raise NotFound(_NOT_HAD) from error

    async def _kept(self, row: MediaRow) -> Kept:
        data = await self._fetched(row)
        await self._check(row, data)
        if row.kind in captions.TYPES:
            heard = await captions.keep(self._files, data, row.kind, row.language)
            mime = captions.TYPES[row.kind]
            return Kept(row.kind, mime, heard.size, heard.hash, text=heard.text)
        if row.kind != _DOCUMENT and looking.kind_of(data):
            return await media.keep_picture(self._files, self._studio, data)
        if row.kind == _DOCUMENT:
            mime = documents.type_of(data, documents.suffix_of(row.remote))
        else:
            mime = recordings.mime_of(data, row.kind)
        if not mime:
            raise Invalid(f"{host_of(row.remote)}: this is nothing that is shown here")
        name = await self._files.put(data)
        return Kept(kind=row.kind, mime=mime, size=len(data), hash=name)

    async def _check(self, row: MediaRow, data: bytes) -> None:
        """Go on with the very file that an artifact names. Raises Invalid."""
        named = await artifacts.digest_of_file(self._store, row.post_id, row.remote)
        if named and named != PREFIX + sha256(data).hex():
            raise Invalid(f"{host_of(row.remote)}: this is not the file that was named")

    async def _fetched(self, row: MediaRow) -> bytes:
        host = host_of(row.remote)
        seat = self._hosts.get(host)
        if seat is None:
            seat = self._hosts[host] = asyncio.Semaphore(_OF_ONE_HOST)
        async with seat, self._seats:
            budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
            fetched = await self._reach.fetcher.get(row.remote, budget, accept=self._accept)
        await self._reach.domains.require(host_of(fetched.final_url))
        return fetched.body
