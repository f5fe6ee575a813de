"""How many signatures a request may carry, and what each must cover."""

from dataclasses import replace

import pytest

from fedcop.activitypub.signatures.message import Header, RequestMessage
from fedcop.activitypub.signatures.scheme import Scheme, read_claims, sign, verify
from fedcop.errors import Malformed, Unauthenticated
from tests.activitypub.signatures.rig import REFUSALS, with_header, with_headers
from tests.activitypub.signatures.signing import (
    KEY,
    KEY_ID,
    NOW,
    POST,
    PROFILE,
    changed,
    signed,
)


def test_a_request_without_a_signature_is_unauthenticated() -> None:
    with pytest.raises(Unauthenticated, match="carries none"):
        read_claims(POST, PROFILE, NOW)


@pytest.mark.parametrize("name", [b"signature", b"signature-input"])
def test_a_signature_header_over_8_kb_is_malformed(name: bytes) -> None:
    message = signed(scheme=Scheme.RFC9421)
    value = message.fields()[name]
    with pytest.raises(Malformed, match="too long"):
        read_claims(with_header(message, name, value + b";p=" + b"1" * 8192), PROFILE, NOW)
    with pytest.raises(Malformed, match="too long"):
        read_claims(with_header(signed(), b"signature", b"x" * 8193), PROFILE, NOW)


def several(*labels: tuple[str, str]) -> RequestMessage:
    """Sign a request under several labels, each with its own key id."""
    made: list[tuple[Header, ...]] = []
    for label, key_id in labels:
        headers = dict(sign(POST, KEY, key_id, Scheme.RFC9421, NOW))
        found = [
            (name, value.replace(b"sig1=", label.encode() + b"=", 1))
            for name, value in headers.items()
        ]
        made.append(tuple(found))
    joined = {name: b", ".join(dict(headers)[name] for headers in made) for name, _ in made[0]}
    joined[b"content-digest"] = dict(made[0])[b"content-digest"]
    return with_headers(POST, *joined.items())


def test_at_most_two_keys_are_asked_for() -> None:
    labels = [(f"s{number}", f"https://h{number}.example/k") for number in range(8)]
    claims = read_claims(several(*labels), PROFILE, NOW)
    assert [claim.key_id for claim in claims] == ["https://h0.example/k", "https://h1.example/k"]
    for claim in claims:
        verify(claim, KEY.public)


def test_a_ninth_label_is_too_many() -> None:
    labels = [(f"s{number}", f"https://h{number}.example/k") for number in range(9)]
    with pytest.raises(Malformed, match="too many labels"):
        read_claims(several(*labels), PROFILE, NOW)


def test_a_label_that_breaks_a_rule_does_not_spoil_the_other() -> None:
    message = several(("a", "http://plain.example/k"), ("b", KEY_ID))
    (claim,) = read_claims(message, PROFILE, NOW)
    assert claim.key_id == KEY_ID
    verify(claim, KEY.public)


def test_a_label_that_stands_twice_is_malformed() -> None:
    with pytest.raises(Malformed, match="twice"):
        read_claims(several(("a", KEY_ID), ("a", KEY_ID)), PROFILE, NOW)


def test_a_member_that_is_no_signature_cannot_change_what_is_signed() -> None:
    message = several(("a", KEY_ID))
    value = message.fields()[b"signature-input"]
    (claim,) = read_claims(
        with_header(message, b"signature-input", value + b', x;a="other", y="b=c,a=d"'),
        PROFILE,
        NOW,
    )
    verify(claim, KEY.public)


@pytest.mark.parametrize(
    ("covered", "reason"),
    [
        (b'"@method" "@target-uri" "content-digest";bs', "parameters"),
        (b'"@method" "@target-uri" token "content-digest"', "parameters"),
        (b'"@method" "@target-uri" "@status" "content-digest"', "unknown component"),
        (b'"@method" "@target-uri" "Content-Type" "content-digest"', "not sent"),
        (b'"@method" "@path" "content-digest"', "@authority"),
        (b'"@method" "@authority" "content-digest"', "@target-uri, or @path"),
        (b'"@target-uri" "content-digest"', "@method"),
        (b'"@method" "@target-uri"', "content-digest"),
        (b'"@method" "@method" "@target-uri" "content-digest"', "twice"),
    ],
)
def test_what_rfc_9421_must_cover_and_may_not(covered: bytes, reason: str) -> None:
    message = changed(
        signed(scheme=Scheme.RFC9421),
        b"signature-input",
        b'"@method" "@target-uri" "content-digest"',
        covered,
    )
    with pytest.raises(REFUSALS, match=reason):
        read_claims(message, PROFILE, NOW)


@pytest.mark.parametrize(
    ("covered", "line"),
    [
        (b'"@method" "@path" "@query" "host" "content-digest"', b'"@path": /inbox\n"@query": ?a'),
        (b'"@method" "@scheme" "@target-uri" "content-digest"', b'"@scheme": https\n'),
        (b'"@method" "@path" "@query" "host" "content-digest"', b'"@query": ?a=b\n'),
        (b'"@method" "@request-target" "host" "content-digest"', b'target": /inbox?a=b\n'),
    ],
)
def test_other_ways_to_cover_target_and_host_are_read(covered: bytes, line: bytes) -> None:
    message = changed(
        signed(replace(POST, target=b"/inbox?a=b"), Scheme.RFC9421),
        b"signature-input",
        b'"@method" "@target-uri" "content-digest"',
        covered,
    )
    (claim,) = read_claims(message, PROFILE, NOW)
    assert line in claim.texts[0]


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        (b'created=1767225600;keyid="x";created=1', "twice"),
        (b"created=1767225600;keyid=token", "keyid"),
        (b'created="1767225600";keyid="https://a.example/k"', "whole number"),
        (b'created;keyid="https://a.example/k"', "whole number"),
        (b'created=1767225600;expires=@1;keyid="https://a.example/k"', "whole number"),
        (b'created=1767225600;keyid="https://a.example/k";alg="hmac-sha256"', "alg"),
    ],
)
def test_the_parameters_of_rfc_9421_have_their_types(parameters: bytes, reason: str) -> None:
    covered = b'sig1=("@method" "@target-uri" "content-digest");'
    message = with_header(signed(scheme=Scheme.RFC9421), b"signature-input", covered + parameters)
    with pytest.raises(REFUSALS, match=reason):
        read_claims(message, PROFILE, NOW)
