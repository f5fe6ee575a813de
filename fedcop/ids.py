"""The only source of identity: time-sortable 64-bit numbers.

Milliseconds since 1970 (47 bits), the number of the process (6 bits), a counter (10 bits).
"""

import itertools

from fedcop import clock

PROCESSES = 64
_COUNTER_BITS = 10
_LOW_BITS = 16
_SECOND = 1000

_counter = itertools.count()
_process = 0


def number_this_process(number: int) -> None:
    """Give this process its own range, so that two never mint the same id."""
    global _process  # noqa: PLW0603 - one number for the process
    if not 0 <= number < PROCESSES:
        raise ValueError(f"process number {number} is not within 0..{PROCESSES - 1}")
    _process = number


def new_id(published_ms: int | None = None) -> int:
    """Mint an id that sorts by `published_ms` (never later than now).

    Peers publish in whole seconds: the counter then spreads them over the second.
    """
    now = clock.now_ms()
    count = next(_counter)
    ms = now if published_ms is None else max(0, min(published_ms, now))
    if published_ms is not None and ms % _SECOND == 0 and ms + _SECOND <= now:
        ms += (count >> _COUNTER_BITS) % _SECOND
    low = (_process << _COUNTER_BITS) | (count & ((1 << _COUNTER_BITS) - 1))
    return (ms << _LOW_BITS) | low


def time_of(number: int) -> int:
    """Return the milliseconds an id was minted for."""
    return number >> _LOW_BITS
