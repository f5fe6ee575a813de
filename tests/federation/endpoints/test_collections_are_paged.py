"""Collections: what Lemmy reads in one, Mastodon by page, and nobody else's business."""

from fedcop.activitypub import reading
from fedcop.community import communities
from fedcop.community.perform import perform
from fedcop.federation.endpoints import collections, threads
from fedcop.values import Audience
from tests.builders import make_community, make_person, remember_person
from tests.federation.endpoints.rig import open_door
from tests.writing import answer, write

FAR = "https://far.example"


async def pages(peers, first):
    """Every page from the first on."""
    found = []
    while first:
        found.append(await peers.read(first))
        first = found[-1].get("next")
    return found


async def test_the_outbox_of_a_person_lists_what_is_public_the_newest_first(store):
    ana = await make_person(store, "ana")
    shown = [await write(store, ana, f"<p>{n}</p>") for n in range(3)]
    for audience in (Audience.FOLLOWERS, Audience.NAMED):
        await write(store, ana, audience=audience)
    outbox = await open_door(store).read(f"{ana.uri}/outbox")
    assert outbox["totalItems"] == 3
    assert [one["object"]["id"] for one in outbox["orderedItems"]] == [
        post.uri for post in reversed(shown)
    ]
    create = outbox["orderedItems"][0]
    assert (create["type"], create["id"]) == ("Create", f"{shown[-1].uri}#create")
    assert create["actor"] == ana.uri


async def test_the_outbox_of_a_community_lists_announced_thread_starts(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    lab = await make_community(store, ana, "lab")
    ours = await write(store, ana, community_id=lab.id, title="Ours")
    theirs = await write(store, mira, community_id=lab.id)
    await answer(store, ana, ours)
    await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS)
    outbox = await open_door(store).read(f"{lab.uri}/outbox")
    first, second = outbox["orderedItems"]
    assert outbox["totalItems"] == 2
    for one in (first, second):
        assert (one["type"], one["actor"]) == ("Announce", lab.uri)
        assert one["id"].startswith(store.uris.origin)
        assert one["cc"] == [lab.followers]
    assert first["object"] == theirs.uri
    assert second["object"]["type"] == "Create"
    assert second["object"]["object"]["type"] == "Article"
    assert second["object"]["object"]["id"] == ours.uri


async def test_an_outbox_is_read_page_by_page(store, monkeypatch):
    monkeypatch.setattr(collections, "_PAGE", 2)
    ana = await make_person(store, "ana")
    written = [(await write(store, ana, f"<p>{n}</p>")).uri for n in range(5)]
    peers = open_door(store)
    outbox = await peers.read(f"{ana.uri}/outbox")
    assert len(outbox["orderedItems"]) == 2
    read = await pages(peers, outbox["first"])
    assert [len(page["orderedItems"]) for page in read] == [2, 2, 1]
    assert {page["type"] for page in read} == {"OrderedCollectionPage"}
    assert {page["partOf"] for page in read} == {outbox["id"]}
    ids = [one["object"]["id"] for page in read for one in page["orderedItems"]]
    assert ids == written[::-1]
    assert len({page["id"] for page in read}) == 3


async def test_odd_page_numbers_are_no_harm(store):
    ana = await make_person(store, "ana")
    post = await write(store, ana)
    peers = open_door(store)
    for text in ("x", "-1", "99999999999999999999999", "٣", ""):
        page = await peers.read(f"{ana.uri}/outbox?page=true&max_id={text}")
        assert [one["object"]["id"] for one in page["orderedItems"]] == [post.uri]


async def test_what_is_pinned_is_featured_in_full_when_it_is_ours(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    lab = await make_community(store, ana, "lab")
    posts = [
        await write(store, ana, community_id=lab.id),
        await write(store, mira, community_id=lab.id),
        await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS),
    ]
    for post in posts:
        await perform(store, communities.pin, ana, lab, post)
    featured = await open_door(store).read(lab.featured)
    assert featured["totalItems"] == 2
    assert featured["orderedItems"][0] == posts[1].uri
    assert featured["orderedItems"][1]["id"] == posts[0].uri
    assert featured["orderedItems"][1]["content"] == "<p>Hi</p>"


async def test_the_replies_of_a_post_stand_on_its_first_page(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    start = await write(store, ana)
    reply = await answer(store, mira, start)
    deeper = await answer(store, ana, reply)
    await answer(store, ana, start, audience=Audience.FOLLOWERS)
    peers = open_door(store)
    shown = await peers.read((await peers.read(start.uri))["replies"])
    assert (shown["type"], shown["first"]["type"]) == ("Collection", "CollectionPage")
    assert shown["first"]["items"] == [reply.uri]
    assert (await peers.read(f"{deeper.uri}/replies"))["first"]["items"] == []
    assert await peers.read(shown["first"]["id"]) is not None


async def test_a_new_reply_is_listed_at_once(store):
    ana = await make_person(store, "ana")
    start = await write(store, ana)
    peers = open_door(store)
    await peers.read(f"{start.uri}/replies")
    await peers.read(f"/t/{start.id}")
    reply = await answer(store, ana, start)
    assert (await peers.read(f"{start.uri}/replies"))["first"]["items"] == [reply.uri]
    assert (await peers.read(f"/t/{start.id}"))["orderedItems"] == [start.uri, reply.uri]


async def test_a_thread_is_listed_whole_under_its_context(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    lab = await make_community(store, ana, "lab")
    start = await write(store, ana, community_id=lab.id, title="Ten minutes")
    reply = await answer(store, mira, start)
    deeper = await answer(store, ana, reply)
    await answer(store, ana, reply, audience=Audience.NAMED, mentions=(mira.id,))
    peers = open_door(store)
    uri = (await peers.read(start.uri))["context"]
    assert uri == (await peers.read(deeper.uri))["context"] == store.uris.thread(start.id)
    shown = await peers.read(uri)
    assert (shown["id"], shown["type"]) == (uri, "OrderedCollection")
    assert shown["orderedItems"] == [start.uri, reply.uri, deeper.uri]
    assert (shown["totalItems"], shown["name"]) == (3, "Ten minutes")
    assert shown["attributedTo"] == shown["audience"] == lab.uri


async def test_a_thread_outside_of_communities_belongs_to_who_began_it(store):
    ana = await make_person(store, "ana")
    start = await write(store, ana)
    shown = await open_door(store).read(f"/t/{start.id}")
    assert shown["attributedTo"] == ana.uri
    assert "audience" not in shown


async def test_a_thread_that_did_not_change_is_not_sent_again(store):
    ana = await make_person(store, "ana")
    start = await write(store, ana)
    peers = open_door(store)
    etag = (await peers.get(f"/t/{start.id}")).headers["etag"]
    assert (await peers.get(f"/t/{start.id}", if_none_match=etag)).status_code == 304
    await answer(store, ana, start)
    assert (await peers.get(f"/t/{start.id}", if_none_match=etag)).status_code == 200


async def test_a_long_thread_is_read_page_by_page(store, monkeypatch):
    monkeypatch.setattr(threads, "_MOST", 2)
    ana = await make_person(store, "ana")
    start = await write(store, ana)
    replies = [(await answer(store, ana, start, f"<p>{n}</p>")).uri for n in range(4)]
    peers = open_door(store)
    shown = await peers.read(f"/t/{start.id}")
    assert (shown["totalItems"], len(shown["orderedItems"])) == (5, 2)
    read = await pages(peers, shown["first"])
    assert [uri for page in read for uri in page["orderedItems"]] == [start.uri, *replies]
    listed = await pages(peers, (await peers.read(f"{start.uri}/replies"))["first"]["id"])
    assert [uri for page in listed for uri in page["items"]] == replies


async def test_a_thread_of_others_is_listed_where_it_stands_in_a_community_of_ours(store):
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    lab = await make_community(store, ana, "lab")
    inside = await write(store, mira, community_id=lab.id)
    outside = await write(store, mira)
    peers = open_door(store)
    assert (await peers.read(f"/t/{inside.id}"))["orderedItems"] == [inside.uri]
    assert (await peers.get(f"/t/{outside.id}")).status_code == 404


async def test_a_reply_is_not_the_start_of_a_thread(store):
    ana = await make_person(store, "ana")
    start = await write(store, ana)
    reply = await answer(store, ana, start)
    assert (await open_door(store).get(f"/t/{reply.id}")).status_code == 404


async def test_what_we_list_reads_back_as_a_collection(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    start = await write(store, ana, community_id=lab.id, title="T")
    peers = open_door(store)
    for address in (f"{lab.uri}/outbox", f"{ana.uri}/outbox?page=true", f"/t/{start.id}"):
        read = reading.read_collection(await peers.read(address))
        assert len(read.items) == 1
