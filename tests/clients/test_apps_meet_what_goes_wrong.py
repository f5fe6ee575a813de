"""What apps are told when something cannot be, or ends while they use it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.clients.conftest import Pair, made, sign_in
from tests.clients.day.talking import follow_the_community
from tests.clients.day.turn import Turn
from tests.clients.players.masto_js import Masto
from tests.clients.players.mastodon_py import MastodonPy
from tests.clients.players.shape import Player, RefusedError
from tests.clients.towns import whose
from tests.clients.watching import Ears, at, seen

pytestmark = [
    pytest.mark.xdist_group(
        "apps_meet_what_goes_wrong"
    ),  # two nodes are started once for all of them
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(150),
    # The thread in which Mastodon.py listens ends with its stream, not without a word.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

NOWHERE = "1"
Ask = Callable[[], Awaitable[Any]]
SENTENCE = re.compile(r"[A-Z]\S+( \S+)+")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def member(pair: Pair, player: Player) -> Player:
    """A member of the community, with an app."""
    await follow_the_community(Turn(pair, player, "first"))
    return player


async def another(app: type[Player], pair: Pair, login: str, folder: Path) -> Player:
    """Another app of the same person."""
    return await sign_in(made(app, folder), pair.river, login)


async def test_two_apps_edit_one_status(pair: Pair, member: Player, tmp_path: Path):
    if "revise" in member.lacks:
        return
    other = Masto if isinstance(member, MastodonPy) else MastodonPy
    apps = [member, await another(other, pair, member.login, tmp_path)]
    asked = await member.write(f"{pair.handle} Said by one ({member.name})")
    await seen(pair.witness, f"Said by one ({member.name})")

    async def edit(app: Player, words: str) -> str:
        try:
            await app.revise(str(asked["id"]), f"{pair.handle} {words}")
        except RefusedError as refusal:
            assert refusal.status == 409, refusal  # noqa: PT017 - both outcomes are right
            assert "changed meanwhile" in refusal.said  # noqa: PT017
            return ""
        return words

    for turn in range(3):
        words = [f"From the {where}, {turn} ({member.name})" for where in ("phone", "desk")]
        kept = await asyncio.gather(*map(edit, apps, words))
        assert any(kept)
        contents = {(await app.status(str(asked["id"])))["content"] for app in apps}
        assert len(contents) == 1
        assert any(one and one in contents.copy().pop() for one in kept)
    last = next(one for one in kept if one and one in contents.copy().pop())
    assert (await seen(pair.witness, last))["reblog"]["uri"] == asked["uri"]
    await apps[1].close()


async def test_a_token_ends_while_it_listens(pair: Pair, player: Player, tmp_path: Path):
    if "end" in player.lacks:
        return
    leaving = await another(type(player), pair, player.login, tmp_path)
    token, ears = leaving.token, Ears(leaving)
    assert token != player.token
    await ears.open()
    await leaving.end()
    await ears.hear("closed")
    assert await whose(pair.river.origin, token) == '{"error":"The access token is invalid"}'
    assert (await player.me())["username"] == player.login  # other apps go on
    await leaving.close()


async def test_nonsense_is_answered_in_a_sentence(pair: Pair, player: Player, tmp_path: Path):
    foreign = await at(player, (await pair.witness.write("Not yours"))["uri"])
    no_picture = tmp_path / "picture.png"
    no_picture.write_text("This is no picture.")
    asked: list[tuple[int, Ask]] = [
        (422, lambda: player.write("  ")),
        (422, lambda: player.write("long " * 20_000)),
        (404, lambda: player.write("To nobody", NOWHERE)),
        (404, lambda: player.status(NOWHERE)),
        (404, lambda: player.thread(NOWHERE)),
        (404, lambda: player.act("favourite", NOWHERE)),
        (404, lambda: player.remove(NOWHERE)),
        (404, lambda: player.remove(str(foreign["id"]))),
        (404, lambda: player.list_line(NOWHERE)),
        (404, lambda: player.delete_list(NOWHERE)),
        (404, lambda: player.vote(NOWHERE, 0)),
        (422, lambda: player.poll("Only this?", ["Yes"])),
        (422, lambda: player.poll("Twice?", ["Yes", "Yes"])),
        (422, lambda: player.show("See", no_picture, "Nothing")),
    ]
    if "register" not in player.lacks:
        again = made(type(player), tmp_path)
        wish = (pair.river.origin, player.login, "again@mail.example", "a long way home")
        asked.append((422, lambda: again.register(*wish)))
    for status, ask in asked:
        with pytest.raises(RefusedError) as caught:
            await ask()
        assert caught.value.status in {status, 0}, caught.value
        assert SENTENCE.match(caught.value.said), caught.value
    if "register" not in player.lacks:
        await again.close()
