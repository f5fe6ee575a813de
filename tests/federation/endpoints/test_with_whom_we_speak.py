"""The federation mode: everybody, only the allowed, or nobody."""

import pytest

from fedcop.activitypub.signatures.keys import PublicKey
from tests.builders import make_community, make_node, make_person, remember_person
from tests.federation.endpoints.rig import allow, open_door, remember_node
from tests.writing import write

PATHS = (
    "/u/ana",
    "/c/lab",
    "/c/lab/outbox",
    "/u/ana/followers",
    "/n/{id}",
    "/n/{id}/replies",
    "/t/{id}",
)
MISSING = ("/n/5", "/t/5", "/u/nobody/outbox", "/activities/5")
ALWAYS = ("/actor", "/.well-known/webfinger?resource=acct:ana@cop.example", "/nodeinfo/2.1")
FOR_APPS = ("/.well-known/nodeinfo", "/nodeinfo/2.0", "/nodeinfo/2.1", "/.well-known/host-meta")


async def scene(store, mode):
    await make_node(store)
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    post = await write(store, ana, community_id=lab.id)
    await allow(store, "friend.example")
    return open_door(store, mode), post.id


@pytest.mark.parametrize("path", [*PATHS, *MISSING, *ALWAYS[:2], "/"])
async def test_a_closed_node_answers_nobody(store, path):
    peers, number = await scene(store, "closed")
    friend = await remember_node(store, "https://friend.example/actor")
    for reader in (None, friend):
        answer = await peers.get(path.format(id=number), reader)
        assert answer.status_code == 404


@pytest.mark.parametrize("path", FOR_APPS)
async def test_a_closed_node_tells_apps_of_its_own_people_what_it_is(store, path):
    peers, _ = await scene(store, "closed")
    assert (await peers.get(path, None)).status_code == 200


async def test_an_allowlist_lets_the_allowed_read_who_sign(store):
    peers, number = await scene(store, "allowlist")
    friend = await remember_node(store, "https://friend.example/actor")
    for path in PATHS:
        answer = await peers.get(path.format(id=number), friend)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "private, no-store"


async def test_an_allowlist_turns_others_away_before_it_looks(store):
    peers, number = await scene(store, "allowlist")
    stranger = await remember_person(store, "https://stranger.example/users/eve")
    bodies = set()
    for path in (*PATHS[2:], *MISSING):
        for reader in (None, stranger):
            answer = await peers.get(path.format(id=number), reader)
            assert answer.status_code == 401, path
            bodies.add(answer.content)
    assert len(bodies) == 1


async def test_an_allowlist_shows_keys_to_everybody_and_no_more_of_an_actor(store):
    peers, _ = await scene(store, "allowlist")
    for path in PATHS[:2]:
        shown = (await peers.get(path)).json()
        assert PublicKey.from_pem(shown["publicKey"]["publicKeyPem"])
        assert set(shown) == {
            "@context",
            "id",
            "type",
            "preferredUsername",
            "inbox",
            "outbox",
            "publicKey",
            "assertionMethod",
            "manuallyApprovesFollowers",
            *(("postingRestrictedToMods", "sensitive") if shown["type"] == "Group" else ()),
        }


async def test_an_allowlist_leaves_open_what_peers_verify_us_by(store):
    peers, _ = await scene(store, "allowlist")
    for path in ALWAYS:
        assert (await peers.get(path)).status_code == 200, path
