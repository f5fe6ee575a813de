"""Integrity proofs inside documents: FEP-8b32 with the cryptosuite eddsa-jcs-2022."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.origin import same_origin
from fedcop.activitypub.reading_shapes import instant, reference
from fedcop.activitypub.signatures import multibase
from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey, PublicKey
from fedcop.activitypub.vocabulary import JSON
from fedcop.digests import canonical, sha256
from fedcop.errors import Malformed, Unauthenticated

_TYPE: Final = "DataIntegrityProof"
_SUITE: Final = "eddsa-jcs-2022"
_PURPOSE: Final = "assertionMethod"
_NOT_SIGNED: Final = frozenset({"proof", "signature"})  # the latter is an LD signature beside it
_SIGNATURE_LENGTH: Final = 64
_MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof claims about the document it was read from; `verify_proof` it with the key.

    Without an `owner`, who answers for the document, nothing is proved. `key_id` shares its origin.
    """

    key_id: str
    owner: str | None
    signature: bytes
    signed: bytes


def make(
    document: dict[str, JSON], key: PrivateKey, verification_method: str, created: str
) -> dict[str, JSON]:
    """Return a copy of the document that carries a proof: 21 µs to sign, as much for the rest."""
    options: dict[str, JSON] = {
        "type": _TYPE,
        "cryptosuite": _SUITE,
        "verificationMethod": verification_method,
        "proofPurpose": _PURPOSE,
        "created": created,
    }
    if "@context" in document:
        options = {"@context": document["@context"], **options}
    value = multibase.encode(key.sign(_signed(options, document)))
    return {**document, "proof": {**options, "proofValue": value}}


def read_proof(document: dict[str, JSON], now: float) -> Proof | None:
    """Read the proof of a document; None when there is none, or none of the kind we verify.

    Several proofs are a kind we do not verify. Raises Malformed and Unauthenticated, as it checks
    all that needs no key.
    """
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, dict) or proof.get("type") != _TYPE:
        return None
    if proof.get("cryptosuite") != _SUITE:
        return None
    if proof.get("proofPurpose") != _PURPOSE:
        raise Unauthenticated("proof: its purpose is not assertionMethod")
    key_id = proof.get("verificationMethod")
    if not isinstance(key_id, str):
        raise Malformed("proof: verificationMethod is missing")
    _check_expiry(proof, now)
    owner = _owner(document)
    if owner is not None:
        _check_origins(owner, key_id, document)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return Proof(
        key_id=key_id,
        owner=owner,
        signature=_signature(proof.get("proofValue")),
        signed=_signed(options, _in_context_of(options, document)),
    )


def verify_proof(proof: Proof, key: PublicKey, controller: str) -> None:
    """Verify a proof with the key that the actor `controller` publishes under its `key_id`.

    That actor must own the document.
    """
    if proof.owner != controller:
        raise Unauthenticated("proof: it is not by the owner of the document")
    if key.kind is not KeyKind.ED25519:
        raise Unauthenticated("proof: its key is no Ed25519 key")
    if not key.verifies(proof.signature, proof.signed):
        raise Unauthenticated("proof: it was not made by this key over this document")


def _signed(options: dict[str, JSON], document: dict[str, JSON]) -> bytes:
    bare = {name: value for name, value in document.items() if name not in _NOT_SIGNED}
    return sha256(canonical(options)) + sha256(canonical(bare))


def _owner(document: dict[str, JSON]) -> str | None:
    """Return who answers for a document. A forger names one in `actor`, another in the author."""
    named = {
        reference(document[name]) for name in ("actor", "attributedTo") if name in document
    } or {reference(document.get("id"))}
    if len(named) > 1:
        raise Unauthenticated("proof: actor and attributedTo of the document differ")
    return named.pop()


def _check_origins(owner: str, key_id: str, document: dict[str, JSON]) -> None:
    """Refuse what is not all of one origin (FEP-fe34), before anybody asks for the key."""
    if not same_origin(key_id, owner):
        raise Unauthenticated("proof: its key is of another origin than the owner")
    document_id = reference(document.get("id"))
    if document_id is not None and not same_origin(document_id, owner):
        raise Unauthenticated("proof: the document is of another origin than its owner")


def _in_context_of(options: dict[str, JSON], document: dict[str, JSON]) -> dict[str, JSON]:
    """Give the document the context of its proof, which may be the beginning of its own."""
    if "@context" not in options:
        return document
    proved, whole = _as_list(options["@context"]), _as_list(document.get("@context"))
    if whole[: len(proved)] != proved:
        raise Unauthenticated("proof: the document does not begin with its @context")
    return {**document, "@context": options["@context"]}


def _as_list(context: JSON) -> list[JSON]:
    return context if isinstance(context, list) else [context]


def _check_expiry(proof: dict[str, JSON], now: float) -> None:
    if "expires" not in proof:
        return
    expires = instant(proof["expires"])
    if expires is None:
        raise Malformed("proof: expires is no time")
    if expires < now * _MILLISECONDS:
        raise Unauthenticated("proof: it has expired")


def _signature(value: JSON) -> bytes:
    signature = multibase.decode(value) if isinstance(value, str) else b""
    if len(signature) != _SIGNATURE_LENGTH:
        raise Malformed("proof: proofValue is no Ed25519 signature")
    return signature
