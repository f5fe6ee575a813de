"""Our actors sign with keys that lie sealed in the store and are opened once."""

import pytest

from fedcop.activitypub.signatures.keys import KeyKind, PublicKey
from fedcop.community import accounts
from fedcop.community.accounts import NewPerson
from fedcop.community.perform import perform
from fedcop.errors import Misconfigured, NotFound
from fedcop.federation.keyring import Keyring, make_keys
from fedcop.store.queries.keys import list_keys
from fedcop.store.seal import Seal
from tests.builders import SEAL, make_person, remember_person

URI = "https://cop.example/u/eve"


async def make_eve(store):
    return await perform(store, accounts.create, NewPerson("eve"), await make_keys(URI, SEAL))


async def test_what_the_keyring_signs_the_published_keys_verify(store):
    eve = await make_eve(store)
    rsa, ed25519 = await list_keys(store, eve.id)
    keyring = Keyring(store, SEAL)
    signer, prover = await keyring.signer(eve.id), await keyring.prover(eve.id)
    assert (signer.key_id, signer.key.kind) == (f"{URI}#main-key", KeyKind.RSA)
    assert (prover.method, prover.key.kind) == (f"{URI}#ed25519-key", KeyKind.ED25519)
    assert PublicKey.from_pem(rsa.public).verifies(signer.key.sign(b"x"), b"x")
    assert PublicKey.from_multibase(ed25519.public).verifies(prover.key.sign(b"x"), b"x")


async def test_a_key_is_opened_once_until_it_is_forgotten(store):
    ana = await make_person(store, "ana")
    keyring = Keyring(store, SEAL)
    first = await keyring.signer(ana.id)
    assert await keyring.signer(ana.id) is first
    keyring.forget(ana.id)
    assert await keyring.signer(ana.id) is not first


async def test_private_keys_lie_sealed(store):
    eve = await make_eve(store)
    for row in await list_keys(store, eve.id):
        assert row.private is not None
        assert row.private[0] == 1
        with pytest.raises(Misconfigured, match="master key"):
            Seal(bytes(32)).open(row.private, row.key_id)
        with pytest.raises(Misconfigured):
            SEAL.open(row.private, "https://cop.example/u/other#main-key")


async def test_another_master_key_opens_nothing(store):
    ana = await make_person(store, "ana")
    with pytest.raises(Misconfigured, match="put back"):
        await Keyring(store, Seal(bytes(32))).signer(ana.id)


async def test_nobody_signs_for_others(store):
    bo = await remember_person(store, "https://peer.example/u/bo")
    for number in (bo.id, 1):
        with pytest.raises(NotFound):
            await Keyring(store, SEAL).signer(number)
