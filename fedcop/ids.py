"""The only source of identity: time-sortable 64-bit numbers.

Milliseconds since 1970 (47 bits), the number of the process (6 bits), one bit that is never minted,
one for what was published earlier, a counter (8 bits). Whatever the clock does, no number is minted
twice for now. The bit that is free gives each id a twin: a community passing a post on has the id
of the post with it.
"""

import itertools
import secrets
from threading import Lock

from fedcop import clock

PROCESSES = 64
RELAYED = 1 << 9
_COUNTER_BITS = 8
_COUNTS = 1 << _COUNTER_BITS
_EARLIER = 1 << _COUNTER_BITS
_PROCESS_SHIFT = 10
_TIME_SHIFT = 16
_SECOND = 1000

_lock = Lock()
_process = 0
_last = 0  # milliseconds and counter of the last number minted for now
_earlier = itertools.count(secrets.randbelow(_COUNTS * _SECOND))


def number_this_process(number: int) -> None:
    """Give this process its own range, so that two never mint the same id."""
    global _process  # noqa: PLW0603 - one number for the process
    if not 0 <= number < PROCESSES:
        raise ValueError(f"process number {number} is not within 0..{PROCESSES - 1}")
    _process = number


def new_id(published_ms: int | None = None) -> int:
    """Mint an id that sorts by `published_ms`, and never later than now."""
    now = clock.now_ms()
    if published_ms is None or published_ms > now - _SECOND:
        return _id_for_now(now)
    ms, count = max(0, published_ms), next(_earlier)
    if ms % _SECOND == 0:  # most peers publish in whole seconds: use the whole second
        ms += (count >> _COUNTER_BITS) % _SECOND
    return (ms << _TIME_SHIFT) | (_process << _PROCESS_SHIFT) | _EARLIER | (count % _COUNTS)


def _id_for_now(now: int) -> int:
    """Count on while the clock stands still or goes back, so that no number comes twice."""
    global _last  # noqa: PLW0603 - the one counter of the process
    with _lock:
        _last = max(_last + 1, now << _COUNTER_BITS)
        ms, count = divmod(_last, _COUNTS)
    return (ms << _TIME_SHIFT) | (_process << _PROCESS_SHIFT) | count


def forget() -> None:
    """Let ids follow the clock back, for a test that holds it in the past."""
    global _last  # noqa: PLW0603 - the one counter of the process
    _last = 0


def time_of(number: int) -> int:
    """Return the milliseconds an id was minted for."""
    return number >> _TIME_SHIFT


def first_at(ms: int) -> int:
    """Return a number below all ids minted from then on."""
    return (ms << _TIME_SHIFT) - 1


def relayed(number: int) -> int:
    """Name a post as its community passes it on; it sorts right after the post."""
    return number | RELAYED


def unrelayed(number: int) -> int:
    """Return the post that a community passes on under this id."""
    return number & ~RELAYED
