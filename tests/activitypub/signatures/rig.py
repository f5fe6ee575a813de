"""Requests of the vector files, and a node that verifies them with the keys of the file."""

from base64 import b64decode
from typing import Any

from fedcop.activitypub.signatures.keys import PublicKey
from fedcop.activitypub.signatures.message import Header, RequestMessage
from fedcop.activitypub.signatures.scheme import Claim, Profile, read_claims, verify
from fedcop.errors import Malformed, Unauthenticated
from tests.corpus import vector

Case = dict[str, Any]
REFUSALS = (Malformed, Unauthenticated)


def vectors(name: str) -> dict[str, Any]:
    """Read a vector file; one that is not there has no cases."""
    try:
        return vector(name)
    except FileNotFoundError:
        return {"cases": [], "keys": []}


def name_of(case: object) -> str | None:
    return case["id"] if isinstance(case, dict) else None


def message_of(case: Case) -> RequestMessage:
    request = case["request"]
    headers = tuple([(name.lower().encode(), value.encode()) for name, value in request["headers"]])
    body = b64decode(request["body_b64"])
    return RequestMessage(
        request["method"], request["target"].encode(), headers, body, case["scheme"]
    )


def public_keys(keys: list[dict[str, str]]) -> dict[str, PublicKey]:
    return {key["keyId"]: PublicKey.from_pem(key["publicKeyPem"]) for key in keys}


def authenticate(
    message: RequestMessage, profile: Profile, now: float, keys: dict[str, PublicKey]
) -> Claim:
    """Return the claim that holds; a key that is not in `keys` cannot be fetched."""
    last: Malformed | Unauthenticated = Unauthenticated("no key could be fetched")
    for claim in read_claims(message, profile, now):
        try:
            if claim.key_id in keys:
                verify(claim, keys[claim.key_id])
                return claim
        except REFUSALS as refusal:
            last = refusal
    raise last


def with_headers(message: RequestMessage, *added: Header) -> RequestMessage:
    headers = (*message.headers, *added)
    return RequestMessage(message.method, message.target, headers, message.body, message.scheme)


def with_header(message: RequestMessage, name: bytes, value: bytes | None) -> RequestMessage:
    """Replace a header, or take it away."""
    kept = tuple(header for header in message.headers if header[0] != name)
    bare = RequestMessage(message.method, message.target, kept, message.body, message.scheme)
    return bare if value is None else with_headers(bare, (name, value))
