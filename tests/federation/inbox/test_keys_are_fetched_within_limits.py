"""Whose key is it? Asked seldom, believed both ways, kept once it has verified something."""

import asyncio
from functools import cache

import orjson
import pytest

from fedcop import clock
from fedcop.activitypub.signatures.claim import Scheme
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.keys import list_keys
from tests.builders import ed25519_key, remember_person, rsa_key
from tests.federation.inbox.rig import activity, open_node, person

ALICE = "https://remote.example/users/alice"
POST = "https://cop.example/n/1"
MINUTE = 60.0


@cache
def another_key() -> PrivateKey:
    return PrivateKey.make_rsa()


def like(number=0):
    return activity("Like", ALICE, POST, id=f"{ALICE}/likes/{number}")


def showing(key, **more):
    pem = key.public.to_pem()
    shown = {"id": f"{ALICE}#main-key", "owner": ALICE, "publicKeyPem": pem}
    return person(ALICE, publicKey=shown, **more)


async def count(node, table):
    return (await node.store.read(f"SELECT count(*) FROM {table}"))[0][0]


async def test_an_unknown_key_is_fetched_once_for_all_who_wait(node):
    node.web.put(ALICE, person(ALICE))
    answers = await asyncio.gather(*(node.deliver(like(number)) for number in range(20)))
    assert set(answers) == {202}
    assert node.web.asked == [ALICE]
    alice = await find_actor_by_uri(node.store, ALICE)
    assert [row.key_id for row in await list_keys(node.store, alice.id)] == [f"{ALICE}#main-key"]


async def test_another_process_finds_it_in_the_store(node):
    node.web.put(ALICE, person(ALICE))
    await node.deliver(like(1))
    other = open_node(node.store)
    assert await other.deliver(like(2)) == 202
    assert other.web.asked == []


async def test_nothing_is_kept_of_a_key_that_verified_nothing(node):
    node.web.put(ALICE, showing(another_key()))
    for number in range(10):
        assert await node.deliver(like(number)) == 401
    assert node.web.asked == [ALICE]
    assert await count(node, "actor") == 0
    assert await count(node, "actor_key") == 0


async def test_a_thousand_bad_signatures_ask_the_owner_once(node):
    await remember_person(node.store, ALICE)
    node.web.put(ALICE, person(ALICE))
    body = orjson.dumps(like())
    for _ in range(30):
        assert (await node.post(body, ALICE, key=another_key())).status_code == 401
    assert node.web.asked == [ALICE]
    assert await node.deliver(like()) == 202


async def test_a_key_that_was_replaced_is_taken_from_its_owner(node):
    await remember_person(node.store, ALICE)
    await node.deliver(like(1))
    node.web.put(ALICE, showing(another_key()))
    assert await node.deliver(like(2), key=another_key()) == 202
    assert await node.deliver(like(3), key=another_key()) == 202
    assert node.web.asked == [ALICE]
    alice = await find_actor_by_uri(node.store, ALICE)
    keys = await list_keys(node.store, alice.id)
    assert [row.public for row in keys] == [another_key().public.to_pem()]
    assert await node.deliver(like(4)) == 401  # the old one no longer opens


async def test_a_key_that_cannot_be_had_is_not_asked_for_again_at_once(node):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        for number in range(5):
            assert await node.deliver(like(number)) == 401
        assert node.web.asked == [ALICE]
        now[0] += 11 * MINUTE
        node.web.put(ALICE, person(ALICE))
        assert await node.deliver(like(9)) == 202


@pytest.mark.parametrize("status", [404, 410])
async def test_one_that_is_gone_is_not_asked_for_a_day(node, status):
    now = [clock.now()]
    node.web.put(ALICE, status=status)
    with clock.held(lambda: now[0]):
        assert await node.deliver(like(1)) == 401
        now[0] += 60 * MINUTE
        assert await node.deliver(like(2)) == 401
        assert node.web.asked == [ALICE]
        now[0] += 24 * 60 * MINUTE
        await node.deliver(like(3))
    assert node.web.asked == [ALICE, ALICE]


async def test_gotosocial_shows_a_stub_at_the_key_s_own_path(node):
    key_id = f"{ALICE}/main-key"
    shown = {"id": key_id, "owner": ALICE, "publicKeyPem": rsa_key().public.to_pem()}
    node.web.put(key_id, {"type": "Person", "id": ALICE, "publicKey": shown})
    node.web.put(ALICE, person(ALICE, publicKey=shown))
    assert await node.deliver(like(), key_id=key_id) == 202
    assert node.web.asked == [key_id, ALICE]


async def test_a_key_may_stand_in_a_document_of_its_own(node):
    key_id = "https://remote.example/keys/1"
    shown = {"id": key_id, "owner": ALICE, "publicKeyPem": rsa_key().public.to_pem()}
    node.web.put(key_id, shown)
    node.web.put(ALICE, person(ALICE, publicKey=key_id))
    assert await node.deliver(like(), key_id=key_id) == 202


async def test_an_actor_must_name_the_key_too(node):
    key_id = "https://remote.example/keys/1"
    shown = {"id": key_id, "owner": ALICE, "publicKeyPem": rsa_key().public.to_pem()}
    node.web.put(key_id, shown)
    node.web.put(ALICE, person(ALICE))
    assert await node.deliver(like(), key_id=key_id) == 401


async def test_a_key_of_another_host_opens_nothing(node):
    key_id = "https://evil.example/keys/1"
    node.web.put(key_id, {"id": key_id, "owner": ALICE, "publicKeyPem": rsa_key().public.to_pem()})
    node.web.put(ALICE, person(ALICE, publicKey=key_id))
    assert await node.deliver(like(), key_id=key_id) == 401
    assert node.web.asked == [key_id]


async def test_an_ed25519_key_is_as_good(node):
    key_id = f"{ALICE}#ed25519-key"
    multibase = ed25519_key().public.to_multibase()
    shown = {"id": key_id, "type": "Multikey", "controller": ALICE, "publicKeyMultibase": multibase}
    node.web.put(ALICE, person(ALICE, assertionMethod=[shown]))
    how = {"key": ed25519_key(), "key_id": key_id}
    assert await node.deliver(like(1), scheme=Scheme.RFC9421, **how) == 202
    assert await node.deliver(like(2), **how) == 202
    assert await open_node(node.store).deliver(like(3), **how) == 202


async def test_who_would_receive_elsewhere_is_refused(node):
    node.web.put(ALICE, person(ALICE, inbox="https://victim.example/inbox"))
    assert await node.deliver(like()) == 403
    assert await count(node, "actor") == 0


async def test_a_blocked_server_is_not_asked_for_its_key(node):
    await node.block("remote.example").commit()
    assert await node.deliver(like()) == 403
    assert node.web.asked == []


async def test_a_name_below_a_blocked_one_is_blocked_too(node):
    await node.block("example").commit()
    assert await node.deliver(like()) == 403
