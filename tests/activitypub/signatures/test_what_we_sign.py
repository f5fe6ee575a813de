"""Our own requests: what they cover, in which words, and that strangers can verify them."""

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import http_message_signatures as oracle
import pytest

from fedcop import clock
from fedcop.activitypub.signatures import cavage
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Profile, Scheme, read_claims, sign, verify
from tests.activitypub.signatures.rig import with_headers

RSA = PrivateKey.make_rsa()
ED25519 = PrivateKey.make_ed25519()
KEY_ID = "https://cop.example/u/alice#main-key"
NOW = 1767225600
POST = RequestMessage(
    "POST",
    b"/inbox",
    (
        (b"host", b"remote.example"),
        (b"content-type", b"application/activity+json"),
        (b"user-agent", b"fedcop"),
    ),
    b'{"type":"Like"}',
)
GET = RequestMessage(
    "GET", b"/n/1?page=2", ((b"host", b"remote.example"), (b"accept", b"application/activity+json"))
)


def added(
    request: RequestMessage, scheme: Scheme, key: PrivateKey = RSA, now: float = NOW
) -> dict[str, str]:
    headers = sign(request, key, KEY_ID, scheme, now)
    return {name.decode(): value.decode() for name, value in headers}


@pytest.mark.parametrize("key", [RSA, ED25519], ids=["rsa", "ed25519"])
@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("request_", [POST, GET, replace(GET, method="HEAD")], ids=["P", "G", "H"])
def test_what_we_sign_a_node_like_us_accepts(
    request_: RequestMessage, scheme: Scheme, key: PrivateKey
) -> None:
    message = with_headers(request_, *sign(request_, key, KEY_ID, scheme, NOW + 0.7))
    (claim,) = read_claims(message, Profile.of("remote.example"), NOW)
    assert claim.key_id == KEY_ID
    verify(claim, key.public)


def test_a_post_under_cavage_covers_what_every_peer_wants_in_that_order() -> None:
    headers = added(POST, Scheme.CAVAGE)
    assert list(headers) == ["date", "digest", "signature"]
    assert headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert headers["digest"] == "SHA-256=fQLcyuiC5b53id2wfhThCI+LFjFoCGXZfRwgMiR7Fp0="
    parameters = cavage.parse(headers["signature"].encode())
    assert list(parameters) == ["keyId", "algorithm", "headers", "signature"]
    assert parameters["keyId"] == KEY_ID
    assert parameters["algorithm"] == "rsa-sha256"
    assert parameters["headers"] == "(request-target) host date digest content-type"


def test_collection_synchronization_is_covered_when_it_is_sent() -> None:
    request = with_headers(POST, (b"collection-synchronization", b'digest="00"'))
    parameters = cavage.parse(added(request, Scheme.CAVAGE)["signature"].encode())
    assert parameters["headers"].endswith(" content-type collection-synchronization")


def test_a_get_under_cavage_covers_target_host_and_date_alone() -> None:
    request = with_headers(GET, (b"digest", b"none"), (b"content-type", b"none"))
    headers = added(request, Scheme.CAVAGE)
    assert list(headers) == ["date", "signature"]
    parameters = cavage.parse(headers["signature"].encode())
    assert parameters["headers"] == "(request-target) host date"


@pytest.mark.parametrize(
    ("scheme", "target"),
    [(Scheme.CAVAGE, b"/n/1?page=2"), (Scheme.CAVAGE_WITHOUT_QUERY, b"/n/1")],
)
def test_the_query_is_signed_or_left_out(scheme: Scheme, target: bytes) -> None:
    headers = added(GET, scheme)
    values = {
        b"(request-target)": b"get " + target,
        b"host": b"remote.example",
        b"date": headers["date"].encode(),
    }
    text = cavage.signing_string(list(values), values)
    signature = cavage.parse(headers["signature"].encode())["signature"]
    assert RSA.public.verifies(b64decode(signature), text)


def test_ed25519_is_named_hs2019_under_cavage() -> None:
    parameters = cavage.parse(added(GET, Scheme.CAVAGE, ED25519)["signature"].encode())
    assert parameters["algorithm"] == "hs2019"


def test_date_and_digest_that_are_there_already_are_signed_as_they_are() -> None:
    request = with_headers(POST, (b"date", b"Wed, 31 Dec 2025 23:59:00 GMT"), (b"digest", b"d"))
    assert list(added(request, Scheme.CAVAGE)) == ["signature"]
    request = with_headers(POST, (b"content-digest", b"sha-256=:AAAA:"))
    assert list(added(request, Scheme.RFC9421)) == ["signature-input", "signature"]


def test_an_rfc_9421_signature_is_written_as_mastodon_writes_it() -> None:
    headers = added(POST, Scheme.RFC9421)
    assert list(headers) == ["content-digest", "signature-input", "signature"]
    assert headers["signature-input"] == (
        'sig1=("@method" "@target-uri" "content-digest");created=1767225600'
        f';keyid="{KEY_ID}";alg="rsa-v1_5-sha256"'
    )
    assert added(GET, Scheme.RFC9421)["signature-input"].startswith(
        'sig1=("@method" "@target-uri");created='
    )


def test_a_request_without_host_is_not_signed() -> None:
    for scheme in Scheme:
        with pytest.raises(ValueError, match="Host"):
            sign(replace(GET, headers=()), ED25519, KEY_ID, scheme, NOW)


class Keys(oracle.HTTPSignatureKeyResolver):
    """Hand the oracle our public key, parsed by it and not by us."""

    def __init__(self, key: PrivateKey) -> None:
        self.pem = key.public.to_pem().encode()

    def resolve_public_key(self, key_id: str) -> bytes:
        assert key_id == KEY_ID
        return self.pem


@pytest.mark.parametrize("key", [RSA, ED25519], ids=["rsa", "ed25519"])
@pytest.mark.parametrize("request_", [POST, GET], ids=["POST", "GET"])
def test_an_independent_verifier_accepts_our_rfc_9421_requests(
    request_: RequestMessage, key: PrivateKey
) -> None:
    signed = with_headers(request_, *sign(request_, key, KEY_ID, Scheme.RFC9421, clock.now()))
    seen = SimpleNamespace(
        method=signed.method,
        url=f"https://remote.example{signed.target.decode()}",
        headers={name.decode(): value.decode() for name, value in signed.headers},
    )
    algorithm = (
        oracle.algorithms.RSA_V1_5_SHA256 if key.kind is KeyKind.RSA else oracle.algorithms.ED25519
    )
    verifier = oracle.HTTPMessageVerifier(signature_algorithm=algorithm, key_resolver=Keys(key))
    required = ("@method", "@target-uri")
    (result,) = verifier.verify(
        seen,
        max_age=timedelta(minutes=1),
        require_components=required,
        body=signed.body or None,
    )
    assert result.parameters["keyid"] == KEY_ID
    seen.url += "x"
    with pytest.raises(oracle.InvalidSignature):
        verifier.verify(seen, max_age=timedelta(minutes=1))
