"""Work that lets those who answer people go first."""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_native_id
from typing import Final

_NICE: Final = 10
_SHARE: Final = 0.7  # of the time that a disk was at work for us
_LEAST: Final = 0.002  # of a rest, in seconds


def give_way() -> None:
    """Let the other threads of this machine go before this one and those it starts from now on."""
    # Elsewhere a number of a thread would name some process.
    if sys.platform == "linux":
        one = get_native_id()
        os.setpriority(os.PRIO_PROCESS, one, max(_NICE, os.getpriority(os.PRIO_PROCESS, one)))


def go_last() -> None:
    """Let everybody go before this thread and those it starts from now on.

    Whoever wakes goes at once; a thread that merely gives way is let finish its turn of 3 ms.
    Schedulers of disks that know classes let it wait, too.
    """
    try:
        os.sched_setscheduler(get_native_id(), os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError):  # another system, or not allowed in this container
        give_way()


async def patiently(call: Callable[[], None]) -> None:
    """Do something in a thread that goes last, and wait for it."""
    own = ThreadPoolExecutor(1, "backup", go_last)
    try:
        await asyncio.get_running_loop().run_in_executor(own, call)
    finally:
        own.shutdown(wait=False)


class Pace:
    """Rests after each piece of work with a disk, so that others find it free in between.

    A disk that is never free is one whose queue, or whose share of a larger disk, is always used
    up: with 5 GB every hundredth answer of an inbox waited for it, up to 60 ms.
    """

    def __init__(self) -> None:
        self._owed = 0.0
        self._began = 0.0

    def begin(self) -> None:
        """Begin a piece."""
        self._began = time.perf_counter()

    def rest(self) -> None:
        """End a piece, and leave the disk alone for a share of what it took."""
        self._owed += (time.perf_counter() - self._began) * _SHARE
        if self._owed >= _LEAST:
            time.sleep(self._owed)
            self._owed = 0.0
