"""A public post is there for everybody, with its proof; what is not is not there."""

import orjson
import pytest

from fedcop.community import membership, posts, reactions
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.endpoints.rig import know_peer, open_door, remember_node
from tests.federation.outbox.telling import check_proof, tell
from tests.writing import write

FAR = "https://far.example"


async def test_a_public_post_is_shown_with_a_proof_of_its_author(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana, "<p>Hello</p>")
    shown = await open_door(store).read(post.uri)
    assert (shown["id"], shown["content"]) == (post.uri, "<p>Hello</p>")
    check_proof(shown, ana.uri)


async def test_the_id_of_its_create_leads_to_the_post_itself(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    [told] = await tell(store)
    assert (await open_door(store).read(told.plain["id"]))["id"] == post.uri


async def test_a_like_does_not_change_what_is_shown_but_an_edit_does(store):
    ana = await make_person(store, "ana")
    bo = await make_person(store, "bo")
    post = await write(store, ana)
    peers = open_door(store)
    etag = (await peers.get(post.uri)).headers["etag"]
    await perform(store, reactions.like, bo, post.id)
    assert (await peers.get(post.uri, if_none_match=etag)).status_code == 304
    await perform(store, posts.revise, ana, post.id, Edit(content="<p>New</p>"))
    changed = await peers.get(post.uri, if_none_match=etag)
    assert changed.json()["content"] == "<p>New</p>"
    check_proof(changed.json(), ana.uri)


async def test_a_post_that_was_taken_back_leaves_a_tombstone(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    peers = open_door(store)
    await peers.read(post.uri)
    await perform(store, posts.remove, ana, post.id)
    answer = await peers.get(post.uri)
    assert answer.status_code == 410
    assert answer.json()["type"] == "Tombstone"
    assert answer.json()["id"] == post.uri


async def test_what_others_wrote_is_not_ours_to_show(store):
    mira = await remember_person(store, f"{FAR}/users/mira")
    post = await write(store, mira)
    assert (await open_door(store).get(f"/n/{post.id}")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/n/0", "/n/x", "/n/-1", "/n/99999999999999999999", "/n/1e3", "/n/٣", "/t/x", "/t/0"]
)
async def test_what_is_no_number_of_ours_is_not_there(store, path):
    assert (await open_door(store).get(path)).status_code == 404


async def test_posts_of_the_suspended_are_not_there(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    peers = open_door(store)
    await peers.read(post.uri)
    unit = Unit(store)
    unit.add(Statement("UPDATE actor SET suspended = 1 WHERE id = ?", (ana.id,)))
    await unit.commit()
    for path in ("", "/replies"):
        assert (await peers.get(f"{post.uri}{path}")).status_code == 404
    assert (await peers.get(f"/t/{post.id}")).status_code == 404


# What is not for everybody


async def scene(store):
    """A community for members, and readers of every kind, each at a node of their own."""
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    readers = {}
    for name, software in (("cop", "fedcop"), ("masto", "mastodon"), ("other", "fedcop")):
        host = f"{name}-peer.example"
        await know_peer(store, host, software)
        readers[name] = await remember_person(store, f"https://{host}/users/mira")
        readers[f"{name} node"] = await remember_node(store, f"https://{host}/actor")
    for name in ("cop", "masto"):
        await let_follow(store, readers[name], lab)
        await let_follow(store, readers[name], ana)
    await tell(store)
    return ana, lab, readers


MEANT = [
    (Audience.FOLLOWERS, {"cop", "cop node", "masto", "masto node"}),
    (Audience.MEMBERS, {"cop", "cop node"}),
    (Audience.NAMED, {"other", "other node"}),
]


@pytest.mark.parametrize(("audience", "meant"), MEANT)
async def test_only_those_who_are_meant_get_it_and_only_signed(store, audience, meant):
    ana, lab, readers = await scene(store)
    named = (readers["other"].id,) if audience is Audience.NAMED else ()
    place = {"community_id": lab.id} if audience is Audience.MEMBERS else {}
    post = await write(store, ana, audience=audience, mentions=named, **place)
    await tell(store)
    peers = open_door(store)
    got = {name for name, reader in readers.items() if await _gets(peers, post, reader)}
    assert got == meant
    assert not await _gets(peers, post, None)


async def _gets(peers, post, reader):
    answer = await peers.get(post.uri, reader)
    if answer.status_code == 200:
        assert answer.headers["cache-control"] == "private, no-store"
        assert "proof" not in answer.json()
        assert "etag" not in answer.headers
    return answer.status_code == 200


async def test_missing_and_forbidden_look_alike(store):
    ana, _, readers = await scene(store)
    post = await write(store, ana, audience=Audience.FOLLOWERS)
    peers = open_door(store)
    answers = [
        await peers.get(post.uri),
        await peers.get(post.uri, readers["other"]),
        await peers.get(f"/n/{post.id + 1}"),
        await peers.get(f"/n/{post.id + 1}", readers["other"]),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


async def test_who_left_gets_it_no_more(store):
    ana, lab, readers = await scene(store)
    post = await write(store, ana, audience=Audience.MEMBERS, community_id=lab.id)
    await perform(store, membership.leave, readers["cop"], lab)
    await tell(store)
    peers = open_door(store)
    assert not await _gets(peers, post, readers["cop"])
    assert not await _gets(peers, post, readers["cop node"])


async def test_what_was_for_some_leaves_its_tombstone_to_them(store):
    ana, _, readers = await scene(store)
    post = await write(store, ana, audience=Audience.FOLLOWERS)
    await perform(store, posts.remove, ana, post.id)
    peers = open_door(store)
    assert (await peers.get(post.uri)).status_code == 404
    mine = await peers.get(post.uri, readers["cop"])
    assert (mine.status_code, mine.headers["cache-control"]) == (410, "private, no-store")


async def test_a_thread_for_members_is_listed_to_members(store):
    ana, lab, readers = await scene(store)
    start = await write(store, ana, audience=Audience.MEMBERS, community_id=lab.id)
    reply = await write(store, ana, audience=Audience.MEMBERS, reply_to_id=start.id)
    hint = await write(
        store, ana, audience=Audience.NAMED, reply_to_id=start.id, mentions=(readers["cop"].id,)
    )
    await tell(store)
    peers = open_door(store)
    shown = await peers.read(f"/t/{start.id}", readers["cop node"])
    assert shown["orderedItems"] == [start.uri, reply.uri]
    assert hint.uri not in str(shown)
    for reader in (None, readers["masto"], readers["other"]):
        assert (await peers.get(f"/t/{start.id}", reader)).status_code == 404


# Activities


async def test_a_public_activity_is_there_as_it_was_told(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    post = await write(store, ana, community_id=lab.id)
    await perform(store, posts.revise, ana, post.id, Edit(content="<p>New</p>"))
    peers = open_door(store)
    for told in await tell(store):
        for body in {told.plain_bytes, told.wrapped_bytes} - {b""}:
            activity = orjson.loads(body)
            if "#" not in activity["id"]:
                answer = await peers.get(activity["id"])
                assert answer.content == body
                assert answer.headers["etag"]


async def test_a_boost_is_there_by_the_name_it_was_told_under(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    post = await write(store, mira)
    await perform(store, reactions.boost, ana, post.id)
    [told] = await tell(store)
    assert (await open_door(store).get(told.plain["id"])).content == told.plain_bytes


async def test_what_passed_between_two_is_not_there(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, ana)
    post = await write(store, mira)
    await perform(store, reactions.like, ana, post.id)
    await write(store, ana, audience=Audience.FOLLOWERS)
    peers = open_door(store)
    told = await tell(store)
    assert {one.kind for one in told} == {"Accept", "Like", "Create"}
    for one in told:
        assert (await peers.get(one.plain["id"])).status_code == 404


@pytest.mark.parametrize("key", ["0", "x", "5", "5-announce", "5-boost", "99999999999999999999"])
async def test_an_activity_we_never_told_is_not_there(store, key):
    assert (await open_door(store).get(f"/activities/{key}")).status_code == 404
