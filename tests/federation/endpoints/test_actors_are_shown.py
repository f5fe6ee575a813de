"""Our actors are readable for everybody, with all that peers look for."""

import pytest

from fedcop.activitypub import reading
from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.community import accounts, communities
from fedcop.community.communities import Description
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries.actors import mark_deleted
from fedcop.store.statements import Statement
from fedcop.values import Audience, PostPolicy
from tests.builders import make_community, make_node, make_person
from tests.federation.endpoints.rig import TYPE, open_door

# groups.md 1.1, without pictures (there are none yet) and `language` (it would forbid the others).
_WORDS = """
@context type id url preferredUsername name summary source inbox outbox followers featured
attributedTo moderators postingRestrictedToMods sensitive manuallyApprovesFollowers discoverable
endpoints publicKey published updated
"""
GROUP_FIELDS = set(_WORDS.split())


async def test_a_person_has_all_that_mastodon_and_lemmy_need(store):
    ana = await make_person(store, "ana", display="Ana")
    shown = await open_door(store).read(ana.uri)
    assert (shown["id"], shown["type"], shown["preferredUsername"]) == (ana.uri, "Person", "ana")
    assert shown["name"] == "Ana"
    assert shown["inbox"] == f"{ana.uri}/inbox"
    assert shown["endpoints"]["sharedInbox"] == store.uris.shared_inbox()
    assert shown["publicKey"]["id"] == f"{ana.uri}#main-key"
    assert shown["publicKey"]["owner"] == ana.uri
    assert PublicKey.from_pem(shown["publicKey"]["publicKeyPem"])
    [multikey] = shown["assertionMethod"]
    assert (multikey["id"], multikey["type"]) == (f"{ana.uri}#ed25519-key", "Multikey")
    assert multikey["controller"] == ana.uri
    assert PublicKey.from_multibase(multikey["publicKeyMultibase"])
    assert "private" not in str(shown).lower()


async def test_a_community_has_every_field_that_peers_look_for(store):
    ana = await make_person(store, "ana")
    lab = await make_community(
        store,
        ana,
        "lab",
        domain="Feedback in class",
        charter="We try.",
        summary="<p>We try.</p>",
    )
    shown = await open_door(store).read(lab.uri)
    assert GROUP_FIELDS - set(shown) == set()
    assert shown["type"] == "Group"
    assert shown["attributedTo"] == shown["moderators"] == f"{lab.uri}/moderators"
    assert shown["members"] == f"{lab.uri}/members"
    assert shown["postingRestrictedToMods"] is False
    assert shown["source"] == {"content": "We try.", "mediaType": "text/markdown"}
    assert shown["cop:domain"] == "Feedback in class"
    assert shown["cop:visibility"] == "public"
    assert shown["cop:postPolicy"] == "anyone"


async def test_what_a_community_allows_shows_in_its_document(store):
    ana = await make_person(store, "ana")
    lab = await make_community(
        store,
        ana,
        "lab",
        post_policy=PostPolicy.STEWARDS,
        audience=Audience.MEMBERS,
        locked=True,
    )
    shown = await open_door(store).read(lab.uri)
    assert shown["postingRestrictedToMods"] is True
    assert shown["manuallyApprovesFollowers"] is True
    assert (shown["cop:visibility"], shown["cop:postPolicy"]) == ("members", "stewards")


async def test_what_is_shown_reads_back_as_the_same_actor(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab", domain="Feedback")
    for uri, kind in ((ana.uri, "Person"), (lab.uri, "Group")):
        read = reading.read_actor(await open_door(store).read(uri))
        assert (read.type, read.id) == (kind, uri)
        assert {key.id for key in read.keys} == {f"{uri}#main-key", f"{uri}#ed25519-key"}
        assert read.followers == f"{uri}/followers"


async def test_organization_and_node_are_there(store):
    organization, node = await make_node(store)
    peers = open_door(store)
    assert (await peers.read(organization.uri))["type"] == "Organization"
    shown = await peers.read(node.uri)
    assert (shown["type"], shown["id"]) == ("Application", store.uris.node_actor())


async def test_every_address_an_actor_names_answers(store):
    await make_node(store)
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    peers = open_door(store)
    names = ("outbox", "followers", "following", "featured", "moderators", "members")
    for uri in (ana.uri, lab.uri, store.uris.organization(), store.uris.node_actor()):
        shown = await peers.read(uri)
        for name in names:
            if name in shown:
                found = await peers.read(shown[name])
                same = found["id"] == shown[name] or name == "members"
                assert same, shown[name]
                assert found["type"] == "OrderedCollection"


async def test_it_is_served_as_what_it_is_and_may_be_kept_a_while(store):
    ana = await make_person(store, "ana")
    answer = await open_door(store).get(ana.uri)
    assert answer.headers["content-type"] == TYPE
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert {"Accept", "Signature"} <= set(answer.headers["vary"].split(", "))


async def test_who_has_it_already_is_told_so(store):
    ana = await make_person(store, "ana")
    peers = open_door(store)
    etag = (await peers.get(ana.uri)).headers["etag"]
    again = await peers.get(ana.uri, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    await perform(store, accounts.change_profile, ana, "Ana B.", "", "")
    changed = await peers.get(ana.uri, if_none_match=etag)
    assert changed.status_code == 200
    assert changed.json()["name"] == "Ana B."


async def test_head_answers_and_post_does_not(store):
    ana = await make_person(store, "ana")
    client = open_door(store).client
    assert (await client.head("/u/ana")).status_code == 200
    assert (await client.post(ana.uri)).status_code == 405


@pytest.mark.parametrize("suspended", [0, 1])
async def test_who_is_gone_leaves_a_tombstone(store, suspended):
    ana = await make_person(store, "ana")
    unit = Unit(store)
    unit.add(Statement("UPDATE actor SET suspended = ? WHERE id = ?", (suspended, ana.id)))
    unit.add(mark_deleted(ana.id, 5))
    await unit.commit()
    peers = open_door(store)
    answer = await peers.get(ana.uri)
    assert answer.status_code == 410
    assert answer.json()["type"] == "Tombstone"
    for path in (f"{ana.uri}/outbox", f"/.well-known/webfinger?resource={ana.uri}"):
        assert (await peers.get(path)).status_code == 410


@pytest.mark.parametrize("path", ["/u/nobody", "/u/lab", "/c/ana", "/u/node", "/c/organization"])
async def test_nobody_is_found_at_another_door(store, path):
    await make_node(store)
    await make_community(store, await make_person(store, "ana"), "lab")
    assert (await open_door(store).get(path)).status_code == 404


async def test_of_who_is_suspended_it_is_said_and_nothing_else(store):
    ana = await make_person(store, "ana", display="Ana of the wards")
    peers = open_door(store)
    await peers.read(ana.uri)
    unit = Unit(store)
    unit.add(Statement("UPDATE actor SET suspended = 1, version = 9 WHERE id = ?", (ana.id,)))
    await unit.commit()
    shown = await peers.read(ana.uri)
    assert (shown["suspended"], shown["name"], "summary" in shown) == (True, "ana", False)
    assert shown["publicKey"]["owner"] == ana.uri  # so that an Update that says so is believed
    for path in ("/outbox", "/followers"):
        assert (await peers.get(f"{ana.uri}{path}")).status_code == 404


async def test_a_community_that_waits_for_an_admin_is_not_there_yet(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab", needs_approval=True)
    peers = open_door(store)
    for path in ("", "/outbox", "/followers", "/members", "/moderators", "/featured"):
        assert (await peers.get(f"{lab.uri}{path}")).status_code == 404
    await perform(store, communities.approve, lab.id)
    assert (await peers.read(lab.uri))["id"] == lab.uri


async def test_a_community_is_shown_as_it_was_described_last(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    peers = open_door(store)
    await peers.read(lab.uri)
    await perform(store, communities.describe, ana, lab.id, Description("Lab", domain="New"))
    assert (await peers.read(lab.uri))["cop:domain"] == "New"


async def test_followers_are_counted_and_never_named(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    shown = await open_door(store).read(f"{lab.uri}/followers")
    assert (shown["totalItems"], shown["orderedItems"]) == (1, [])
    assert ana.uri not in str(shown)


async def test_stewards_are_named(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    shown = await open_door(store).read(f"{lab.uri}/moderators")
    assert (shown["totalItems"], shown["orderedItems"]) == (1, [ana.uri])


async def test_lemmy_finds_the_node_at_its_root(store):
    await make_node(store)
    answer = await open_door(store).get("/")
    assert (answer.status_code, answer.headers["location"]) == (302, store.uris.node_actor())
