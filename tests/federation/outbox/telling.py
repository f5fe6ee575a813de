"""Publish what happened, and look at what the log then says and to whom."""

from dataclasses import dataclass
from typing import Any

import orjson

from fedcop import clock, ids
from fedcop.activitypub.proofs import read_proof, verify_proof
from fedcop.community import events
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.publish import publish
from fedcop.store.batch import Store, Unit
from fedcop.store.queries.inbox import keep
from fedcop.store.rows import EventRow, InboxRow
from fedcop.values import host_of
from tests.builders import ed25519_key, keyring

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
BOTH, PLAIN, WRAPPED = 0, 1, 2


@dataclass(frozen=True)
class Told:
    """One entry of the log with its addresses."""

    position: int
    actor_id: int
    kind: str
    object_uri: str
    key: str
    born: int
    plain_bytes: bytes
    wrapped_bytes: bytes
    streams: frozenset[tuple[int, int, int]]
    lanes: frozenset[tuple[str, int]]

    @property
    def plain(self) -> Any:
        """What microblog software reads; None when it is not told."""
        return orjson.loads(self.plain_bytes) if self.plain_bytes else None

    @property
    def wrapped(self) -> Any:
        """What group-aware software reads; None when it is not told."""
        return orjson.loads(self.wrapped_bytes) if self.wrapped_bytes else None

    @property
    def inboxes(self) -> set[str]:
        """The inboxes it is addressed to one by one."""
        return {inbox for inbox, _ in self.lanes}


def outbound_of(store: Store) -> Outbound:
    """What builders are given."""
    return Outbound(store, keyring(store))


async def tell(store: Store) -> list[Told]:
    """Publish all that happened since the last time; return the entries this made."""
    before = await _head(store)
    outbound = outbound_of(store)
    sql = f"SELECT {EventRow.columns()} FROM event WHERE published = 0 ORDER BY id"
    for row in EventRow.all(await store.read(sql)):
        unit = Unit(store)
        await publish(unit, row, events.read(row), outbound)
        await unit.commit()
    return [told for told in await log_of(store) if told.position > before]


async def log_of(store: Store) -> list[Told]:
    """The whole log."""
    rows = await store.read(
        "SELECT position, actor_id, kind, object_uri, key, born, plain, wrapped, forms"
        " FROM log_entry ORDER BY position"
    )
    return [await _told(store, row) for row in rows]


async def _told(store: Store, row: Any) -> Told:
    position, actor, kind, uri, key, born, plain, wrapped, forms = row
    plain, wrapped = bytes(plain or b""), bytes(wrapped or b"")
    if forms == 3 and not wrapped:
        wrapped = plain  # kept once
    streams = await store.read(
        "SELECT s.owner_id, s.audience, a.form FROM log_address a JOIN stream s"
        " ON s.id = a.stream_id WHERE a.position = ?",
        position,
    )
    lanes = await store.read(
        "SELECT l.inbox, a.form FROM log_address a JOIN lane l ON l.id = a.lane_id"
        " WHERE a.position = ?",
        position,
    )
    to = frozenset(map(tuple, streams)), frozenset(map(tuple, lanes))
    return Told(position, actor, kind, uri, key, born, plain, wrapped, *to)


async def _head(store: Store) -> int:
    return int((await store.read("SELECT head FROM log_head"))[0][0])


async def readers_of(store: Store, owner: int) -> set[tuple[str, int]]:
    """Which inboxes read now what an actor tells, and to which audience that is told."""
    rows = await store.read(
        "SELECT l.inbox, s.audience FROM lane_stream r JOIN lane l ON l.id = r.lane_id"
        " JOIN stream s ON s.id = r.stream_id WHERE s.owner_id = ? AND r.until = 0",
        owner,
    )
    return {(row[0], row[1]) for row in rows}


async def arrived(store: Store, body: bytes, *, trust: int = 0) -> int:
    """Keep a message as if it had come to the inbox; returns its id, the cause of what follows."""
    activity = orjson.loads(body)
    actor = activity["actor"]
    number = ids.new_id()
    row = InboxRow(
        id=number,
        fingerprint=f"{number:064x}",
        signer=actor,
        host=host_of(actor),
        activity_id=activity["id"],
        kind=activity["type"],
        key=activity["id"],
        body=body,
        received=clock.now_ms(),
        trust=trust,
    )
    unit = Unit(store)
    unit.add(keep(row))
    await unit.commit()
    return number


def check_proof(document: dict[str, Any], owner: str) -> None:
    """Go on when a document carries a proof by its owner that holds; every actor has one key."""
    proof = read_proof(document, clock.now())
    assert proof is not None, "there is no proof"
    assert proof.key_id == f"{owner}#ed25519-key"
    verify_proof(proof, ed25519_key().public, owner)
