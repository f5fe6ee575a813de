"""A person types a handle or an address, and finds who or what it is."""

import pytest

from fedcop import clock
from fedcop.errors import Malformed, NotFound, Refused, Unreachable
from fedcop.federation.remote import lookup
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Handle
from tests.builders import make_community, make_person, remember_person
from tests.federation.inbox.rig import note, person
from tests.writing import write

ALICE = "https://remote.example/users/alice"
ASKED = "https://remote.example/.well-known/webfinger?resource=acct:alice@remote.example"
JRD = "application/jrd+json"


def jrd(handle="alice@remote.example", *links):
    return {
        "subject": f"acct:{handle}",
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": href, "properties": kind}
            for href, kind in links or [(ALICE, {})]
        ],
    }


@pytest.mark.parametrize(
    "text", ["@alice@remote.example", "alice@remote.example", "  acct:alice@REMOTE.example "]
)
async def test_a_handle_is_asked_of_its_host_and_confirmed_by_its_actor(node, text):
    node.web.put(ASKED, jrd(), content_type=JRD)
    node.web.put(ALICE, person(ALICE))
    found = await lookup.find(node.reach, text)
    assert (found.uri, found.host, found.name) == (ALICE, "remote.example", "alice")
    assert node.web.asked == [ASKED, ALICE]


async def test_whom_we_know_well_is_not_asked_again_for_a_day(node):
    known = await remember_person(node.store, ALICE)
    assert (await lookup.find(node.reach, "@alice@remote.example")).id == known.id
    assert node.web.asked == []
    now = clock.now() + 25 * 3600
    with clock.held(lambda: now):
        assert (await lookup.find(node.reach, "@alice@remote.example")).id == known.id
    assert node.web.asked == [ASKED]  # it does not answer, and what we know is better than nothing


async def test_ours_are_found_without_asking(node):
    ana = await make_person(node.store, "ana")
    weavers = await make_community(node.store, ana, "weavers")
    assert (await lookup.find(node.reach, "@ana")).id == ana.id
    assert (await lookup.find(node.reach, "!weavers@cop.example")).id == weavers.id
    assert (await lookup.find(node.reach, ana.uri)).id == ana.id
    for missing in ("@nobody", "@nobody@cop.example", "https://cop.example/u/nobody"):
        with pytest.raises(NotFound):
            await lookup.find(node.reach, missing)
    assert node.web.asked == []


async def test_an_actor_that_goes_by_another_name_is_refused(node):
    node.web.put(ASKED, jrd(), content_type=JRD)
    node.web.put(ALICE, person(ALICE, preferredUsername="mallory"))
    with pytest.raises(Refused):
        await lookup.find(node.reach, "@alice@remote.example")


async def test_a_host_that_serves_another_s_handles_is_believed_when_that_agrees(node):
    asked = "https://alice.example/.well-known/webfinger?resource=acct:alice@alice.example"
    node.web.put(asked, jrd(), content_type=JRD)
    node.web.put(ASKED, jrd(), content_type=JRD)
    node.web.put(ALICE, person(ALICE))
    assert (await lookup.find(node.reach, "@alice@alice.example")).uri == ALICE
    assert node.web.asked[:2] == [asked, ASKED]


async def test_nobody_claims_a_handle_of_ours(node):
    asked = "https://evil.example/.well-known/webfinger?resource=acct:ana@evil.example"
    node.web.put(asked, jrd("ana@cop.example"), content_type=JRD)
    with pytest.raises(Refused):
        await lookup.find(node.reach, "@ana@evil.example")


async def test_of_one_name_for_two_the_wanted_kind_is_taken(node):
    kind = "https://www.w3.org/ns/activitystreams#type"
    group = "https://remote.example/c/alice"
    links = [(ALICE, {kind: "Person"}), (group, {kind: "Group"})]
    node.web.put(ASKED, jrd("alice@remote.example", *links), content_type=JRD)
    node.web.put(ALICE, person(ALICE))
    node.web.put(group, {**person(group), "type": "Group"})
    wanted = Handle("alice", "remote.example")
    assert (await lookup.find_by_handle(node.reach, wanted)).kind == "Person"
    with clock.held(lambda: 4e9):
        assert (await lookup.find_by_handle(node.reach, wanted, group=True)).kind == "Group"


async def test_an_address_leads_to_an_actor_or_a_post(node):
    node.web.put(ALICE, person(ALICE))
    uri = "https://remote.example/n/1"
    node.web.put(uri, note(uri, ALICE))
    node.web.put("https://remote.example/@alice/1", note(uri, ALICE))
    assert isinstance(await lookup.find(node.reach, ALICE), ActorRow)
    post = await lookup.find(node.reach, "https://remote.example/@alice/1")
    assert isinstance(post, PostRow)
    assert post.uri == uri
    asked = len(node.web.asked)
    assert await lookup.find(node.reach, uri) == post
    assert len(node.web.asked) == asked


async def test_a_post_of_ours_is_found_by_its_address(node):
    ours = await write(node.store, await make_person(node.store, "ana"))
    assert (await lookup.find(node.reach, ours.uri)).id == ours.id


async def test_a_post_from_elsewhere_is_found_by_its_page_here(node):
    node.web.put(ALICE, person(ALICE))
    uri = "https://remote.example/n/1"
    node.web.put(uri, note(uri, ALICE))
    post = await lookup.find(node.reach, uri)
    asked = len(node.web.asked)
    for page in (f"/t/{post.id}", f"/a/{post.id}", f"/a/{post.id}/r/3", f"/n/{post.id}?from=x#y"):
        assert (await lookup.find(node.reach, f"https://cop.example{page}")).uri == uri
        assert (await lookup.known_at(node.reach, f"https://cop.example{page}")).uri == uri
    for none in (f"/a/{post.id + 1}", f"/a/{post.id}/adoptions", "/a/0"):
        with pytest.raises(NotFound):
            await lookup.find(node.reach, f"https://cop.example{none}")
    assert len(node.web.asked) == asked


async def test_what_cannot_be_found_says_why(node):
    with pytest.raises(Unreachable):
        await lookup.find(node.reach, "@alice@remote.example")
    with pytest.raises(Malformed):
        await lookup.find(node.reach, "@")
    await node.block("remote.example").commit()
    with pytest.raises(Refused):
        await lookup.find(node.reach, "@alice@remote.example")
