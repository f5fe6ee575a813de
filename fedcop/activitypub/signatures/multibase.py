"""Multibase base58btc: the `z…` form of keys and proof values (FEP-521a, FEP-8b32)."""

from fedcop.errors import Malformed

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_BASE = 58
_LONGEST = 256  # decoding is quadratic; an Ed25519 key takes 48 characters, its signature 89


def encode(data: bytes) -> str:
    """Write bytes as `z` and base58btc."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data, "big")
    pairs = []
    while number:
        number, pair = divmod(number, len(_PAIRS))
        pairs.append(_PAIRS[pair])
    digits = "".join(reversed(pairs)).lstrip("1")
    return "z" + "1" * zeros + digits


def decode(text: str) -> bytes:
    """Read bytes from `z` and base58btc. Raises Malformed."""
    if not text.startswith("z") or len(text) > _LONGEST:
        raise Malformed("multibase: only short base58btc values, starting with z, are read")
    number = 0
    try:
        for character in text[1:]:
            number = number * _BASE + _VALUES[character]
    except KeyError as error:
        raise Malformed("multibase: it has a character outside base58btc") from error
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
