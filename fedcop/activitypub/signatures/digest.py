"""The two headers that bind a body: Digest (RFC 3230) and Content-Digest (RFC 9530)."""

import hashlib
from binascii import b2a_base64

from fedcop.activitypub.signatures.structured import read_dictionary
from fedcop.errors import Malformed, Unauthenticated

_RECOGNISED = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


def digest_of(body: bytes) -> bytes:
    """Make a Digest header: one algorithm, spelled as the strictest peers compare it."""
    return b"SHA-256=" + _base64(hashlib.sha256(body).digest())


def content_digest_of(body: bytes) -> bytes:
    """Make a Content-Digest header."""
    return b"sha-256=:" + _base64(hashlib.sha256(body).digest()) + b":"


def check_digest(value: bytes, body: bytes) -> None:
    """Compare a Digest header with the body: SHA-256 must be there, all we know must match."""
    if value == digest_of(body):
        return
    offered: set[str] = set()
    for item in value.split(b","):  # base64 has no comma
        name, _, encoded = item.strip().partition(b"=")
        algorithm = name.lower().decode("ascii", "replace")
        if algorithm not in _RECOGNISED:
            continue
        if algorithm in offered:  # each costs a hash of the whole body
            raise Malformed(f"digest: {algorithm} stands twice")
        offered.add(algorithm)
        if encoded != _base64(_RECOGNISED[algorithm](body).digest()):
            raise Unauthenticated(f"digest: the {algorithm} of the body is another")
    if "sha-256" not in offered:
        raise Unauthenticated("digest: it offers no SHA-256")


def check_content_digest(value: bytes, body: bytes) -> None:
    """Compare a Content-Digest header with the body: all we know must match, and be there."""
    if value == content_digest_of(body):
        return
    members = read_dictionary(value, "content-digest")
    offered = False
    for algorithm, make in _RECOGNISED.items():
        if algorithm not in members:
            continue
        offered = True
        if members[algorithm] != (make(body).digest(), {}):
            raise Unauthenticated(f"content-digest: the {algorithm} of the body is another")
    if not offered:
        raise Unauthenticated("content-digest: it offers neither sha-256 nor sha-512")


def _base64(data: bytes) -> bytes:
    return b2a_base64(data, newline=False)
