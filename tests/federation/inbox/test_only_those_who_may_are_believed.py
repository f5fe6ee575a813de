"""All cases of origin_authz.json through the whole way in: signed POST, kept, processed."""

from typing import Any

import orjson
import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import actors, communities, follows, posts, reactions, stewards
from fedcop.store.queries.inbox import State
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.queries.stewards import StewardRow
from fedcop.store.rows import (
    ActorRow,
    CommunityRow,
    FollowRow,
    PostRow,
    ReactionRow,
)
from fedcop.values import Audience, host_of
from tests.builders import remember_person, remote_actor
from tests.corpus import vector
from tests.federation.inbox.rig import Page, state_of

CASES = vector("origin_authz.json")["cases"]
OURS = "https://cop.example/"
TABLES = ("post", "reaction", "boost", "follow", "steward", "mention", "personal_block", "report")
ACTOR = "SELECT uri, inbox, display, moved_to, deleted, followers FROM actor ORDER BY uri"


async def test_every_case_of_the_vectors_is_here():
    assert len(CASES) == 35


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_an_activity_is_believed_or_not(node, case):
    await know(node, case)
    answer_fetches(node, case)
    before = await everything(node)
    status = await deliver(node, case)
    await node.processor.drain()
    await JUDGES[case["expect"]](node, case, status, before)


async def test_a_known_actor_without_key_cannot_delete_itself(node):
    case = next(one for one in CASES if one["id"] == "delete-known-actor-410")
    await remember(node, case["signer"], with_key=False)
    answer_fetches(node, case)
    before = await everything(node)
    assert await deliver(node, case) == 401
    await node.processor.drain()
    assert await everything(node) == before


# What each expectation means


async def unchanged(node, case, status, before):
    assert status in {202, 401, 403}
    if status == 202:
        assert await state_of(node, case["activity"]["id"]) != State.APPLIED
    assert await everything(node) == before


async def believed(node, case, status, before):
    assert status == 202
    assert await state_of(node, case["activity"]["id"]) == State.APPLIED
    assert await everything(node) != before
    await EFFECTS.get(case["activity"]["type"], nothing_more)(node, case)


async def believed_after_a_look(node, case, status, before):
    assert status == 202
    assert next(iter(case["fetch"])) in node.web.asked
    assert await everything(node) == before


async def refetched(node, case, status, before):
    await unchanged(node, case, status, before)
    assert set(case["fetch"]) & set(node.web.asked)


async def refetched_once(node, case, status, before):
    assert status == 202
    assert [url for url in node.web.asked if url in case["fetch"]] == list(case["fetch"])
    assert await find_post_by_uri(node.store, "https://third.example/n/1") is None
    assert await find_post_by_uri(node.store, "https://third.example/n/2") is not None
    assert await count(node, "boost") == 1


async def ignored(node, case, status, before):
    assert status == 202
    assert node.web.asked == []
    assert await everything(node) == before


async def pending(node, case, status, before):
    assert status == 202
    rows = await node.store.read("SELECT state FROM follow")
    assert [row[0] for row in rows] == ["pending"]


async def for_followers(node, case, status, before):
    post = await find_post_by_uri(node.store, case["activity"]["object"]["id"])
    assert post.audience == Audience.FOLLOWERS
    assert await count(node, "mention") == 0
    assert not any(b"carol" in orjson.dumps(row, default=repr) for row in await everything(node))


async def for_everybody(node, case, status, before):
    post = await find_post_by_uri(node.store, case["activity"]["object"]["id"])
    assert post.audience == Audience.PUBLIC


async def gone(node, case, status, before):
    assert status == 202
    actor = await actors.find_actor_by_uri(node.store, case["signer"])
    assert actor.deleted
    assert node.web.asked == []


async def believed_as_the_actor(node, case, status, before):
    if await everything(node) != before:
        post = await find_post_by_uri(node.store, case["activity"]["object"]["id"])
        author = await actors.find_actor(node.store, post.author_id)
        assert author.uri == case["signer"]


JUDGES = {
    "accept": believed,
    "reject": unchanged,
    "reject-or-refetch": unchanged,
    "reject-or-accept-as-actor": believed_as_the_actor,
    "accept-but-refetch": believed_after_a_look,
    "ignore": ignored,
    "ignore-202": ignored,
    "reject-unless-cached-key": gone,
    "refetch": refetched,
    "refetch-once": refetched_once,
    "pending": pending,
    "accept-followers-only": for_followers,
    "accept-public": for_everybody,
}


async def written(node, case):
    thing = case["activity"]["object"]
    if thing["type"] == "Note":
        post = await find_post_by_uri(node.store, thing["id"])
        assert post.content == thing["content"]


async def deleted(node, case):
    post = await find_post_by_uri(node.store, case["activity"]["object"])
    assert post.deleted
    assert post.content == ""


async def nothing_more(node, case):
    """Nothing else can be said of the others."""


EFFECTS = {"Create": written, "Update": written, "Delete": deleted}


# How a case is set up


async def deliver(node, case):
    key_id = case.get("key_id", "")
    return await node.deliver(case["activity"], case["signer"], key_id=key_id)


async def everything(node) -> list[Any]:
    """All that may not change, as it is now."""
    rows = [tuple(row) for row in await node.store.read(ACTOR)]
    for table in TABLES:
        rows += [tuple(row) for row in await node.store.read(f"SELECT * FROM {table} ORDER BY id")]
    return rows


async def count(node, table):
    return (await node.store.read(f"SELECT count(*) FROM {table}"))[0][0]


def answer_fetches(node, case):
    for url, answer in case["fetch"].items():
        body = b"" if answer["body"] is None else orjson.dumps(answer["body"])
        final = answer["final_url"] or url
        if final != url:
            node.web.pages[url] = Page(status=302, location=final)
        node.web.pages[final] = Page(body, answer["status"], answer["content_type"])


async def know(node, case):
    """Store what was known before; actors that are named nowhere count as known."""
    for uri in sorted(named(case) - {"https://remote.example/users/nobody"}):
        await remember(node, uri, with_key="key_id" not in case)
    for thing in case["known"]:
        await KNOWN[thing["type"]](node, thing)


def named(case) -> set[str]:
    """Everybody who acts or wrote something."""
    found = {case["signer"]}
    waiting = [case["activity"], *case["known"], *(one["body"] for one in case["fetch"].values())]
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, dict):
            continue
        for name in ("actor", "attributedTo"):
            value = thing.get(name)
            several = value if isinstance(value, list) else [value]
            found |= {one for one in several if isinstance(one, str)}
        if thing.get("type") == "Follow":
            found.add(thing["object"])
        waiting.append(thing.get("object"))
    target = case["activity"]["object"]
    local = target if isinstance(target, str) and "/users/" in target else None
    return found | ({local} if local and local.startswith(OURS) else set())


async def remember(node, uri, *, with_key=True):
    if uri.startswith(OURS):
        return await own(node, uri)
    known = await actors.find_actor_by_uri(node.store, uri)
    if known is not None:
        return known
    if with_key:
        return await remember_person(node.store, uri, shared_inbox="")
    unit = Unit(node.store)
    row = remote_actor(uri, id=number(uri), shared_inbox="", fetched=1)
    unit.add(actors.insert_actor(row))
    await unit.commit()
    return row


async def own(node, uri, kind="Person", *, locked=0):
    known = await actors.find_actor_by_uri(node.store, uri)
    unit = Unit(node.store)
    name = uri.rpartition("/")[2]
    row = ActorRow(
        number(uri),
        uri,
        kind if "/groups/" not in uri else "Group",
        "",
        name,
        locked=locked,
        moderators=f"{uri}/moderators",
        featured=f"{uri}/featured",
    )
    unit.add(actors.update_actor(row) if known else actors.insert_actor(row))
    if row.kind == "Group" and not known:
        unit.add(communities.insert_community(CommunityRow(row.id, local=1, approved=1)))
    await unit.commit()
    return row


async def know_person(node, thing):
    if thing["id"].startswith(OURS):
        await own(node, thing["id"], locked=int(thing.get("manuallyApprovesFollowers", False)))


async def know_group(node, thing):
    locked = int(thing.get("manuallyApprovesFollowers", False))
    group = await own(node, thing["id"], "Group", locked=locked)
    unit = Unit(node.store)
    for uri in thing.get("moderators", ()):
        steward = await remember(node, uri)
        unit.add(stewards.insert_steward(StewardRow(number(uri), group.id, steward.id, 1)))
    await unit.commit()


async def know_note(node, thing):
    author = await remember(node, thing["attributedTo"])
    unit = Unit(node.store)
    unit.add(posts.insert_post(post_row(thing["id"], author)))
    await unit.commit()


async def know_like(node, thing):
    post = await find_post_by_uri(node.store, thing["object"])
    if post is None:
        author = await remember(node, "https://cop.example/users/bob")
        post = post_row(thing["object"], author)
        unit = Unit(node.store)
        unit.add(posts.insert_post(post))
        await unit.commit()
    actor = await remember(node, thing["actor"])
    unit = Unit(node.store)
    unit.add(*reactions.insert_like(ReactionRow(1, actor.id, post.id, thing["id"], 1)))
    await unit.commit()


async def know_follow(node, thing):
    follower, target = await remember(node, thing["actor"]), await remember(node, thing["object"])
    unit = Unit(node.store)
    row = FollowRow(1, follower.id, target.id, thing["state"], thing["id"], 0, 0, 1, 1)
    unit.add(follows.insert_follow(row))
    await unit.commit()


KNOWN = {
    "Person": know_person,
    "Group": know_group,
    "Note": know_note,
    "Like": know_like,
    "Follow": know_follow,
}


def number(uri: str) -> int:
    return abs(hash(uri)) % 2**40


def post_row(uri: str, author: ActorRow) -> PostRow:
    given = number(uri)
    return PostRow(
        id=given,
        uri=uri,
        url="",
        kind="Note",
        author_id=author.id,
        community_id=0,
        root_id=given,
        reply_to_id=0,
        reply_to_uri="",
        top=1,
        audience=0,
        title="",
        summary="",
        content="x",
        source="",
        language="",
        sensitive=0,
        local=int(host_of(uri) == "cop.example"),
        published=1,
    )
