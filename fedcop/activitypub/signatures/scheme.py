"""Signing and verifying requests, whichever way they are signed."""

from dataclasses import replace

from fedcop.activitypub.signatures import cavage, rfc9421
from fedcop.activitypub.signatures.claim import Claim, Profile, Scheme, check_host
from fedcop.activitypub.signatures.keys import PrivateKey, PublicKey
from fedcop.activitypub.signatures.message import Header, RequestMessage, check_target
from fedcop.errors import Unauthenticated

__all__ = ["Claim", "Profile", "Scheme", "read_claims", "sign", "verify"]


def sign(
    request: RequestMessage, key: PrivateKey, key_id: str, scheme: Scheme, now: float
) -> tuple[Header, ...]:
    """Sign a request that has its Host; return the headers to add, date and digest included."""
    if all(name != b"host" for name, _ in request.headers):
        raise ValueError("a request is signed with its Host header in place")
    if scheme is Scheme.RFC9421:
        return rfc9421.make(request, key, key_id, now)
    if scheme is Scheme.CAVAGE_WITHOUT_QUERY:
        request = replace(request, target=request.target.partition(b"?")[0])
    return cavage.make(request, key, key_id, now)


def read_claims(request: RequestMessage, profile: Profile, now: float) -> tuple[Claim, ...]:
    """Hold a request to every rule that needs no key; return the claims to verify, two at most.

    Raises Malformed or Unauthenticated, naming what is wrong.
    """
    check_target(request.target)
    fields = request.fields()
    check_host(fields.get(b"host"), profile)
    if b"signature" not in fields:
        raise Unauthenticated("signature: the request carries none")
    if b"signature-input" in fields:
        return rfc9421.read_claims(request, fields, profile, now)
    return (cavage.read_claim(request, fields, profile, now),)


def verify(claim: Claim, key: PublicKey) -> None:
    """Verify a claim with the key its `key_id` names. Raises Unauthenticated."""
    if claim.kind is not None and claim.kind is not key.kind:
        raise Unauthenticated("algorithm: it does not fit the key")
    if not any(key.verifies(claim.signature, text) for text in claim.texts):
        raise Unauthenticated("signature: it was not made by this key over this request")
