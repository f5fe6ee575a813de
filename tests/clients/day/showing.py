"""Parts of a day: show a picture, ask what others prefer, choose."""

from io import BytesIO
from typing import Any

import httpx
from PIL import Image

from tests.clients.conftest import COMMUNITY
from tests.clients.day.turn import Turn
from tests.clients.players.shape import Entity, Player
from tests.clients.watching import PATIENCE, refused, seen
from tests.corpus import ROOT
from tests.nodes import until

PICTURE = ROOT / "fedcop" / "api" / "pictures" / "avatar.png"
CHOICES = ["By radio", "By hand"]


async def show_a_picture(turn: Turn) -> None:
    """Upload a picture with words for those who do not see it; each sees the other's."""
    pair = turn.pair
    for writer, to, reader, here in (
        (turn.player, pair.handle, pair.witness, pair.north.origin),
        (pair.witness, f"@{COMMUNITY}", turn.player, pair.river.origin),
    ):
        words = turn.says(f"As it looks to {writer.login}")
        shown = await writer.show(f"{to} {words}", PICTURE, "A face")
        (ours,) = shown["media_attachments"]
        assert (ours["type"], ours["description"]) == ("image", "A face")
        (theirs,) = (await seen(reader, words))["reblog"]["media_attachments"]
        assert (theirs["type"], theirs["description"]) == ("image", "A face")
        assert theirs["blurhash"] == ours["blurhash"]
        assert ours["blurhash"]
        assert theirs["meta"]["original"]["width"] == ours["meta"]["original"]["width"]
        assert theirs["remote_url"] == ours["url"]
        # It comes through the reader's own node; nobody else is asked.
        for address in (theirs["url"], theirs["preview_url"]):
            assert address.startswith(here)
            assert await _size_of(address) > (0, 0)


async def _size_of(address: str) -> tuple[int, int]:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        answer = await client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.text[:300]}"
    assert answer.headers["content-type"].startswith("image/")
    size: tuple[int, int] = Image.open(BytesIO(answer.content)).size
    return size


async def ask_and_choose(turn: Turn) -> None:
    """Ask at one node, choose at the other; both count the same, in both directions."""
    pair = turn.pair
    for asker, to, chooser in (
        (turn.player, pair.handle, pair.witness),
        (pair.witness, f"@{COMMUNITY}", turn.player),
    ):
        words = turn.says(f"How would {asker.login} have it?")
        poll = (await asker.poll(f"{to} {words}", CHOICES))["poll"]
        assert [one["title"] for one in poll["options"]] == CHOICES
        there = (await seen(chooser, words))["reblog"]["poll"]
        assert [one["title"] for one in there["options"]] == CHOICES
        assert (there["voted"], there["multiple"], there["expired"]) == (False, False, False)
        assert (await chooser.vote(str(there["id"]), 1))["voted"] is True
        for reader, one in ((asker, poll), (chooser, there)):
            await _counted(reader, str(one["id"]))
        again = "Validation failed: You have already voted on this poll"
        await refused(chooser.vote(str(there["id"]), 0), status=422, said=again)


async def _counted(reader: Player, poll_id: str) -> None:
    last: list[Entity] = []

    async def look() -> Any:
        poll = await reader.votes(poll_id)
        last[:] = [poll]
        return [one["votes_count"] for one in poll["options"]] == [0, 1]

    await until(look, PATIENCE, why=lambda: f"{reader.name}: {last}")
