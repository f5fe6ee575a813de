"""What comes from peers and goes to them."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class InboxRow(TableRow):
    """A message of a peer."""

    TABLE: ClassVar[str] = "inbox_message"

    id: int
    fingerprint: str
    signer: str
    host: str
    activity_id: str
    kind: str
    key: str
    body: bytes
    received: int
    state: int = 0
    reason: str = ""
    tries: int = 0
    next_try: int = 0
    settled: int = 0
    trust: int = 0


@dataclass(frozen=True, slots=True)
class RefusalRow(TableRow):
    """What was refused at the door; who it says it was is not verified."""

    TABLE: ClassVar[str] = "refusal"

    slot: int
    id: int
    at: int
    host: str
    signer: str
    activity_id: str
    kind: str
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class EventRow(TableRow):
    """An act not yet told."""

    TABLE: ClassVar[str] = "event"

    id: int
    kind: str
    key: str
    data: str
    cause: int
    created: int
    published: int = 0
    spread: int = 0
    told: int = 0
    cursor: int = 0
    done: int = 0
    tries: int = 0
    next_try: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class PeerRow(TableRow):
    """Another server."""

    TABLE: ClassVar[str] = "peer"

    id: int
    host: str
    software: str = ""
    software_version: str = ""
    dialect: int = 1
    learned: int = 0
    scheme: str = ""
    scheme_until: int = 0
    failures: int = 0
    failing_since: int = 0
    next_try: int = 0
    last_ok: int = 0
    last_heard: int = 0
    last_status: int = 0
    last_error: str = ""
    created: int = 0
