"""What a community of another node is in an app: an account that passes on, and a list."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from fedcop.community import posts
from fedcop.community.drafts import Draft
from tests.clients.conftest import COMMUNITY, Pair
from tests.clients.day.talking import follow_the_community
from tests.clients.day.turn import Turn
from tests.clients.players.shape import Entity, Player
from tests.clients.watching import PATIENCE, at, below, gone, refused, seen, told
from tests.nodes import until

pytestmark = [
    pytest.mark.xdist_group(
        "communities_in_a_client"
    ),  # two nodes are started once for all of them
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(200),
]

THIS_IS_A_COMMUNITY = "This list is a community; it changes as you join or leave communities."


@dataclass
class Member:
    """Somebody at Riverside who joined the community at Northwind."""

    pair: Pair
    player: Player
    community: Entity

    async def list_of_it(self) -> Entity:
        """Find the list that the community is."""

        async def look() -> Entity | None:
            lists = await self.player.lists()
            return next((one for one in lists if one["title"] == "Handovers"), None)

        found: Entity = await until(look, PATIENCE, why="no list of the community")
        return found

    async def ask(self, words: str) -> tuple[Entity, Entity]:
        """Write into the community; the status here, and what the witness has of it."""
        words = f"{words} ({self.player.name})"
        written = await self.player.write(f"{self.pair.handle} {words}")
        return written, (await seen(self.pair.witness, words))["reblog"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def member(pair: Pair, player: Player) -> AsyncIterator[Member]:
    yield Member(pair, player, await follow_the_community(Turn(pair, player, "first")))


async def test_a_community_is_an_account_that_passes_on(member: Member):
    pair, player, community = member.pair, member.player, member.community
    assert (community["group"], community["bot"], community["locked"]) == (True, False, False)
    assert community["display_name"] == "Handovers"
    words = f"Passed on ({player.name})"
    asked = await pair.witness.write(f"@{COMMUNITY} {words}")
    relayed = await seen(player, words)
    post = relayed["reblog"]
    assert (post["uri"], post["account"]["acct"]) == (asked["uri"], f"ana@{pair.north.host}")
    assert relayed["account"]["id"] == community["id"]
    assert relayed["id"] != post["id"]
    assert (await player.status(relayed["id"]))["reblog"]["id"] == post["id"]
    assert (await player.status(post["id"]))["reblog"] is None
    line = await player.line_of(community)
    assert relayed["id"] in [one["id"] for one in line]
    assert all(one["reblog"] for one in line)


async def test_a_joined_community_is_a_list_that_nobody_edits(member: Member):
    player = member.player
    words = f"To be read apart ({player.name})"
    asked = await member.pair.witness.write(f"@{COMMUNITY} {words}")
    await seen(player, words)
    listed = await member.list_of_it()
    line = await player.list_line(listed["id"])
    assert asked["uri"] in [(one["reblog"] or one)["uri"] for one in line]
    no = {"status": 403, "said": THIS_IS_A_COMMUNITY}
    await refused(player.delete_list(listed["id"]), **no)
    if "rename_list" not in player.lacks:  # toot says a reason of its own instead of ours
        await refused(player.put_on_list(listed["id"], member.community), **no)
        await refused(player.rename_list(listed["id"], "Mine"), **no)
    assert (await member.list_of_it())["id"] == listed["id"]


async def test_a_reply_stays_in_the_community(member: Member):
    player, witness = member.player, member.pair.witness
    asked, there = await member.ask("Who has the key?")
    # It names nobody: it comes because the community passes it on.
    reply = await player.write(f"I have it ({player.name})", asked["id"])
    found = await below(witness, there["id"], reply["uri"])
    assert found["in_reply_to_id"] == there["id"]
    assert reply["uri"] not in [
        one["status"]["uri"] for one in await witness.notifications() if one["status"]
    ]
    # An answer to the answer is told to whom it answers, and stands in the same thread.
    thanks = await witness.write(f"@{player.login}@{member.pair.river.host} thanks", found["id"])
    await told(player, "mention", thanks["uri"])
    await below(player, asked["id"], thanks["uri"])


async def test_titles_read_well(member: Member):
    pair, player = member.pair, member.player
    title = f"Five lines & a name <{player.login}>"
    draft = Draft(
        kind="Article",
        title=title,
        summary="About shifts",
        content="<p>We write them down.</p>",
        community_id=pair.group.id,
    )
    post = await pair.north.do(posts.write, await pair.north.known("ana"), draft)
    shown = (await seen(player, f"Five lines &amp; a name &lt;{player.login}&gt;"))["reblog"]
    bold = f"<p><strong>Five lines &amp; a name &lt;{player.login}&gt;</strong></p>"
    assert shown["content"] == f"{bold}<p>We write them down.</p>"
    assert (shown["spoiler_text"], shown["sensitive"]) == ("About shifts", True)
    card = shown["card"]
    assert (card["type"], card["title"]) == ("link", title)
    assert card["url"] == shown["url"]
    assert card["url"].startswith(pair.north.origin)
    assert card["provider_name"] == pair.north.host
    assert (await at(pair.witness, post.uri))["card"]["provider_name"] == "Northwind"


async def test_what_was_said_before_is_kept_at_both_nodes(member: Member):
    pair, player = member.pair, member.player
    words = f"At six ({player.name})"
    asked = await pair.witness.write(f"@{COMMUNITY} {words}")
    here = (await seen(player, words))["reblog"]
    assert here["edited_at"] is None
    for later in ("At seven", "At eight"):
        await pair.witness.revise(asked["id"], f"@{COMMUNITY} {later} ({player.name})")
    changed = (await seen(player, f"At eight ({player.name})"))["reblog"]
    assert changed["id"] == here["id"]
    assert changed["edited_at"]
    assert len(await pair.witness.history(asked["id"])) == 3
    if "history" not in player.lacks:
        said = [one["content"] for one in await player.history(here["id"])]
        assert words in said[0]
        assert f"At eight ({player.name})" in said[-1]


async def test_what_is_taken_back_is_gone_everywhere(member: Member):
    pair, player = member.pair, member.player
    words = f"Said too much ({player.name})"
    asked = await pair.witness.write(f"@{COMMUNITY} {words}")
    here = (await seen(player, words))["reblog"]
    await player.act("bookmark", here["id"])
    await player.act("reblog", here["id"])
    await told(pair.witness, "reblog", asked["uri"])
    await pair.witness.remove(asked["id"])
    await gone(player, asked["uri"])

    await refused(player.status(here["id"]), status=404, said="Record not found")
    assert here["id"] not in [one["id"] for one in await player.bookmarks()]
    listed = await member.list_of_it()
    for line in (await player.list_line(listed["id"]), await player.line_of(member.community)):
        assert asked["uri"] not in [(one["reblog"] or one)["uri"] for one in line]
