"""Parts of a day: follow, ask, be answered, read, act, think again."""

from tests.clients.conftest import COMMUNITY
from tests.clients.day.turn import Turn
from tests.clients.players.shape import Entity
from tests.clients.watching import PATIENCE, at, below, gone, seen, told
from tests.nodes import until


async def follow_the_community(turn: Turn) -> Entity:
    """Find a community elsewhere and follow it; its host counts the member."""
    pair, player = turn.pair, turn.player
    found = (await player.find(pair.handle))["accounts"]
    assert [one["acct"] for one in found] == [pair.handle[1:]]
    relation = await player.follow(found[0])
    assert relation["following"] or relation["requested"]
    here = (await pair.witness.find(f"@{COMMUNITY}@{pair.north.host}"))["accounts"][0]

    async def counted() -> bool:
        follow = await pair.witness.followers(here)
        return f"{player.login}@{pair.river.host}" in [one["acct"] for one in follow]

    await until(counted, PATIENCE, why=lambda: pair.river.log()[-3000:])
    if "relation" not in player.lacks:

        async def let_in() -> bool:
            return bool((await player.relation(found[0]))["following"])

        await until(let_in, PATIENCE, why="not let in")
    community: Entity = found[0]
    return community


async def wish_to_be_told(turn: Turn) -> None:
    """Subscribe, as a phone does, for when no app is open."""
    assert turn.push is not None
    keys = turn.push.subscription["keys"]
    made = await turn.player.subscribe(turn.push.endpoint, keys["p256dh"], keys["auth"])
    assert made["endpoint"] == turn.push.endpoint
    assert made["server_key"]


async def ask(turn: Turn, what: str) -> Entity:
    """Write into the community; who hosts it sees that it relays."""
    pair, words = turn.pair, turn.says(what)
    status = await turn.player.write(f"{pair.handle} {words}")
    assert words in status["content"]
    assert [one["acct"] for one in status["mentions"]] == [pair.handle[1:]]
    relayed = await seen(pair.witness, words)
    assert relayed["reblog"]["account"]["acct"].endswith(f"@{pair.river.host}")
    return status


async def be_answered(turn: Turn, asked: Entity) -> None:
    """Hear an answer at once, be told of it, see it in its place."""
    pair, player = turn.pair, turn.player
    question = await at(pair.witness, asked["uri"])
    words = f"@{question['account']['acct']} {turn.says('By radio')}"
    answer = await pair.witness.write(words, str(question["id"]))
    if turn.listens:
        await turn.ears.hear_of("notification", answer["uri"])
    heard = await told(player, "mention", answer["uri"])
    assert heard["status"]["in_reply_to_id"] == asked["id"]
    if turn.push:
        push = await turn.pushed(heard)
        assert push.message["notification_type"] == "mention"
        assert push.message["access_token"] == player.token
        assert turn.says("By radio") in push.message["body"]
    # Replies stand in their thread; home shows where threads begin.
    await below(player, asked["id"], answer["uri"])


async def read_what_others_ask(turn: Turn) -> Entity:
    """Hear and see what is asked in the community."""
    pair, player = turn.pair, turn.player
    words = turn.says("Who is on duty?")
    asked = await pair.witness.write(f"@{COMMUNITY} {words}")
    if turn.listens:
        heard = await turn.ears.hear_of("update", asked["uri"])
        assert heard["account"]["acct"] == pair.handle[1:]
    shown = await seen(player, words)
    assert shown["account"]["group"] is True
    assert shown["reblog"]["uri"] == asked["uri"]
    question: Entity = shown["reblog"]
    return question


async def act(turn: Turn, question: Entity) -> None:
    """Favourite, keep, pass on and answer; its author is told of each."""
    pair, player = turn.pair, turn.player
    assert (await player.act("favourite", question["id"]))["favourited"] is True
    assert (await player.act("bookmark", question["id"]))["bookmarked"] is True
    boost = await player.act("reblog", question["id"])
    assert boost["reblog"]["id"] == question["id"]
    assert (await player.bookmarks())[0]["id"] == question["id"]
    for kind in ("favourite", "reblog"):
        await told(pair.witness, kind, question["uri"])
    mention = f"@{question['account']['acct']}"
    reply = await player.write(f"{mention} {turn.says('thanks')}", question["id"])
    await told(pair.witness, "mention", reply["uri"])
    asked = await at(pair.witness, question["uri"])
    assert asked["favourites_count"] == 1
    assert asked["reblogs_count"] >= 1
    await below(pair.witness, asked["id"], reply["uri"])


async def think_again(turn: Turn) -> None:
    """Change what one wrote, then take it back; both reach the other node."""
    pair, player = turn.pair, turn.player
    written = await ask(turn, "Asked too early")
    if "revise" not in player.lacks:
        await player.revise(written["id"], f"{pair.handle} {turn.says('Asked in time')}")
        changed = await seen(pair.witness, turn.says("Asked in time"))
        assert changed["reblog"]["uri"] == written["uri"]
        assert changed["reblog"]["edited_at"]
        if turn.listens:
            await turn.ears.hear_of("status.update", written["uri"])
    await player.remove(written["id"])
    await gone(pair.witness, written["uri"])
    if turn.listens:
        await turn.ears.hear("delete", lambda one: str(one) == str(written["id"]))
