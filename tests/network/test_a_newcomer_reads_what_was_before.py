"""Who joins from another node finds there what was said before, without anybody sending it."""

import asyncio

from fedcop.community import catching_up, membership, reactions
from fedcop.federation.remote import lookup
from fedcop.store.rows import PostRow
from tests.network.test_two_nodes_share_a_community import Side, find_actor, is_well
from tests.nodes import Town, until


async def test_a_newcomer_finds_threads_and_their_replies(town: Town, kind: str) -> None:
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    ana, tomas = await north.person("ana"), await river.person("tomas")
    home = Side(north, ana, await north.community(ana, "handovers"))
    starts, replies = [], []
    for number in range(3):
        start = await home.write(kind="Article", title=f"Old {number}", content="<p>Five</p>")
        first = await home.write(start, content="<p>One</p>")
        starts.append(start)
        replies += [first, await home.write(first, content="<p>Two</p>")]
    await asyncio.gather(north.start(), river.start())
    there = await find_actor(river, f"@handovers@{north.host}")
    away = Side(river, tomas, there)
    assert await river.number("SELECT count(*) FROM post") == 0

    await river.do(membership.ask, tomas, there)
    await away.follows(tomas, "accepted")
    for number, start in enumerate(starts):
        await away.sees(start.uri, title=f"Old {number}", community_id=there.id)
    for reply in replies:
        await away.sees(reply.uri, community_id=there.id)
    assert await river.number("SELECT count(*) FROM inbox_message WHERE kind <> 'Accept'") == 0

    # What comes now is told, and stands in the same threads.
    known = await away.sees(starts[0].uri)
    answer = await away.write(known, content="<p>New here</p>")
    await home.sees(answer.uri, root_id=starts[0].id)
    await away.node.do(reactions.like, tomas, known.id)
    await home.sees(starts[0].uri, likes=1)
    for node in (north, river):
        await until(node.at_rest, why=node.log)
        assert "Traceback" not in node.log()
    await is_well(river)


async def test_a_thread_that_was_looked_up_is_completed_after_a_look(town: Town, kind: str) -> None:
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    ana, tomas = await north.person("ana"), await river.person("tomas")
    home = Side(north, ana, await north.community(ana, "handovers"))
    start = await home.write(kind="Article", title="Old", content="<p>Five</p>")
    reply = await home.write(start, content="<p>One</p>")
    await asyncio.gather(north.start(), river.start())
    found = await lookup.find(river.parts.reach, start.uri)
    assert isinstance(found, PostRow)
    there = await find_actor(river, f"@handovers@{north.host}")
    await catching_up.look_at(river.store, tomas, found)
    await Side(river, tomas, there).sees(reply.uri, root_id=found.id)
