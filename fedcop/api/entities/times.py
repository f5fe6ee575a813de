"""Times as clients read them."""

from fedcop import clock


def moment(ms: int) -> str:
    """Write a time with exactly three digits after the second: some clients take nothing else."""
    return f"{clock.iso(ms)[:-1]}.{ms % 1000:03d}Z"


def midnight(ms: int) -> str:
    """Write the day of a time as its first moment."""
    return f"{clock.iso(ms)[:10]}T00:00:00.000Z"


def day(ms: int) -> str | None:
    """Write the day of a time alone; no time, no day."""
    return clock.iso(ms)[:10] if ms else None
