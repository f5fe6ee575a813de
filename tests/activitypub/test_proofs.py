"""Proofs inside documents: made, verified, and refused when anything was touched."""

from contextlib import suppress
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.activitypub import proofs
from fedcop.activitypub.signatures import multibase
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey, PublicKey
from fedcop.digests import canonical, sha256
from fedcop.errors import Malformed, Unauthenticated
from tests.activitypub.signatures.rig import Case, name_of, vectors
from tests.corpus import needs_corpus

MADE_HERE = vectors("fep8b32_generated.json")
SPEC = vectors("fep8b32_spec.json")
MULTIKEY = vectors("fep521a_spec.json")
METHODS = {
    method["id"]: (actor["id"], PublicKey.from_multibase(method["publicKeyMultibase"]))
    for actor in MADE_HERE["actors"]
    for method in actor["assertionMethod"]
}

ALICE = "https://remote.example/users/alice"
KEY_ID = f"{ALICE}#ed25519-key"
KEY = PrivateKey.make_ed25519()
NOW = 1767225600.0
NOTE: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/activitystreams", {"cop": "https://w3id.org/fedcop/ns#"}],
    "id": "https://remote.example/notes/1",
    "type": "Note",
    "attributedTo": ALICE,
    "content": "Grüße",
}


def proved(**changes: Any) -> dict[str, Any]:
    return proofs.make(NOTE | changes, KEY, KEY_ID, "2026-01-01T00:00:00Z")


def verify(document: dict[str, Any], key: PublicKey = KEY.public, owner: str = ALICE) -> None:
    proof = proofs.read_proof(document, NOW)
    assert proof is not None
    proofs.verify_proof(proof, key, owner)


@pytest.mark.parametrize("case", MADE_HERE["cases"], ids=name_of)
def test_a_proof_is_judged_as_the_vector_says(case: Case) -> None:
    before = deepcopy(case["signed"])
    assert is_proved(case["signed"], datetime.fromisoformat(case["now"]).timestamp()) is (
        case["expect"] == "valid"
    )
    assert case["signed"] == before
    if "canonical" in case:
        bare = {name: value for name, value in case["signed"].items() if name != "proof"}
        assert canonical(bare) == case["canonical"].encode()


def is_proved(document: dict[str, Any], now: float) -> bool:
    try:
        proof = proofs.read_proof(document, now)
        if proof is None:
            return False
        controller, key = METHODS[proof.key_id]
        proofs.verify_proof(proof, key, controller)
    except (Malformed, Unauthenticated):
        return False
    return True


def w3c_case() -> Case:
    (found,) = [case for case in SPEC["cases"] if case["id"] == "w3c-eddsa-jcs-2022"]
    return found


@needs_corpus
def test_the_w3c_example_has_each_intermediate_value() -> None:
    case = w3c_case()
    proof = proofs.read_proof(case["signed"], NOW)
    assert proof is not None
    assert canonical(case["unsigned"]) == case["canonical_document"].encode()
    assert canonical(case["proof_config"]) == case["canonical_proof_config"].encode()
    assert sha256(canonical(case["proof_config"])).hex() == case["proof_hash_hex"]
    assert sha256(canonical(case["unsigned"])).hex() == case["document_hash_hex"]
    assert proof.signed.hex() == case["hash_data_hex"]
    assert proof.signature.hex() == case["signature_hex"]
    key = PublicKey.from_multibase(case["keypair"]["publicKeyMultibase"])
    assert key.verifies(proof.signature, proof.signed)


@needs_corpus
def test_the_w3c_example_is_made_bit_for_bit() -> None:
    case = w3c_case()
    secret = multibase.decode(case["keypair"]["privateKeyMultibase"]).removeprefix(b"\x80\x26")
    key = PrivateKey(KeyKind.ED25519, Ed25519PrivateKey.from_private_bytes(secret))
    options = case["proof_config"]
    made = proofs.make(case["unsigned"], key, options["verificationMethod"], options["created"])
    assert made == case["signed"]


@needs_corpus
def test_mastodon_s_example_verifies() -> None:
    for case in SPEC["cases"]:
        if "public_key_multibase" in case:
            key = PublicKey.from_multibase(case["public_key_multibase"])
            verify(case["signed"], key, case["signed"]["actor"])


@needs_corpus
@pytest.mark.parametrize("case", MULTIKEY["cases"], ids=name_of)
def test_a_multikey_reads_and_writes_as_fep_521a_shows(case: Case) -> None:
    text = case["multikey"]["publicKeyMultibase"]
    assert multibase.decode(text) == b"\xed\x01" + bytes.fromhex(case["public_key_hex"])
    assert PublicKey.from_multibase(text).to_multibase() == text


def test_what_we_prove_verifies_and_the_document_stays_as_it_was() -> None:
    before = deepcopy(NOTE)
    document = proved()
    assert before == NOTE
    assert document["proof"]["@context"] == NOTE["@context"]
    verify(document)


def test_a_proof_is_made_anew_when_there_is_one() -> None:
    again = proofs.make(proved(content="first"), KEY, KEY_ID, "2026-01-02T00:00:00Z")
    verify(again)
    assert again["proof"]["created"] == "2026-01-02T00:00:00Z"


@pytest.mark.parametrize("name", ["created", "verificationMethod", "@context"])
def test_the_options_of_a_proof_are_signed_too(name: str) -> None:
    document = proved()
    document["proof"][name] = {
        "created": "2027-01-01T00:00:00Z",
        "verificationMethod": f"{ALICE}#other-key",
        "@context": ["https://www.w3.org/ns/activitystreams"],
    }[name]
    with pytest.raises(Unauthenticated, match="not made by this key"):
        verify(document)


def test_an_added_context_is_left_out_but_a_changed_one_is_refused() -> None:
    document = proved()
    document["@context"] = [*document["@context"], "https://later.example/ns"]
    verify(document)
    document["@context"] = ["https://other.example/ns", *document["@context"]]
    with pytest.raises(Unauthenticated, match="@context"):
        verify(document)


def test_a_context_may_be_one_text_but_the_beginning_of_that_text_is_another() -> None:
    document = proofs.make(NOTE | {"@context": "https://a.example/ns"}, KEY, KEY_ID, "2026")
    verify(document)
    document["@context"] = ["https://a.example/ns", "https://later.example/ns"]
    verify(document)
    document["@context"] = "https://a.example/ns/2"
    with pytest.raises(Unauthenticated, match="@context"):
        verify(document)


@pytest.mark.parametrize("expires", ["2026-01-01T00:00:00Z", "3000-01-01T00:00:00+02:00"])
def test_a_proof_holds_until_it_expires(expires: str) -> None:
    document = proved()
    document["proof"]["expires"] = expires
    assert proofs.read_proof(document, NOW) is not None


@pytest.mark.parametrize(
    ("changes", "owner", "reason"),
    [
        ({"actor": "https://remote.example/users/mallory"}, ALICE, "differ"),
        ({"attributedTo": "https://remote.example/users/mallory"}, ALICE, "not by the owner"),
        ({"attributedTo": None}, ALICE, "not by the owner"),
        ({"id": "https://other.example/notes/1"}, ALICE, "other origin than its owner"),
        ({"id": "https://remote.example:8443/notes/1"}, ALICE, "other origin than its owner"),
    ],
)
def test_a_right_signature_by_the_wrong_one_is_refused(
    changes: dict[str, Any], owner: str, reason: str
) -> None:
    with pytest.raises(Unauthenticated, match=reason):
        verify(proved(**changes), owner=owner)


def test_the_key_must_live_where_its_owner_lives() -> None:
    document = proofs.make(NOTE, KEY, "https://evil.example/key", "2026-01-01T00:00:00Z")
    with pytest.raises(Unauthenticated, match="another origin than the owner"):
        verify(document)


def test_a_key_of_another_kind_is_refused() -> None:
    with pytest.raises(Unauthenticated, match="Ed25519"):
        verify(proved(), PrivateKey.make_rsa().public)


def test_an_actor_answers_for_itself() -> None:
    actor = {"id": ALICE, "type": "Person", "name": "Alice"}
    verify(proofs.make(actor, KEY, KEY_ID, "2026-01-01T00:00:00Z"))


def test_an_activity_and_its_embedded_actor_may_be_objects() -> None:
    activity = {"type": "Create", "actor": {"id": ALICE}, "object": NOTE}
    verify(proofs.make(activity, KEY, KEY_ID, "2026-01-01T00:00:00Z"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("proofPurpose", "authentication"),
        ("verificationMethod", None),
        ("proofValue", None),
        ("proofValue", "z" + "1" * 63),
        ("proofValue", "z0OIl"),
        ("proofValue", "u3gxQ31x5"),
        ("expires", "soon"),
        ("expires", "2025-12-31T23:59:59Z"),
    ],
)
def test_a_broken_proof_is_refused_while_it_is_read(name: str, value: object) -> None:
    document = proved()
    document["proof"][name] = value
    with pytest.raises((Malformed, Unauthenticated)):
        proofs.read_proof(document, NOW)


@pytest.mark.parametrize(
    "proof",
    [
        None,
        "https://remote.example/proofs/1",
        [],
        {},
        {"type": "Ed25519Signature2020"},
        {"type": "DataIntegrityProof", "cryptosuite": "mldsa44-jcs-2024"},
        [{"type": "DataIntegrityProof"}, {"type": "DataIntegrityProof"}],
    ],
)
def test_a_proof_of_another_kind_is_no_proof(proof: Any) -> None:
    assert proofs.read_proof(NOTE | {"proof": proof}, NOW) is None
    assert proofs.read_proof(NOTE, NOW) is None


def test_a_proof_that_stands_alone_in_a_list_is_read() -> None:
    document = proved()
    document["proof"] = [document["proof"]]
    verify(document)


def test_a_document_without_a_canonical_form_is_malformed() -> None:
    document = proved()
    document["size"] = 2**60
    with pytest.raises(Malformed, match="canonical"):
        proofs.read_proof(document, NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["@context", "id", "actor", "attributedTo", "type", "signature"]
OPTIONS = ["@context", "proofPurpose", "verificationMethod", "expires", "proofValue"]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), JSON),
    st.dictionaries(st.sampled_from(OPTIONS), JSON | st.just("assertionMethod")),
)
def test_no_document_breaks_the_reader(document: Any, options: Any) -> None:
    document["proof"] = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"} | options
    try:
        proof = proofs.read_proof(document, NOW)
        if proof is not None:
            proofs.verify_proof(proof, KEY.public, ALICE)
    except (Malformed, Unauthenticated):
        return
    pytest.fail("a proof out of nothing verified")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100), st.text(max_size=100))
def test_multibase_survives_a_round_trip_and_any_text(data: bytes, text: str) -> None:
    assert multibase.decode(multibase.encode(data)) == data
    with suppress(Malformed):
        assert multibase.encode(multibase.decode("z" + text)) == "z" + text
