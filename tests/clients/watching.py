"""What the tests wait for: what comes to one member of what another did at another node."""

from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

import pytest

from tests.clients.players.shape import Entity, Player, RefusedError
from tests.nodes import until

PATIENCE = 40.0  # seconds; machines that test are slow and busy


async def seen(reader: Player, words: str) -> Entity:
    """Wait until something stands at home, as what a community relays."""

    async def look() -> Entity | None:
        for one in await reader.home():
            if one["reblog"] and words in one["reblog"]["content"]:
                return one
        return None

    found: Entity = await until(look, PATIENCE, why=f"{reader.name} sees no {words}")
    return found


async def gone(reader: Player, uri: str) -> None:
    """Wait until something does not stand at home any more."""

    async def look() -> bool:
        home = await reader.home()
        return uri not in [(one["reblog"] or one)["uri"] for one in home]

    await until(look, PATIENCE, why=f"{reader.name} still sees {uri}")


async def told(reader: Player, kind: str, uri: str) -> Entity:
    """Wait for a notification about a status."""

    async def look() -> Entity | None:
        for one in await reader.notifications():
            if one["type"] == kind and one["status"]["uri"] == uri:
                return one
        return None

    found: Entity = await until(look, PATIENCE, why=f"{reader.name} is not told: {kind} of {uri}")
    return found


async def at(reader: Player, uri: str) -> Entity:
    """Ask for a status, wherever it was written, by its address."""
    found = (await reader.find(uri))["statuses"]
    assert len(found) == 1, uri
    return found[0]


async def below(reader: Player, status_id: str, uri: str) -> Entity:
    """Wait until an answer stands below a status."""

    async def look() -> Entity | None:
        thread = await reader.thread(status_id)
        return next((one for one in thread["descendants"] if one["uri"] == uri), None)

    found: Entity = await until(look, PATIENCE, why=f"{reader.name} sees no {uri} below")
    return found


async def refused(asked: Awaitable[Any], *, status: int, said: str) -> None:
    """Have a library be told no, in a sentence, with a status as far as the library shows it."""
    with pytest.raises(RefusedError) as caught:
        await asked
    assert said in caught.value.said
    assert caught.value.status in {status, 0}


class Ears:
    """What a member's app hears, kept as long as a test asks."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._kept: list[tuple[str, Any]] = []

    async def open(self) -> None:
        """Listen, and wait until the stream says what its member writes."""
        await self._player.listen()
        for _ in range(10):
            uri = (await self._player.write("Do I hear?"))["uri"]
            with suppress(AssertionError):
                await self.hear_of("update", uri, seconds=4)
                return
        raise AssertionError(f"{self._player.name} hears nothing: {self._kept}")

    async def hear(self, event: str, is_it: Any = None, *, seconds: float = PATIENCE) -> Any:
        """Wait for an event."""

        async def look() -> list[Any]:
            self._kept += await self._player.heard()
            return [
                about for kind, about in self._kept if kind == event and (not is_it or is_it(about))
            ]

        found = await until(
            look, seconds, why=lambda: [(kind, str(one)[:200]) for kind, one in self._kept]
        )
        return found[0]

    async def hear_of(self, event: str, uri: str, seconds: float = PATIENCE) -> Any:
        """Wait for a status, or for a notification about one."""

        def is_it(about: Entity) -> bool:
            about = about["status"] if event == "notification" else about
            return bool(about) and (about["reblog"] or about)["uri"] == uri

        return await self.hear(event, is_it, seconds=seconds)

    async def close(self) -> None:
        """Close the stream."""
        await self._player.deafen()
        self._kept.clear()
