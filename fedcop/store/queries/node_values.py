"""Small facts about this node."""

from fedcop.store.batch import Reader
from fedcop.store.statements import Statement

DEMO = "demo"  # its people and what they did are made up
_FIND = "SELECT value FROM node_value WHERE name = ?"
_KEEP = "INSERT INTO node_value (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
_NEW = "INSERT INTO node_value (name, value) VALUES (?, ?)"
_CHANGE = (
    "INSERT INTO node_value (name, value) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_FORGET = "DELETE FROM node_value WHERE name = ?"


async def find_value(reader: Reader, name: str) -> str:
    """Read a fact; one that is not there is empty."""
    rows = await reader.read(_FIND, name)
    return str(rows[0][0]) if rows else ""


def keep_first(name: str, value: str) -> Statement:
    """Write a fact, unless somebody was quicker."""
    return Statement(_KEEP, (name, value))


def keep_new(name: str, value: str) -> Statement:
    """Write a fact; when somebody was quicker, the commit raises Conflict."""
    return Statement(_NEW, (name, value))


def keep_latest(name: str, value: str) -> Statement:
    """Write a fact that changes."""
    return Statement(_CHANGE, (name, value))


def forget(name: str) -> Statement:
    """Have a fact no more."""
    return Statement(_FORGET, (name,))
