"""A member's day in an app, told by each client library, seen by another at the other node."""

import asyncio

import pytest

from tests import pushes
from tests.clients.conftest import LIBRARIES, Pair
from tests.clients.day import showing, sorting, talking
from tests.clients.day.turn import Turn
from tests.clients.players.shape import MAY_LACK, Entity, Player
from tests.clients.towns import whose

pytestmark = [
    pytest.mark.xdist_group("a_members_day"),  # two nodes are started once for all of them
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
    # The thread in which Mastodon.py listens ends with the server, not without a word.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

# What libraries cannot do at all, as of the versions we pin.
REVIEWED = {
    "Mastodon.py": frozenset(),
    # A command line: it reads and writes, and has no words for the rest.
    "toot": MAY_LACK,
    "masto": frozenset(),
    "megalodon": frozenset({"history", "hear_of_filters"}),
}


async def test_libraries_leave_nothing_out_that_they_can_do():
    assert {made.name: made.lacks for made in LIBRARIES} == REVIEWED


async def test_a_member_spends_a_day_in_an_app(pair: Pair, player: Player):
    me = await _is_let_in(pair, player)
    async with pushes.opened() as endpoint:
        app = None
        if "subscribe" not in player.lacks:
            app = endpoint.app(standard=player.pushed_by_the_standard)
        first = Turn(pair, player, "first", app)
        if first.push:
            await talking.wish_to_be_told(first)
        read = await _a_turn(first)
        await _kill_and_start(pair)
        assert (await _is_let_in(pair, player))["id"] == me["id"]
        again = Turn(pair, player, "again", app)
        assert await sorting.page_to_the_end(again) == read
        await _a_turn(again)


async def _kill_and_start(pair: Pair) -> None:
    """Pull the plug of both nodes, and put it back."""
    for node in (pair.north, pair.river):
        for verb in node.verbs:
            await node.kill(verb)
    await asyncio.gather(pair.north.start(), pair.river.start())


async def _is_let_in(pair: Pair, player: Player) -> Entity:
    """Act by the token that was asked for, and by the one that came with the account."""
    if "register" not in player.lacks:
        assert await whose(pair.river.origin, player.first_token) == player.login
    me = await player.me()
    assert me["acct"] == me["username"] == player.login
    return me


async def _a_turn(turn: Turn) -> tuple[list[str], list[str]]:
    community = await talking.follow_the_community(turn)
    if turn.listens:
        await turn.ears.open()
    await talking.be_answered(turn, await talking.ask(turn, "How do you hand over?"))
    question = await talking.read_what_others_ask(turn)
    await talking.act(turn, question)
    await sorting.make_a_list(turn, community, question)
    if "make_filter" not in turn.player.lacks:
        await sorting.filter_something(turn)
    await sorting.search(turn, question)
    if "report" not in turn.player.lacks:
        await sorting.report(turn, question)
    await showing.show_a_picture(turn)
    await showing.ask_and_choose(turn)
    await talking.think_again(turn)
    if turn.listens:
        await turn.ears.close()
    await sorting.take_notes(turn)
    return await sorting.page_to_the_end(turn)
