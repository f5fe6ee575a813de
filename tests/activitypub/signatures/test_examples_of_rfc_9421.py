"""The examples of RFC 9421, Appendix B: their bases are ours, their signatures are right.

They cover less than the profile asks, and are old: read as requests, all are refused.
"""

import hmac
from base64 import b64decode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from fedcop.activitypub.signatures import digest, rfc9421
from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Profile, read_claims
from fedcop.activitypub.signatures.structured import read_bytes, read_dictionary, texts
from fedcop.errors import Unauthenticated
from tests.activitypub.signatures.rig import Case, vectors, with_headers
from tests.corpus import needs_corpus

pytestmark = needs_corpus

SPEC = vectors("rfc9421_spec.json")
# Two examples cover what the profile never reads: a query parameter, and a response.
NEVER_READ = {
    "@query-param": (b'"@query-param";name="Pet"', b"dog"),
    "@status": (b'"@status"', b"200"),
}


def message_of(case: Case) -> RequestMessage:
    shown = SPEC[f"test_{case['on']}"]
    headers = tuple([(name.lower().encode(), value.encode()) for name, value in shown["headers"]])
    target = shown.get("target", "/").encode()
    return RequestMessage(shown.get("method", "GET"), target, headers, shown["body"].encode())


@pytest.mark.parametrize("case", SPEC["cases"], ids=lambda case: case["label"])
def test_the_base_is_the_one_of_the_rfc_and_its_signature_verifies(case: Case) -> None:
    message = message_of(case)
    received = case["signature_input"].encode()
    (member,) = read_dictionary(received, "signature-input").values()
    items = member[0]
    assert isinstance(items, list)
    lines = [
        NEVER_READ[name]
        if name in NEVER_READ
        else (f'"{name}"'.encode(), rfc9421.component(name, message, message.fields()))
        for name, _ in items
    ]
    base = rfc9421.signature_base(lines, texts(received)[case["label"]])
    assert base == case["signature_base"].encode()
    signature = read_bytes(case["signature"].encode(), "signature")[case["label"]]
    check_arithmetic(case, signature, base)


def check_arithmetic(case: Case, signature: bytes, base: bytes) -> None:
    found = SPEC["keys"][case["key"]]
    if case["alg"] == "hmac-sha256":
        assert hmac.digest(b64decode(found["secret_b64"]), base, "sha256") == signature
        return
    key = load_pem_public_key(found["public"].encode())
    if isinstance(key, rsa.RSAPublicKey):
        pss = padding.PSS(padding.MGF1(hashes.SHA512()), 64)
        key.verify(signature, base, pss, hashes.SHA512())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        halves = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
        key.verify(encode_dss_signature(*halves), base, ec.ECDSA(hashes.SHA256()))
    else:
        assert isinstance(key, ed25519.Ed25519PublicKey)
        assert PublicKey.from_pem(found["public"]).verifies(signature, base)


@pytest.mark.parametrize("case", SPEC["cases"], ids=lambda case: case["label"])
def test_read_as_a_request_it_is_refused_by_the_profile(case: Case) -> None:
    message = message_of(case)
    if case["on"] == "response":
        message = with_headers(message, (b"host", b"example.com"))
    signed = with_headers(
        message,
        (b"signature-input", case["signature_input"].encode()),
        (b"signature", case["signature"].encode()),
    )
    assert case["ap_profile_expect"] == "invalid"
    with pytest.raises(Unauthenticated):
        read_claims(signed, Profile.of("example.com"), 1618884473)


@pytest.mark.parametrize("on", ["request", "response"])
def test_the_content_digests_of_the_examples_match(on: str) -> None:
    shown = SPEC[f"test_{on}"]
    value = dict(shown["headers"])["Content-Digest"].encode()
    digest.check_content_digest(value, shown["body"].encode())
