"""Every recorded request gets the answer of the profile, whoever signed it."""

from base64 import b64encode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from fedcop.activitypub.signatures import cavage
from fedcop.activitypub.signatures.keys import PrivateKey, PublicKey
from fedcop.activitypub.signatures.scheme import Profile, Scheme, read_claims
from fedcop.errors import Malformed
from tests.activitypub.signatures.rig import (
    REFUSALS,
    Case,
    authenticate,
    message_of,
    name_of,
    public_keys,
    vectors,
)
from tests.corpus import needs_corpus

CAVAGE = vectors("cavage_generated.json")
RFC9421 = vectors("rfc9421_generated.json")
MASTODON = vectors("mastodon_requests.json")
LEMMY = vectors("lemmy_request.json")
SPEC = vectors("cavage_spec.json")

# Where the profile refuses what Mastodon takes, and why.
STRICTER_THAN_MASTODON = {
    "cavage-with-an-acct-key-id": "acct: is a legacy key id; only an https one can be fetched",
}
NEVER_FETCHED = ("keyid-", "many-labels")


@pytest.mark.parametrize("case", CAVAGE["cases"], ids=name_of)
def test_a_cavage_request_is_judged_by_the_profile(case: Case) -> None:
    judge(case, public_keys(CAVAGE["keys"]), "signing_string", Scheme.CAVAGE)


@pytest.mark.parametrize("case", RFC9421["cases"], ids=name_of)
def test_an_rfc_9421_request_is_judged_by_the_profile(case: Case) -> None:
    judge(case, public_keys(RFC9421["keys"]), "signature_base", Scheme.RFC9421)


def judge(case: Case, keys: dict[str, PublicKey], text: str, scheme: Scheme) -> None:
    message, profile = message_of(case), Profile.of(case["local_host"])
    if case["id"].startswith(NEVER_FETCHED):
        with pytest.raises(REFUSALS):
            read_claims(message, profile, case["now"])
    elif case["expect"] == "invalid":
        with pytest.raises(REFUSALS):
            authenticate(message, profile, case["now"], keys)
    else:
        claim = authenticate(message, profile, case["now"], keys)
        assert claim.key_id == case["expected_key_id"]
        assert claim.scheme is scheme
        assert case[text].encode() in claim.texts


@needs_corpus
@pytest.mark.parametrize("case", MASTODON["cases"], ids=name_of)
def test_mastodon_s_own_requests_get_its_answer_but_where_we_are_stricter(case: Case) -> None:
    keys = public_keys(MASTODON[case.get("use_key", "keys")])
    profile = Profile.of(case["local_host"])
    wanted = case["mastodon_result"] == "authenticated"
    if case["id"] in STRICTER_THAN_MASTODON:
        assert wanted
        wanted = False
    assert (case["expect"] == "valid") is wanted
    if wanted:
        assert authenticate(message_of(case), profile, case["now"], keys).key_id in keys
    else:
        with pytest.raises(REFUSALS):
            authenticate(message_of(case), profile, case["now"], keys)


@needs_corpus
@pytest.mark.parametrize("case", LEMMY["cases"], ids=name_of)
def test_lemmy_s_known_answer_verifies(case: Case) -> None:
    keys = {LEMMY["keyId"]: PublicKey.from_pem(LEMMY["public_key_pem"])}
    ours = Profile.of(case["local_host"])
    assert case["skip_checks"] == ["own-host-keyid"]
    with pytest.raises(REFUSALS, match="our own host"):
        authenticate(message_of(case), ours, case["now"], keys)
    claim = authenticate(message_of(case), replace(ours, own=frozenset()), case["now"], keys)
    assert claim.texts == (case["signing_string"].encode(),)


@needs_corpus
@pytest.mark.parametrize("case", SPEC["cases"], ids=name_of)
def test_the_examples_of_the_draft_are_reproduced_bit_for_bit(case: Case) -> None:
    request = SPEC["request"]
    values = {name.lower().encode(): value.encode() for name, value in request["headers"]}
    values[b"(request-target)"] = b"post " + request["target"].encode()
    text = cavage.signing_string([name.encode() for name in case["headers"]], values)
    assert text == case["signing_string"].encode()
    key = PrivateKey.load(SPEC["private_key_pem"].encode())
    signature = cavage.parse(f'signature="{case["signature"]}"'.encode())["signature"]
    assert b64encode(key.sign(text)).decode() == signature
    public = load_pem_public_key(SPEC["public_key_pem"].encode())
    assert isinstance(public, RSAPublicKey)
    public.verify(key.sign(text), text, padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(Malformed, match="2048"):
        PublicKey.from_pem(SPEC["public_key_pem"])
