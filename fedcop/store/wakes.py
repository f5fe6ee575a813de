"""Who waits for what: loops sleep until a commit concerns them, here or in another process."""

import asyncio
from collections.abc import Callable


class Wakes:
    """Named bells; ringing one wakes whoever waits for it, at once or when they next wait."""

    def __init__(self) -> None:
        self._bells: dict[str, asyncio.Event] = {}
        self._ears: list[Callable[[str, int], None]] = []

    def ring(self, kind: str, number: int = 0) -> None:
        """Wake those who wait for `kind`; `*` wakes everybody."""
        if kind == "*":
            for bell in self._bells.values():
                bell.set()
        elif kind in self._bells:
            self._bells[kind].set()
        for ear in self._ears:
            ear(kind, number)

    def hear(self, ear: Callable[[str, int], None]) -> None:
        """Call `ear(kind, id)` at each ring, in the event loop; it must return at once."""
        self._ears.append(ear)

    async def wait(self, kind: str, seconds: float) -> None:
        """Sleep until `kind` is rung, at most `seconds`."""
        bell = self._bells.setdefault(kind, asyncio.Event())
        try:
            async with asyncio.timeout(seconds):
                await bell.wait()
        except TimeoutError:
            return
        finally:
            bell.clear()
