"""A member's day in an app, told by each client library, seen by another at the other node."""

import pytest

from tests.clients.conftest import COMMUNITY, Pair
from tests.clients.players.shape import Entity, Player
from tests.corpus import ROOT
from tests.nodes import until

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(150),
    # The thread in which Mastodon.py listens ends with the server, not without a word.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

PAGE = 3
PICTURE = ROOT / "fedcop" / "api" / "pictures" / "avatar.png"


async def test_a_member_spends_a_day_in_an_app(pair: Pair, player: Player):
    me = await player.me()
    assert me["acct"] == me["username"] == player.name.lower().replace(".", "")
    community = await _follows_the_community(pair, player)
    listens = "listen" not in player.lacks
    if listens:
        await player.listen()
    await _hears_the_answer(pair, player, await _writes_into_it(pair, player))
    question = await _reads_what_others_ask(pair, player)
    if listens:
        await _heard_it_at_once(player, question)
    await _acts_on_it(pair, player, question)
    await _sorts_what_comes(pair, player, community, question)
    await _shows_a_picture(pair, player)
    await _changes_its_mind(pair, player)
    before = await _pages_to_the_end(player)
    await pair.river.stop()
    await pair.river.start()
    assert (await player.me())["id"] == me["id"]
    assert await player.home_to_the_end(PAGE) == before
    await _hears_the_answer(pair, player, await _writes_into_it(pair, player, "once more"))


async def _follows_the_community(pair: Pair, player: Player) -> Entity:
    found = (await player.find(pair.handle))["accounts"]
    assert [one["acct"] for one in found] == [pair.handle[1:]]
    assert found[0]["group"] is True
    relation = await player.follow(found[0])
    assert relation["following"] or relation["requested"]
    name = player.name.lower().replace(".", "")

    async def counted() -> bool:
        seen = (await pair.witness.find(f"@{name}@{pair.river.host}"))["accounts"]
        sql = (
            "SELECT count(*) FROM follow f JOIN actor a ON a.id = f.follower_id"
            " WHERE f.target_id = ? AND a.name = ? AND f.state = 'accepted'"
        )
        return bool(seen) and await pair.north.number(sql, pair.group.id, name) == 1

    await until(counted, why=lambda: pair.river.log()[-3000:])
    return found[0]


async def _writes_into_it(pair: Pair, player: Player, which: str = "first") -> Entity:
    words = f"How do you hand over? Asked {which} by {player.name}"
    status = await player.write(f"{pair.handle} {words}")
    assert words in status["content"]
    assert [one["acct"] for one in status["mentions"]] == [pair.handle[1:]]
    seen = await _seen(pair.witness, words)
    assert seen["reblog"]["account"]["acct"].endswith(f"@{pair.river.host}")
    return status


async def _seen(reader: Player, words: str) -> Entity:
    """Wait until something stands at home, as what a community relays."""

    async def look() -> Entity | None:
        for one in await reader.home():
            if one["reblog"] and words in one["reblog"]["content"]:
                return one
        return None

    home = [(one["content"], one["reblog"]) for one in await reader.home()]
    found: Entity = await until(look, 8, why=f"{words}\n{home}")
    return found


async def _hears_the_answer(pair: Pair, player: Player, asked: Entity) -> None:
    words = f"By radio, {player.name} {asked['id']}"
    question = await _at(pair.witness, asked["uri"])
    name = question["account"]["acct"]
    told = await pair.witness.write(f"@{name} {words}", str(question["id"]))
    heard = await _hears(player, "mention", told["uri"])
    assert heard["status"]["in_reply_to_id"] == asked["id"]
    # Replies stand in their thread; home shows where threads begin.
    below = (await player.thread(asked["id"]))["descendants"]
    assert [one["uri"] for one in below] == [told["uri"]]


async def _reads_what_others_ask(pair: Pair, player: Player) -> Entity:
    words = f"Who is on duty? {player.name} knows"
    told = await pair.witness.write(f"@{COMMUNITY} {words}")
    seen = await _seen(player, words)
    assert seen["account"]["group"] is True
    assert seen["reblog"]["uri"] == told["uri"]
    question: Entity = seen["reblog"]
    return question


async def _heard_it_at_once(player: Player, question: Entity) -> None:
    said: list[tuple[str, Entity]] = []

    async def look() -> bool:
        said.extend(await player.heard())
        homes = [one["reblog"]["uri"] for kind, one in said if kind == "update" and one["reblog"]]
        told = [one["type"] for kind, one in said if kind == "notification"]
        return question["uri"] in homes and "mention" in told

    await until(look, 5, why=lambda: [(kind, str(one)[:200]) for kind, one in said])


async def _acts_on_it(pair: Pair, player: Player, question: Entity) -> None:
    assert (await player.act("favourite", question["id"]))["favourited"] is True
    assert (await player.act("bookmark", question["id"]))["bookmarked"] is True
    boost = await player.act("reblog", question["id"])
    assert boost["reblog"]["id"] == question["id"]
    assert [one["id"] for one in await player.bookmarks()] == [question["id"]]
    for kind in ("favourite", "reblog"):
        await _hears(pair.witness, kind, question["uri"])
    reply = await player.write(
        f"@{question['account']['acct']} thanks, {player.name}", question["id"]
    )
    await _hears(pair.witness, "mention", reply["uri"])
    seen = await _at(pair.witness, question["uri"])
    assert (seen["favourites_count"], seen["reblogs_count"] >= 1) == (1, True)


async def _hears(reader: Player, kind: str, uri: str) -> Entity:
    """Wait for a notification."""

    async def look() -> Entity | None:
        for one in await reader.notifications():
            if one["type"] == kind and one["status"]["uri"] == uri:
                return one
        return None

    found: Entity = await until(look, 10, why=f"{kind} of {uri}")
    return found


async def _at(reader: Player, uri: str) -> Entity:
    """What another node knows of a status."""
    found = (await reader.find(uri))["statuses"]
    assert len(found) == 1, uri
    return found[0]


async def _sorts_what_comes(
    pair: Pair, player: Player, community: Entity, question: Entity
) -> None:
    made = await player.make_list("Handing over", community)
    assert made["id"] in [one["id"] for one in await player.lists()]
    line = await player.list_line(made["id"])
    assert question["id"] in [one["reblog"]["id"] for one in line if one["reblog"]]
    if "filter" not in player.lacks:
        await player.make_filter("on duty")
        assert "on duty" in str(await player.status(question["id"]))
    if "report" not in player.lacks:
        why = f"only a test of {player.name}"
        await player.report(question["account"], question["id"], why)
        sql = "SELECT count(*) FROM report WHERE text LIKE ?"
        await until(lambda: pair.north.number(sql, f"%{why}%"), 10, why=why)


async def _shows_a_picture(pair: Pair, player: Player) -> None:
    words = f"As it looks to {player.name}"
    shown = await player.show(f"{pair.handle} {words}", PICTURE, "A face")
    assert [one["description"] for one in shown["media_attachments"]] == ["A face"]
    assert shown["media_attachments"][0]["blurhash"]
    await _seen(pair.witness, words)


async def _changes_its_mind(pair: Pair, player: Player) -> None:
    written = await _writes_into_it(pair, player, "too early")
    if "revise" not in player.lacks:
        await player.revise(written["id"], f"{pair.handle} Asked in time by {player.name}")
        await _seen(pair.witness, f"Asked in time by {player.name}")
    await player.remove(written["id"])

    async def gone() -> bool:
        shown = [one["reblog"]["uri"] for one in await pair.witness.home() if one["reblog"]]
        return written["uri"] not in shown

    await until(gone, 10, why=f"{written['uri']} stays")


async def _pages_to_the_end(player: Player) -> list[str]:
    for number in range(PAGE * 2):
        await player.write(f"Note {number}")
    ids = await player.home_to_the_end(PAGE)
    assert len(ids) >= PAGE * 2
    assert ids == sorted(set(ids), key=int, reverse=True)
    return ids
