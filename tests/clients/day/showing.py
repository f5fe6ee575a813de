"""Parts of a day: show a picture."""

from tests.clients.day.turn import Turn
from tests.clients.watching import seen
from tests.corpus import ROOT

PICTURE = ROOT / "fedcop" / "api" / "pictures" / "avatar.png"


async def show_a_picture(turn: Turn) -> None:
    """Upload a picture with words for those who do not see it."""
    player, words = turn.player, turn.says("As it looks to me")
    shown = await player.show(f"{turn.pair.handle} {words}", PICTURE, "A face")
    assert [one["description"] for one in shown["media_attachments"]] == ["A face"]
    assert shown["media_attachments"][0]["blurhash"]
    await seen(turn.pair.witness, words)
