"""Work that lets those who answer people go first."""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_native_id
from typing import Final

_NICE: Final = 10


def give_way() -> None:
    """Let the other threads of this machine go before this one and those it starts from now on."""
    # Elsewhere a number of a thread would name some process.
    if sys.platform == "linux":
        one = get_native_id()
        os.setpriority(os.PRIO_PROCESS, one, max(_NICE, os.getpriority(os.PRIO_PROCESS, one)))


async def patiently(call: Callable[[], None]) -> None:
    """Do something in a thread that gives way, and wait for it."""
    own = ThreadPoolExecutor(1, "backup", give_way)
    try:
        await asyncio.get_running_loop().run_in_executor(own, call)
    finally:
        own.shutdown(wait=False)
