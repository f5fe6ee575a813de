"""Who asked, sealed so that two must agree to know it.

The key of a link is a point on a line; each who may help to open it holds another point. Two of
them give the line, one gives nothing. Stewards hold points of their own and all safety officers
(admins of the node) the same one, so that no two officers can do without a steward. Each share is
sealed by the node besides, for its holder alone.

What this cannot do is told to whoever asks: the operator of their own node has the master key and
the database, and so could put a link together. See docs/decisions/0019-voices.md.
"""

import os
import secrets
from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fedcop.store.rows import QuietLinkRow, QuietShareRow
from fedcop.store.seal import Seal

_PRIME: Final = 2**521 - 1
_POINT: Final = 66
_NONCE: Final = 12
_OFFICERS: Final = 1  # where all safety officers look at the line


def close(
    seal: Seal, question: int, asker: int, stewards: Sequence[int], officers: Sequence[int]
) -> tuple[QuietLinkRow, list[QuietShareRow]]:
    """Seal who asked, for these people."""
    key, slope = secrets.token_bytes(32), secrets.randbelow(_PRIME)
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, str(asker).encode(), str(question).encode())
    places = dict.fromkeys(officers, _OFFICERS)
    places |= {holder: at for at, holder in enumerate(stewards, _OFFICERS + 1)}
    shares = []
    for holder, at in places.items():
        y = (int.from_bytes(key) + slope * at) % _PRIME
        point = at.to_bytes(2) + y.to_bytes(_POINT)
        closed = seal.close(point, _purpose(question, holder))
        shares.append(QuietShareRow(secrets.randbits(59), question, holder, closed))
    return QuietLinkRow(question, sealed), shares


def open_with(
    seal: Seal, link: QuietLinkRow, one: QuietShareRow, other: QuietShareRow
) -> int | None:
    """Say who asked, when two shares that differ are there; None when they do not suffice."""
    (x1, y1), (x2, y2) = _point(seal, one), _point(seal, other)
    if x1 == x2:
        return None
    key = (y1 * x2 - y2 * x1) * pow(x2 - x1, -1, _PRIME) % _PRIME
    cipher = AESGCM(key.to_bytes(_POINT)[-32:])
    nonce, rest = link.sealed[:_NONCE], link.sealed[_NONCE:]
    return int(cipher.decrypt(nonce, rest, str(link.question_id).encode()))


def _point(seal: Seal, share: QuietShareRow) -> tuple[int, int]:
    opened = seal.open(share.sealed, _purpose(share.question_id, share.holder_id))
    return int.from_bytes(opened[:2]), int.from_bytes(opened[2:])


def _purpose(question: int, holder: int) -> str:
    return f"quiet:{question}:{holder}"
