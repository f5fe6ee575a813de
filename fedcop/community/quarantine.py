"""A restored node that does not speak yet: what it says would be said by two at once."""

import time
from contextlib import suppress
from typing import Final

import orjson

from fedcop.errors import Unavailable
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import node_values

NAME: Final = "quarantine"
RESTORED: Final = "restored"
WAKE: Final = "quarantine"
WORDS: Final = (
    "this node was restored and is in quarantine: nothing leaves it; `fedcop backup release` lets"
    " it speak"
)
_FRESH_SECONDS: Final = 5.0


class Watch:
    """Whether this node is in quarantine, as one process knows it: a few seconds late at most."""

    def __init__(self) -> None:
        self._silent = False
        self._until = 0.0

    async def is_silent(self, reader: Reader) -> bool:
        """Say whether nothing leaves this node; as it was, while the store does not answer."""
        if time.monotonic() >= self._until:
            self._until = time.monotonic() + _FRESH_SECONDS  # first: nobody else is to wait for it
            # Asked by each page, by the one too that says that the store does not answer.
            with suppress(Unavailable):
                self._silent = bool(await find_since(reader))
        return self._silent


async def find_since(reader: Reader) -> int:
    """Say since when nothing leaves this node; 0 when it speaks."""
    return int(await node_values.find_value(reader, NAME) or 0)


async def find_restored(reader: Reader) -> dict[str, int | str]:
    """Say from which set this node was restored and when; empty when it never was."""
    found: dict[str, int | str] = orjson.loads(
        await node_values.find_value(reader, RESTORED) or "{}"
    )
    return found


async def release(unit: Unit) -> int:
    """Let this node speak; say since when it did not, 0 when it did already."""
    since = await find_since(unit)
    unit.add(node_values.forget(NAME))
    unit.wake(WAKE, 0)
    return since
