"""What is merely out of reach is tried again, ever more seldom, and given up after three days."""

from typing import Final

from fedcop.errors import Conflict, FedcopError, TooMany

_SECOND: Final = 1000
_MINUTE: Final = 60 * _SECOND
_HOUR: Final = 60 * _MINUTE

# A peer, a document or a key that cannot be reached; most of them can within seconds.
UNREACHABLE: Final = (
    10 * _SECOND,
    1 * _MINUTE,
    5 * _MINUTE,
    20 * _MINUTE,
    1 * _HOUR,
    3 * _HOUR,
    8 * _HOUR,
    24 * _HOUR,
    36 * _HOUR,
)
# Others were quicker three times in a row.
BUSY: Final = (1 * _SECOND, 2 * _SECOND, 5 * _SECOND, 20 * _SECOND, 1 * _MINUTE, 5 * _MINUTE)


def pause_after(error: FedcopError, tries: int) -> int | None:
    """Return how many milliseconds to rest after so many tries; None: it is given up."""
    if not error.retryable:
        return None
    table = BUSY if isinstance(error, Conflict) else UNREACHABLE
    if tries >= len(table):
        return None
    if isinstance(error, TooMany):
        return max(table[tries], min(error.after * _SECOND, UNREACHABLE[-1]))
    return table[tries]
