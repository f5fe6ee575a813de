"""The only source of time, so that a test can hold it still."""

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_source: "Callable[[], float]" = time.time


def now() -> float:
    """Return the wall clock in seconds since 1970."""
    return _source()


def now_ms() -> int:
    """Return the wall clock in whole milliseconds since 1970: the unit of every stored time."""
    return int(_source() * 1000)


def utc(ms: int) -> datetime:
    """Turn a stored time into an aware datetime."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def iso(ms: int) -> str:
    """Write a stored time the way ActivityPub peers read it: seconds, UTC, a final Z."""
    return utc(ms).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def held(source: "Callable[[], float]") -> "Iterator[None]":
    """Let `source` be the clock for a while (tests, replays of vectors)."""
    global _source  # noqa: PLW0603 - the one clock of the process
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
