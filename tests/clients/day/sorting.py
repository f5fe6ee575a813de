"""Parts of a day: lists, filters, reports, and paging to the end."""

from tests.clients.conftest import FOUNDER
from tests.clients.day.talking import read_what_others_ask
from tests.clients.day.turn import Turn
from tests.clients.players.shape import Entity
from tests.clients.watching import PATIENCE, at, gone, seen
from tests.nodes import until

PAGE = 3


async def make_a_list(turn: Turn, community: Entity, question: Entity) -> None:
    """Read a community apart."""
    player = turn.player
    made = await player.make_list(turn.says("Handing over"), community)
    assert made["id"] in [one["id"] for one in await player.lists()]
    line = await player.list_line(made["id"])
    assert question["id"] in [one["reblog"]["id"] for one in line if one["reblog"]]


async def filter_something(turn: Turn) -> None:
    """Wish not to see something; others go on to see it, and oneself when the wish is gone."""
    player = turn.player
    question = await read_what_others_ask(turn)
    filter_id = await player.make_filter(turn.says("on duty?"))
    if "hear_of_filters" not in player.lacks:
        await turn.ears.hear("filters_changed")
    await gone(player, question["uri"])
    assert (await at(turn.pair.witness, question["uri"]))["uri"] == question["uri"]
    await player.remove_filter(filter_id)
    await seen(player, turn.says("on duty?"))


async def search(turn: Turn, question: Entity) -> None:
    """Find somebody elsewhere by handle, a status by its address, and a hashtag."""
    pair, player = turn.pair, turn.player
    handle = f"@{FOUNDER}@{pair.north.host}"
    assert [one["acct"] for one in (await player.find(handle))["accounts"]] == [handle[1:]]
    assert (await at(player, question["uri"]))["id"] == question["id"]
    tag = f"tools{player.login}{turn.which}"
    written = await player.write(f"{pair.handle} {turn.says('We have')} #{tag}")
    there = await seen(pair.witness, turn.says("We have"))
    assert [one["name"] for one in there["reblog"]["tags"]] == [tag]
    for reader in (player, pair.witness):
        found = (await reader.find(f"#{tag}"))["hashtags"]
        assert [one["name"] for one in found] == [tag]
    assert (await at(pair.witness, written["uri"]))["id"] == there["reblog"]["id"]


async def report(turn: Turn, question: Entity) -> None:
    """Tell of a post; it comes to those who look after its author's node."""
    why = turn.says("only a test")
    await turn.player.report(question["account"], question["id"], why)
    sql = (
        "SELECT count(*) FROM report r JOIN actor a ON a.id = r.subject_id"
        " WHERE r.text LIKE ? AND r.posts LIKE ? AND a.name = ? AND r.state = 'open'"
    )
    about = (f"%{why}%", f"%{question['uri']}%", question["account"]["username"])
    await until(lambda: turn.pair.north.number(sql, *about), PATIENCE, why=why)


async def take_notes(turn: Turn) -> None:
    """Write enough for some pages."""
    for number in range(2 * PAGE):
        await turn.player.write(turn.says(f"Note {number}"))


async def page_to_the_end(turn: Turn) -> tuple[list[str], list[str]]:
    """Read all of home and of what happened, in small pages; nothing twice, the latest first."""
    player = turn.player
    home = await player.home_to_the_end(PAGE)
    assert len(home) > 2 * PAGE
    happened = []
    if "notifications_to_the_end" not in player.lacks:
        happened = await player.notifications_to_the_end(1)
        shown = [str(one["id"]) for one in await player.notifications()]
        assert happened[: len(shown)] == shown
        assert len(happened) >= 1
    for ids in (home, happened):
        assert ids == sorted(set(ids), key=int, reverse=True)
    return home, happened
