"""Whether a document carries a proof by its actor: then it does not matter who passed it on."""

from fedcop import clock
from fedcop.activitypub.proofs import read_proof, verify_proof
from fedcop.activitypub.vocabulary import JSON
from fedcop.errors import Malformed, Refused, Unauthenticated
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.transport.budget import Budget


async def is_proved(keys: KeyCache, document: dict[str, JSON], actor: str, budget: Budget) -> bool:
    """Whether a document carries a valid proof by this actor (FEP-8b32). Raises Unavailable."""
    if "proof" not in document:
        return False
    try:
        proof = read_proof(document, clock.now())
        if proof is None or proof.owner != actor:
            return False
        key = await keys.get(proof.key_id, budget)
        verify_proof(proof, key.public, key.actor_uri)
        await keys.keep(key)
    except (Unauthenticated, Malformed, Refused):
        return False
    return key.actor_uri == actor
