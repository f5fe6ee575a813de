"""Headers nobody should send: refused by name, never with another exception, never slowly."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fedcop.activitypub.signatures import cavage, digest, rfc9421
from fedcop.activitypub.signatures.message import (
    RequestMessage,
    check_headers,
    check_target,
)
from fedcop.activitypub.signatures.scheme import Claim, Profile, read_claims
from fedcop.errors import Malformed, Unauthenticated
from tests.activitypub.signatures.rig import REFUSALS

PROFILE = Profile.of("cop.example")
NOW = 1767225600.0
BODY = b"body"


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        (b'keyId="a"', {"keyId": "a"}),
        (b'Signature keyId="a"', {"keyId": "a"}),
        (b'keyId="a",created=12', {"keyId": "a", "created": "12"}),
        (b' keyId="a" ,\tcreated="12" ', {"keyId": "a", "created": "12"}),
        (b'keyId="a,b=\\"c\\""', {"keyId": 'a,b="c"'}),
        (b'keyId=""', {"keyId": ""}),
    ],
)
def test_a_signature_header_is_read(value: bytes, parameters: dict[str, str]) -> None:
    assert cavage.parse(value) == parameters


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b",",
        b"keyId",
        b"keyId=",
        b'keyId="a",',
        b',keyId="a"',
        b'keyId="a" created=12',
        b'keyId="a"created=12',
        b'keyId="a\\"',
        b"keyId='a'",
        b'keyId="a",keyId="a"',
        b'keyId="\xc3\xa9"',
        b"sig1=:AAAA:",
        b'keyId="' + b"\\" * 8000,
        b'keyId="' + b"a" * 8000,
        b" " * 8000 + b"=",
    ],
)
def test_a_signature_header_that_is_none_is_malformed_at_once(value: bytes) -> None:
    before = time.process_time()
    with pytest.raises(Malformed, match="signature"):
        cavage.parse(value)
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize(
    "value",
    [
        b"SHA-256=" + b"A" * 43 + b"=",
        b"sha-512=" + b"A" * 86 + b"==",
        b"MD5=AAAA",
        b"SHA=AAAA",
        b"",
        b"SHA-256",
        b"\xff=A",
        digest.digest_of(BODY) + b",SHA-512=AAAA",
        digest.digest_of(b"other") + b"," + digest.digest_of(BODY),
        digest.digest_of(BODY).rstrip(b"="),
    ],
)
def test_a_digest_that_proves_nothing_is_refused(value: bytes) -> None:
    with pytest.raises(Unauthenticated, match="digest"):
        digest.check_digest(value, BODY)


def test_a_digest_that_stands_twice_is_malformed() -> None:
    with pytest.raises(Malformed, match="twice"):
        digest.check_digest(digest.digest_of(BODY) + b", " + digest.digest_of(BODY), BODY)


def test_a_digest_beside_weak_ones_is_taken() -> None:
    digest.check_digest(b"MD5=AAAA, " + digest.digest_of(BODY) + b",unixsum=1", BODY)
    digest.check_content_digest(b"md5=:AAAA:, " + digest.content_digest_of(BODY), BODY)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"sha-256=:AAAA:",
        b"sha-256=abc",
        b"sha-256",
        b"md5=:AAAA:",
        b"SHA-256=:AAAA:",
        digest.content_digest_of(BODY) + b", sha-512=:AAAA:",
        digest.content_digest_of(BODY) + b";a=1",
        b"sha-256=:AAAA:, " + digest.content_digest_of(BODY),
    ],
)
def test_a_content_digest_that_proves_nothing_is_refused(value: bytes) -> None:
    with pytest.raises(REFUSALS, match="content-digest"):
        digest.check_content_digest(value, BODY)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (((b"transfer-encoding", b"chunked"), (b"content-length", b"1")), "exclude"),
        (((b"x", b"a\x01b"),), "control"),
        (((b"x", b"a\x7f"),), "control"),
        (((b"x", b"a\nb"),), "control"),
        (((b"host", b"a"), (b"host", b"a")), "only once"),
        (((b"digest", b"a"), (b"digest", b"b")), "only once"),
        (((b"x", b"a" * 32 * 1024),), "too long"),
        (tuple((b"x", b"") for _ in range(33 * 1024)), "too long"),
    ],
)
def test_odd_headers_are_malformed(headers: tuple[tuple[bytes, bytes], ...], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        check_headers(headers)


def test_ordinary_headers_pass() -> None:
    check_headers(())
    check_headers(((b"host", b"a"), (b"transfer-encoding", b"chunked")))
    check_headers(
        (
            (b"host", b"a"),
            (b"accept", b"a\tb"),
            (b"accept", "é".encode()),
            (b"content-length", b"1"),
        )
    )
    check_target(b"/a%2Fb?c=\xff")


def test_values_of_a_repeated_header_are_joined_in_order() -> None:
    message = RequestMessage("GET", b"/", ((b"a", b"1"), (b"b", b"2"), (b"a", b"3"), (b"a", b"4")))
    assert message.fields() == {b"a": b"1, 3, 4", b"b": b"2"}


def pieces(*texts: str) -> st.SearchStrategy[bytes]:
    """Draw headers made of the pieces that mean something, and of noise between them."""
    noise = st.text("\x00\t \"'\\,;=:()@.-_*aZ09é", max_size=3)
    found = st.lists(st.sampled_from(texts) | noise, max_size=14)
    return found.map(lambda parts: "".join(parts).encode())


CAVAGE = pieces(
    'keyId="https://remote.example/k"',
    'headers="(request-target) host date digest"',
    'headers="(request-target) host (created) (expires) digest"',
    'signature="AAAA"',
    "created=1767225600",
    "expires=1767225600",
    'algorithm="hs2019"',
    ",",
)
INPUT = pieces(
    'sig1=("@method" "@target-uri" "content-digest")',
    'sig1=("@method" "@authority" "@path" "@query" "date" "content-digest")',
    ";created=1767225600",
    ";expires=1767225600",
    ';keyid="https://remote.example/k"',
    ';alg="ed25519"',
    ";nonce=:AAAA:",
    ";x=?1",
    ';x=%"a"',
    ";x=@99999999999999",
    ', sig2=("@method");created=1',
    "sig1=5",
    "sig1=()",
    "sig1",
)
SIGNATURE = pieces("sig1=:AAAA:", "sig2=:AAAA=:", ", ", "sig1", "=:")
DIGEST = pieces("SHA-256=", "sha-256=:", ":", "AAAA", "sha-512=", ",", "MD5=")
DATE = pieces("Thu, 01 Jan 2026 00:00:00 GMT") | st.binary(max_size=40)


@settings(max_examples=200, deadline=None)
@given(
    CAVAGE | st.binary(max_size=60),
    DIGEST,
    DATE,
    st.sampled_from(["GET", "POST"]),
    st.sampled_from([b"/", b"/?a", b"", b"/\n"]),
)
@example(
    b'keyId="https://remote.example/k",headers="(request-target) host date",signature="AAAA"',
    b"",
    b"Thu, 01 Jan 2026 00:00:00 GMT",
    "GET",
    b"/",
)
def test_no_cavage_request_breaks_the_reader(
    signature: bytes, digest_: bytes, date: bytes, method: str, target: bytes
) -> None:
    headers = (
        (b"host", b"cop.example"),
        (b"signature", signature),
        (b"digest", digest_),
        (b"date", date),
    )
    judge(RequestMessage(method, target, headers, BODY))


@settings(max_examples=200, deadline=None)
@given(
    INPUT | st.binary(max_size=60),
    SIGNATURE | st.binary(max_size=30),
    DIGEST,
    st.binary(max_size=20) | st.just(b"cop.example"),
    st.sampled_from(["GET", "POST"]),
)
@example(
    b'sig1=("@method" "@target-uri");created=1767225600;keyid="https://remote.example/k"',
    b"sig1=:AAAA:",
    b"",
    b"cop.example",
    "GET",
)
def test_no_rfc_9421_request_breaks_the_reader(
    signature_input: bytes, signature: bytes, digest_: bytes, host: bytes, method: str
) -> None:
    headers = (
        (b"host", host),
        (b"signature-input", signature_input),
        (b"signature", signature),
        (b"content-digest", digest_),
    )
    judge(RequestMessage(method, b"/", headers, BODY))


def judge(message: RequestMessage) -> None:
    """Read a request: what is refused has a short reason, what is not could be fetched."""
    refused: str | None = None
    claims: tuple[Claim, ...] = ()
    try:
        claims = read_claims(message, PROFILE, NOW)
    except REFUSALS as refusal:
        refused = refusal.safe
    assert claims or (refused and len(refused) < 200)
    assert all(claim.key_id == "https://remote.example/k" for claim in claims)


@settings(max_examples=200, deadline=None)
@given(INPUT, SIGNATURE)
def test_what_is_read_of_a_label_is_what_was_received(
    signature_input: bytes, signature: bytes
) -> None:
    try:
        found = rfc9421.parse(signature_input, signature)
    except Malformed:
        return
    for labelled in found:
        assert labelled.text in signature_input
        assert labelled.text.startswith(b"(")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=40)), max_size=8))
def test_no_headers_break_the_guard(headers: list[tuple[bytes, bytes]]) -> None:
    try:
        check_headers(headers)
        RequestMessage("GET", b"/", headers).fields()
    except Malformed:
        return
