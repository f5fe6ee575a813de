"""The rules a request must meet before anybody asks for its key."""

from dataclasses import replace

import pytest

from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Profile, Scheme, read_claims, verify
from fedcop.digests import sha256
from fedcop.errors import Malformed, Unauthenticated
from tests.activitypub.signatures.rig import REFUSALS, with_header, with_headers
from tests.activitypub.signatures.signing import (
    GET,
    KEY,
    KEY_ID,
    MINUTE,
    NOW,
    POST,
    PROFILE,
    changed,
    signed,
)


@pytest.mark.parametrize("scheme", [Scheme.CAVAGE, Scheme.RFC9421])
@pytest.mark.parametrize(
    ("minutes", "accepted"),
    [(0, True), (65, True), (66, False), (-60, True), (-61, False)],
)
def test_the_window_reaches_from_65_minutes_ago_to_60_ahead(
    scheme: Scheme, minutes: int, accepted: bool
) -> None:
    message, now = signed(scheme=scheme), NOW + minutes * MINUTE
    if accepted:
        (claim,) = read_claims(message, PROFILE, now)
        assert claim.valid_until == NOW + 65 * MINUTE
        verify(claim, KEY.public)
    else:
        with pytest.raises(Unauthenticated, match="date"):
            read_claims(message, PROFILE, now)


@pytest.mark.parametrize(
    ("expires", "late", "valid_until"),
    [
        (NOW + 10 * MINUTE, 15 * MINUTE, NOW + 15 * MINUTE),
        (NOW + 10 * MINUTE, 15 * MINUTE + 1, None),
        (NOW + 600 * MINUTE, 0, NOW + 65 * MINUTE),
        (NOW + 600 * MINUTE, 66 * MINUTE, None),
    ],
)
@pytest.mark.parametrize("scheme", [Scheme.CAVAGE, Scheme.RFC9421])
def test_expires_narrows_the_window_with_five_minutes_grace_and_never_widens_it(
    scheme: Scheme, expires: int, late: int, valid_until: int | None
) -> None:
    message = signed(scheme=scheme)
    if scheme is Scheme.CAVAGE:
        message = changed(message, b"signature", b",headers", b",expires=%d,headers" % expires)
    else:
        message = changed(message, b"signature-input", b";keyid", b";expires=%d;keyid" % expires)
    if valid_until is None:
        with pytest.raises(Unauthenticated, match="date"):
            read_claims(message, PROFILE, NOW + late)
    else:
        (claim,) = read_claims(message, PROFILE, NOW + late)
        assert claim.valid_until == valid_until


def test_the_fingerprint_is_the_hash_of_the_signature() -> None:
    (claim,) = read_claims(signed(), PROFILE, NOW)
    assert claim.fingerprint == sha256(claim.signature)
    assert claim.key_id == KEY_ID


@pytest.mark.parametrize(
    "name",
    [
        b"host",
        b"date",
        b"digest",
        b"content-digest",
        b"signature",
        b"signature-input",
        b"content-type",
    ],
)
def test_seven_headers_stand_only_once(name: bytes) -> None:
    message = with_headers(signed(), (name, b"x"), (name, b"x"))
    with pytest.raises(Malformed, match="only once"):
        read_claims(message, PROFILE, NOW)


def test_other_headers_may_repeat_and_are_signed_together() -> None:
    message = with_headers(signed(), (b"accept", b"a/b"), (b"accept", b"c/d"))
    covering = changed(message, b"signature", b"host date", b"host accept date")
    (claim,) = read_claims(covering, PROFILE, NOW)
    assert b"\naccept: a/b, c/d\n" in claim.texts[0]


@pytest.mark.parametrize(
    ("host", "accepted"),
    [
        (b"cop.example", True),
        (b"COP.example", True),
        (b"cop.example:443", True),
        (b"cop.example:8443", False),
        (b"evil.example", False),
        (b"cop.example.evil.example", False),
        (b"", False),
        (b"cop.example, cop.example", False),
    ],
)
def test_the_host_must_be_one_of_ours(host: bytes, accepted: bool) -> None:
    message = signed(with_header(POST, b"host", host))
    if accepted:
        (claim,) = read_claims(message, PROFILE, NOW)
        verify(claim, KEY.public)
    else:
        with pytest.raises(REFUSALS, match="host"):
            read_claims(message, PROFILE, NOW)


def test_the_authority_of_rfc_9421_is_the_host_in_lower_case_without_the_usual_port() -> None:
    (claim,) = read_claims(
        signed(with_header(POST, b"host", b"COP.example:443"), Scheme.RFC9421), PROFILE, NOW
    )
    assert b'"@target-uri": https://cop.example/inbox\n' in claim.texts[0]


@pytest.mark.parametrize(
    "key_id",
    [
        "http://remote.example/users/alice#main-key",
        "acct:alice@remote.example",
        "ftp://remote.example/key",
        "https://alice@remote.example/key",
        "https://remote.example\\@evil.example/key",
        "https://%72emote.example/key",
        "https:///key",
        "https://remote.example:/key",
        "https://remote.example/a key",
        "https://remote.example/" + "k" * 2026,
        "https://cop.example/u/root#main-key",
        "https://COP.example./u/root#main-key",
        "https://cop.example:443/u/root#main-key",
        "http://localhost/u/alice#main-key",
        "http://river.localhost:8002/u/alice#main-key",
        "https://...",
        "",
    ],
)
@pytest.mark.parametrize("scheme", [Scheme.CAVAGE, Scheme.RFC9421])
def test_a_key_that_must_not_be_fetched_is_refused_at_once(key_id: str, scheme: Scheme) -> None:
    message = signed(scheme=scheme)
    name = b"signature" if scheme is Scheme.CAVAGE else b"signature-input"
    quoted = key_id.replace("\\", "\\\\").encode()
    with pytest.raises(REFUSALS, match=r"keyId|host"):
        read_claims(changed(message, name, KEY_ID.encode(), quoted), PROFILE, NOW)


@pytest.mark.parametrize(
    "key_id",
    [
        "https://remote.example/users/alice/main-key",
        "https://remote.example",
        "https://remote.example:8443/k?id=1#main-key",
        "https://[2606:4700::1111]/k",
        "https://cop.example.remote.example/k",
        "https://remote.example/" + "k" * 2025,
    ],
)
def test_every_other_https_key_may_be_fetched(key_id: str) -> None:
    (claim,) = read_claims(signed(key_id=key_id), PROFILE, NOW)
    assert claim.key_id == key_id


@pytest.mark.parametrize(
    ("key_id", "reason"),
    [
        ("http://river.localhost:8002/u/alice#main-key", None),
        ("http://localhost:8002/u/alice#main-key", None),
        ("http://river.localhost.evil.example/u/alice", "must be https"),
        ("http://127.0.0.1:8002/u/alice", "must be https"),
        ("http://north.localhost:8001/u/root", "our own host"),
    ],
)
def test_on_loopback_names_http_is_allowed_between_such_names(
    key_id: str, reason: str | None
) -> None:
    profile = Profile.of("north.localhost:8001")
    message = signed(with_header(POST, b"host", b"north.localhost:8001"), key_id=key_id)
    if reason is None:
        (claim,) = read_claims(message, profile, NOW)
        assert claim.key_id == key_id
    else:
        with pytest.raises(Unauthenticated, match=reason):
            read_claims(message, profile, NOW)


def test_a_get_may_leave_the_query_out_but_only_under_cavage() -> None:
    (claim,) = read_claims(signed(GET, Scheme.CAVAGE_WITHOUT_QUERY), PROFILE, NOW)
    assert len(claim.texts) == 2
    verify(claim, KEY.public)
    for scheme in (Scheme.CAVAGE, Scheme.RFC9421):
        whole = signed(GET, scheme)
        (claim,) = read_claims(whole, PROFILE, NOW)
        verify(claim, KEY.public)
        (claim,) = read_claims(replace(whole, target=b"/n/1"), PROFILE, NOW)
        with pytest.raises(Unauthenticated, match="not made by this key"):
            verify(claim, KEY.public)
    without = signed(replace(GET, target=b"/n/1"), Scheme.RFC9421)
    (claim,) = read_claims(replace(without, target=b"/n/1?page=2"), PROFILE, NOW)
    with pytest.raises(Unauthenticated, match="not made by this key"):
        verify(claim, KEY.public)


def test_a_post_must_sign_its_query() -> None:
    message = signed(replace(POST, target=b"/inbox"))
    (claim,) = read_claims(replace(message, target=b"/inbox?x=1"), PROFILE, NOW)
    assert len(claim.texts) == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE", "get", "FROBNICATE"])
def test_every_method_but_get_and_head_must_cover_its_body(method: str) -> None:
    for scheme, name in ((Scheme.CAVAGE, b"digest"), (Scheme.RFC9421, b"content-digest")):
        with pytest.raises(Unauthenticated, match=name.decode()):
            read_claims(replace(signed(GET, scheme), method=method), PROFILE, NOW)
    (claim,) = read_claims(signed(replace(GET, method="HEAD")), PROFILE, NOW)
    verify(claim, KEY.public)


@pytest.mark.parametrize(
    ("algorithm", "reason"),
    [
        (b"rsa-sha256", "does not fit the key"),
        (b"ed25519", None),
        (b"hs2019", None),
        (b"rsa-sha512", "not one we verify"),
        (b"hmac-sha256", "not one we verify"),
    ],
)
def test_the_algorithm_may_only_agree_with_the_key(algorithm: bytes, reason: str | None) -> None:
    message = changed(signed(), b"signature", b'"hs2019"', b'"%b"' % algorithm)
    if reason is None:
        (claim,) = read_claims(message, PROFILE, NOW)
        verify(claim, KEY.public)
        return
    with pytest.raises(Unauthenticated, match=reason):
        verify(read_claims(message, PROFILE, NOW)[0], KEY.public)


def with_created(algorithm: bytes) -> RequestMessage:
    old = b'algorithm="hs2019",headers="(request-target) host date'
    new = b'algorithm="%b",created=%d,headers="(request-target) host (created)' % (algorithm, NOW)
    return changed(with_header(signed(), b"date", b"never"), b"signature", old, new)


def test_created_may_stand_for_the_date() -> None:
    (claim,) = read_claims(with_created(b"hs2019"), PROFILE, NOW)
    assert f"\n(created): {NOW}\n".encode() in claim.texts[0]
    assert claim.valid_until == NOW + 65 * MINUTE


def test_expires_may_be_covered_beside_created() -> None:
    old = b'created=%d,headers="(request-target) host (created)' % NOW
    new = b'created=%d,expires=%d,headers="(request-target) (expires) host (created)' % (NOW, NOW)
    (claim,) = read_claims(changed(with_created(b"hs2019"), b"signature", old, new), PROFILE, NOW)
    assert f"\n(expires): {NOW}\n".encode() in claim.texts[0]
    assert claim.valid_until == NOW + 5 * MINUTE


def test_an_expires_that_is_covered_but_absent_is_refused() -> None:
    with pytest.raises(Unauthenticated, match="not sent"):
        read_claims(changed(signed(), b"signature", b"date", b"date (expires)"), PROFILE, NOW)


def test_created_does_not_go_with_the_old_algorithm() -> None:
    with pytest.raises(Unauthenticated, match="hs2019"):
        read_claims(with_created(b"rsa-sha256"), PROFILE, NOW)


def test_where_date_and_created_are_covered_both_must_be_in_the_window() -> None:
    message = changed(signed(), b"signature", b",headers", b",created=%d,headers" % (NOW - 7200))
    read_claims(message, PROFILE, NOW)
    with pytest.raises(Unauthenticated, match="too old"):
        read_claims(changed(message, b"signature", b"date", b"date (created)"), PROFILE, NOW)


@pytest.mark.parametrize(
    "date",
    [
        b"Thu, 32 Jan 2026 00:00:00 GMT",
        b"Thu, 01 Foo 2026 00:00:00 GMT",
        b"Thu, 01 Jan 2026 24:00:00 GMT",
        b"Thu, 01 Jan 0000 00:00:00 GMT",
        b"Thursday, 01-Jan-26 00:00:00 GMT",
        b"Thu, 01 Jan 2026 00:00:00 +0000",
        b"2026-01-01T00:00:00Z",
        b"",
    ],
)
def test_a_date_in_another_form_is_malformed(date: bytes) -> None:
    with pytest.raises(Malformed, match="date"):
        read_claims(with_header(signed(), b"date", date), PROFILE, NOW)


def test_a_date_that_is_covered_but_absent_is_malformed() -> None:
    with pytest.raises(Malformed, match="date"):
        read_claims(with_header(signed(), b"date", None), PROFILE, NOW)


@pytest.mark.parametrize(
    ("scheme", "old", "new"),
    [
        (Scheme.CAVAGE, b'signature="', b'signature="",x="'),
        (Scheme.RFC9421, b"sig1=:", b"sig1=::, sig2=:"),
        (Scheme.RFC9421, b"sig1=:", b"sig1=:A:, sig2=:"),
        (Scheme.RFC9421, b"sig1=:", b"sig1=1, sig2=:"),
    ],
)
def test_an_empty_signature_is_malformed(scheme: Scheme, old: bytes, new: bytes) -> None:
    with pytest.raises(Malformed, match="signature"):
        read_claims(changed(signed(scheme=scheme), b"signature", old, new), PROFILE, NOW)


@pytest.mark.parametrize("member", [b"sig1=5", b"sig1", b"sig1=token;created=1", b"sig1=()"])
def test_a_label_that_covers_nothing_is_refused(member: bytes) -> None:
    message = with_header(signed(scheme=Scheme.RFC9421), b"signature-input", member)
    with pytest.raises(REFUSALS, match="signature-input"):
        read_claims(message, PROFILE, NOW)


@pytest.mark.parametrize("scheme", [Scheme.CAVAGE, Scheme.RFC9421])
def test_a_line_break_in_a_covered_value_is_malformed(scheme: Scheme) -> None:
    covered = {Scheme.CAVAGE: b"host date", Scheme.RFC9421: b'"@method" "@target-uri"'}[scheme]
    more = {Scheme.CAVAGE: b"host accept date", Scheme.RFC9421: covered + b' "accept"'}[scheme]
    name = b"signature" if scheme is Scheme.CAVAGE else b"signature-input"
    message = with_headers(signed(scheme=scheme), (b"accept", b"x\ndigest: forged"))
    with pytest.raises(Malformed, match="line break"):
        read_claims(changed(message, name, covered, more), PROFILE, NOW)


@pytest.mark.parametrize("target", [b"https://cop.example/inbox", b"", b"*", b"/a\nb"])
def test_a_target_that_is_no_path_is_malformed(target: bytes) -> None:
    with pytest.raises(Malformed, match="target"):
        read_claims(replace(signed(), target=target), PROFILE, NOW)
