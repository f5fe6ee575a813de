"""Links by which those who use other programs confirm what they apply: secrets, as hashes."""

from fedcop.store.batch import Reader
from fedcop.store.rows import AppliedLinkRow, insert_of
from fedcop.store.statements import Statement

_ROW = AppliedLinkRow.columns()
_OF = f"SELECT {_ROW} FROM applied_link WHERE id = ?"
_BY_HASH = f"SELECT {_ROW} FROM applied_link WHERE hash = ?"
_BY_ACTOR = (
    f"SELECT {_ROW} FROM applied_link WHERE actor_id = ? AND artifact_uri = ? ORDER BY id DESC"
    " LIMIT 1"
)
_INSERT = f"{insert_of(AppliedLinkRow)} ON CONFLICT (id) DO NOTHING"
_USE = "UPDATE applied_link SET used = ? WHERE id = ?"
_FORGET = "DELETE FROM applied_link WHERE expires < ?"

# A guard: nobody has used it meanwhile.
UNUSED = "FROM applied_link WHERE id = ? AND used = 0"


async def find(reader: Reader, reply: int) -> AppliedLinkRow | None:
    """Find the link that its author was sent for a reply."""
    return AppliedLinkRow.first(await reader.read(_OF, reply))


async def find_by_hash(reader: Reader, known: str) -> AppliedLinkRow | None:
    """Find the link whose secret has this hash."""
    return AppliedLinkRow.first(await reader.read(_BY_HASH, known))


async def find_of_actor(reader: Reader, actor: int, artifact_uri: str) -> AppliedLinkRow | None:
    """Find the last link that somebody was sent for an artifact."""
    return AppliedLinkRow.first(await reader.read(_BY_ACTOR, actor, artifact_uri))


def insert(row: AppliedLinkRow) -> Statement:
    """Keep a link; there is one for a reply."""
    return Statement(_INSERT, row.values())


def use(number: int, now: int) -> Statement:
    """Note that a link was used."""
    return Statement(_USE, (now, number))


def forget(before: int) -> Statement:
    """Let links go that expired long ago."""
    return Statement(_FORGET, (before,))
