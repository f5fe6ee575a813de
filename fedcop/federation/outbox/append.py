"""Put activities into the log, and say who is owed them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fedcop.store.batch import Unit
from fedcop.store.queries import lanes, log
from fedcop.store.queries.log import Form, find_born
from fedcop.store.statements import Position, Statement

__all__ = [
    "Entry",
    "Form",
    "ToEveryPeer",
    "ToLane",
    "ToStream",
    "append",
    "find_born",
    "object_key",
    "pair_key",
]

_LONGEST_KEY = 300
_TAKES_BACK: Final = frozenset({"Delete", "Undo"})


@dataclass(frozen=True, slots=True)
class ToStream:
    """The readers of what an actor tells an audience: PUBLIC, FOLLOWERS or MEMBERS."""

    owner_id: int
    audience: int
    form: Form = Form.BOTH


@dataclass(frozen=True, slots=True)
class ToLane:
    """One remote inbox; `shared` when it is the peer's own and not a single actor's."""

    inbox: str
    host: str
    shared: bool
    form: Form = Form.BOTH


@dataclass(frozen=True, slots=True)
class ToEveryPeer:
    """One inbox of each server that was ever told anything: for what all may have heard of."""

    form: Form = Form.BOTH


To = ToStream | ToLane | ToEveryPeer


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity, in a wrapped form, a plain form, or both.

    `kind` is the verb whose effect it has: a relayed Delete is a `Delete`, not an `Announce`.
    `born` is the position of what a Delete or an Undo takes back (see `find_born`), 0 when we never
    told it; where it is given, the lanes told of that are addressed again by themselves.
    `keeps` joins the unit: what is remembered of the very bytes that were sent.
    """

    actor_id: int
    kind: str
    object_uri: str
    key: str
    born: int
    wrapped: bytes | None
    plain: bytes | None
    addresses: tuple[To, ...]
    keeps: tuple[Statement, ...] = ()


def object_key(uri: str) -> str:
    """Order what is done to one object: Create, Update, Delete, Announce, Like, and their Undo."""
    return uri if len(uri) <= _LONGEST_KEY else "sha256:" + hashlib.sha256(uri.encode()).hexdigest()


def pair_key(one: int, other: int) -> str:
    """Order what passes between two actors: Follow, Accept, Reject, Block, and their Undo."""
    return f"pair:{min(one, other)}:{max(one, other)}"


async def append(unit: Unit, event_id: int, entries: Sequence[Entry]) -> list[Position]:
    """Add entries to the log in this order; called once per event. Returns their positions.

    A second append of the same event raises Conflict at the commit.
    """
    positions = []
    for part, entry in enumerate(entries):
        at = unit.place()
        _write(unit, event_id, part, entry, at)
        _address(unit, entry, at)
        unit.add(*entry.keeps)
        positions.append(at)
    unit.wake(lanes.LOG)
    return positions


def _write(unit: Unit, event_id: int, part: int, entry: Entry, at: Position) -> None:
    plain, wrapped = entry.plain, entry.wrapped
    forms = (plain is not None) * Form.PLAIN | (wrapped is not None) * Form.WRAPPED
    if not forms:
        raise ValueError(f"a log entry needs a body: {entry.kind} of {entry.object_uri}")
    if plain == wrapped:
        wrapped = None  # kept once
    told = (entry.actor_id, entry.kind, entry.object_uri, entry.key, entry.born)
    unit.add(log.write_entry((at, *told, forms, wrapped, plain, event_id, part)))


def _address(unit: Unit, entry: Entry, at: Position) -> None:
    takes_back = entry.kind in _TAKES_BACK
    for address in _each_once(entry.addresses):
        if isinstance(address, ToStream):
            to, form = (address.owner_id, address.audience), address.form
            unit.add(log.tell_stream(*to, at, takes_back=takes_back))
            unit.add(log.address_stream(*to, at, form))
        elif isinstance(address, ToEveryPeer):
            unit.add(log.address_every_peer(at, address.form))
        else:
            unit.add(log.know_peer(address.host))
            unit.add(log.know_lane(address.inbox, address.host, int(address.shared), at))
            unit.add(log.address_lane(address.inbox, at, address.form))
    if takes_back and entry.born:
        if entry.kind == "Delete":
            unit.add(log.repeat_lanes_of_object(entry.object_uri, entry.actor_id, at))
        else:
            unit.add(log.repeat_lanes_of(entry.born, at))


def _each_once(addresses: Sequence[To]) -> list[To]:
    """Leave out repetitions; who is addressed in two forms is addressed in both."""
    found: dict[object, To] = {}
    for address in addresses:
        if isinstance(address, ToStream):
            key: object = (address.owner_id, address.audience)
        elif isinstance(address, ToEveryPeer):
            key = None
        else:
            key = address.inbox
        before = found.get(key)
        same = before is None or before.form is address.form
        found[key] = address if same else replace(address, form=Form.BOTH)
    return list(found.values())
