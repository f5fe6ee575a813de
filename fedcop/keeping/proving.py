"""Look whether what a database holds is what it says: keys that open, digests that are right."""

from collections.abc import AsyncIterator
from typing import Final

from fedcop.activitypub.signatures.keys import KeyKind, PrivateKey
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice.packing import said_by
from fedcop.errors import FedcopError
from fedcop.store.backend import Backend, Row
from fedcop.store.rows import ArtifactRevisionRow
from fedcop.store.seal import Seal

_PAGE: Final = 200
_KEYS: Final = (
    "SELECT k.id, k.key_id, k.algorithm, k.public, k.private FROM actor_key k"
    " JOIN actor a ON a.id = k.actor_id WHERE a.host = '' AND k.private IS NOT NULL AND k.id > ?"
    f" ORDER BY k.id LIMIT {_PAGE}"
)
_REVISIONS: Final = (
    f"SELECT r.id, a.kind, a.uri, {ArtifactRevisionRow.columns('r.')} FROM artifact_revision r"
    # Of what was taken back only the digest stays.
    " JOIN artifact a ON a.id = r.artifact_id JOIN post p ON p.id = a.id AND p.deleted = 0"
    f" WHERE r.id > ? ORDER BY r.id LIMIT {_PAGE}"
)


async def prove_keys(backend: Backend, seal: Seal) -> tuple[int, list[str]]:
    """Open each private key of ours and compare its public half; how many, and what is wrong."""
    count, findings = 0, []
    async for _, key_id, algorithm, public, private in _paged(backend, _KEYS):
        count += 1
        try:
            opened = PrivateKey.load(seal.open(bytes(private), str(key_id))).public
        except FedcopError as error:
            findings.append(f"{key_id}: {error.safe}")
            continue
        shown = opened.to_pem() if algorithm == KeyKind.RSA else opened.to_multibase()
        if shown != public:
            findings.append(f"{key_id}: its private half belongs to another public one")
    return count, findings


async def prove_digests(backend: Backend) -> tuple[int, list[str]]:
    """Compute anew what each revision of each artifact is known by."""
    count, findings = 0, []
    async for row in _paged(backend, _REVISIONS):
        count += 1
        revision = ArtifactRevisionRow.of(row, 3)
        if digest_of(said_by(revision, str(row[1]))) != revision.digest:
            findings.append(f"{row[2]}: revision {revision.number} is not what its digest says")
    return count, findings


async def _paged(backend: Backend, sql: str) -> AsyncIterator[Row]:
    after = 0
    while rows := await backend.search(sql, (after,)):
        for row in rows:
            yield row
        after = int(rows[-1][0])
