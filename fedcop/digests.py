"""Canonical JSON (RFC 8785) and hashes: how we say that two things are the same."""

import hashlib

import orjson
import rfc8785

from fedcop.errors import Malformed

_PLAIN = frozenset({str, int, bool, type(None)})
_FAST = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def sha256(data: bytes) -> bytes:
    """Hash bytes with SHA-256."""
    return hashlib.sha256(data).digest()


def canonical(value: object) -> bytes:
    """Write a JSON value in the one form of RFC 8785. Raises Malformed where it has none."""
    try:
        if _is_plain(value):
            return orjson.dumps(value, option=_FAST)
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks the types itself
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed(f"json: it has no canonical form ({error})") from error


def _is_plain(value: object) -> bool:
    """Whether orjson writes this value as RFC 8785 asks, ten times faster, this walk included.

    It does but for floats, whose text differs, and keys beyond ASCII, whose order may.
    """
    waiting = [value]
    while waiting:
        thing = waiting.pop()
        if type(thing) is dict:
            if not "".join(thing).isascii():  # a key that is no string: TypeError, caught above
                return False
            waiting += [item for item in thing.values() if type(item) is not str]
        elif type(thing) is list:
            waiting += [item for item in thing if type(item) is not str]
        elif type(thing) not in _PLAIN:
            return False
    return True
