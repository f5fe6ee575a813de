"""A bucket of blobs at a server that speaks S3: signed, in bounded time, its refusals by name."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar

from obstore import exceptions
from obstore.store import S3Store

from fedcop.errors import Unavailable
from fedcop.settings import Settings
from fedcop.store.files import NAME, Found, Piece

log = logging.getLogger(__name__)

T = TypeVar("T")

_CONNECT: Final = timedelta(seconds=3)
_REQUEST: Final = timedelta(seconds=10)
_RETRIES: Final = 1
_ALTOGETHER: Final = 25.0  # seconds with all tries
_THREADS: Final = 16
_PAGE: Final = 1000
NOT_NOW: Final = "The place where files are kept does not answer; try again in a while."
_GONE: Final = "NoSuchBucket"
_BEYOND: Final = "416 Range"
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
# What servers say, and what that means to whoever runs the node.
_MEANINGS: Final = {
    "InvalidAccessKeyId": "does not know the key `s3_key_id`",
    "SignatureDoesNotMatch": "refuses the signature: `s3_secret` or `s3_region` is wrong",
    "InvalidSecurity": "refuses the key: look at `s3_key_id` and `s3_secret`",
    "AuthorizationHeaderMalformed": "refuses the signature: `s3_region` is wrong",
    "RequestTimeTooSkewed": "says that the clock of this machine is wrong",
    "NoSuchBucket": "has no bucket of the name in `s3_bucket`",
    "AccessDenied": "does not allow this to the key `s3_key_id`",
    "QuotaExceeded": "has no room left for this bucket",
    "SlowDown": "has too much to do just now",
}
_SIGNS: Final = (
    ("dns error", "is at a name that cannot be found: look at `s3_endpoint`, and at the DNS"),
    ("ConnectionRefused", "takes no connections: does it run, and is `s3_endpoint` right?"),
    ("certificate", "shows a certificate that is not trusted"),
    ("kind: Timeout", "does not answer in time"),
    ("TimedOut", "does not answer in time"),
    ("403", "refuses what this key asks"),
)


@dataclass(frozen=True, slots=True)
class Account:
    """Where a bucket is and who we are there."""

    bucket: str
    endpoint: str
    region: str
    key_id: str
    secret: str = field(repr=False)
    prefix: str = ""


def account_of(chosen: Settings) -> Account:
    """Read out of the settings which bucket it is."""
    return Account(
        bucket=chosen.s3_bucket,
        endpoint=chosen.s3_endpoint,
        region=chosen.s3_region,
        key_id=chosen.s3_key_id,
        secret=chosen.s3_secret,
        prefix=chosen.s3_prefix,
    )


class Bucket:
    """Blobs in a bucket, under the same names as in a folder.

    Each request has a thread while it lasts: the threads of obstore must not touch Python when it
    ends. They are of its own, so that a server that does not answer holds up nothing else.
    """

    def __init__(self, account: Account) -> None:
        self._prefix = f"{account.prefix.strip('/')}/".lstrip("/")
        self.where = f"the bucket {account.bucket} at {account.endpoint}"
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="s3")
        self._store = S3Store(
            account.bucket,
            endpoint=account.endpoint,
            region=account.region,
            access_key_id=account.key_id,
            secret_access_key=account.secret,
            client_options={
                "allow_http": account.endpoint.startswith("http://"),
                "connect_timeout": _CONNECT,
                "timeout": _REQUEST,
            },
            retry_config={
                "max_retries": _RETRIES,
                "retry_timeout": timedelta(seconds=_ALTOGETHER),
            },
        )

    async def put(self, name: str, body: bytes) -> None:
        """Send a blob; it is kept, and as young as now, when this returns.

        S3 takes an object whole or not at all.
        """
        await self._do(lambda: self._store.put(self._key(name), body, use_multipart=False))

    async def read(self, name: str, start: int, end: int) -> Piece | None:
        """Read a part of a blob."""
        return await self._do(lambda: self._read(name, start, end))

    def _read(self, name: str, start: int, end: int) -> Piece:
        try:
            found = self._store.get(self._key(name), options={"range": (start, end)})
        except exceptions.GenericError as error:
            if _BEYOND not in str(error):
                raise
            return Piece(b"", self._store.head(self._key(name))["size"])
        return Piece(bytes(found.bytes()), found.meta["size"])

    async def size_of(self, name: str) -> int | None:
        """Ask how large a blob is."""
        known = await self._do(lambda: self._store.head(self._key(name)))
        return known["size"] if known else None

    async def drop(self, name: str, younger: float = 0) -> bool:
        """Forget a blob, unless it is too young."""
        if younger:
            known = await self._do(lambda: self._store.head(self._key(name)))
            if known and known["last_modified"].timestamp() > time.time() - younger:
                return False
        await self._do(lambda: self._store.delete(self._key(name)))
        return True

    async def list_names(self, after: str = "") -> AsyncIterator[Found]:
        """List what is in the bucket, a page at a time."""
        start = self._key(after) if after else None
        pages = self._store.list(self._prefix or None, offset=start, chunk_size=_PAGE)
        while page := await self._do(lambda: next(pages, None)):
            for one in page:
                name = one["path"].rpartition("/")[2]
                if NAME.fullmatch(name) and one["path"] == self._key(name):
                    yield Found(name, one["size"], one["last_modified"].timestamp())

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name[:2]}/{name[2:4]}/{name}"

    async def _do(self, ask: Callable[[], T]) -> T | None:
        """Wait for an answer, not for ever; None where nothing is there. Raises Unavailable."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_ALTOGETHER):
                return await loop.run_in_executor(self._threads, ask)
        except TimeoutError as error:
            raise self._refusal("does not answer in time") from error
        except FileNotFoundError as error:
            if _GONE in str(error):
                raise self._refusal(_meaning(error)) from error
            return None
        except (exceptions.BaseError, OSError) as error:
            raise self._refusal(_meaning(error)) from error

    def close(self) -> None:
        """Let the threads go; what they still wait for is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _refusal(self, why: str) -> "NoAnswer":
        log.error("%s %s", self.where, why)
        return NoAnswer(f"{self.where} {why}")


def _meaning(error: Exception) -> str:
    """Say in words for whoever runs the node why it did not work."""
    told = str(error)
    code = _CODE.search(told)
    if code is not None:
        return _MEANINGS.get(code[1], f"refuses with {code[1]}")
    return next((words for sign, words in _SIGNS if sign in told), told.partition("\n")[0][:300])


class NoAnswer(Unavailable):
    """The bucket cannot do what is asked just now; `why` is for whoever runs the node."""

    def __init__(self, why: str) -> None:
        super().__init__(NOT_NOW)
        self.why = why
