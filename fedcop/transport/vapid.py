"""Who pushes: the key pair by which endpoints know this node (RFC 8292), and what it signs."""

from collections import OrderedDict
from typing import Final

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from fedcop import clock
from fedcop.errors import Misconfigured
from fedcop.transport.push_cipher import point_of, to_text

_LASTS: Final = 12 * 3600  # seconds; endpoints take 24 hours at most, by their own clocks
_LEAST: Final = 3600  # what is left of a token that is shown once more
_KEPT: Final = 1_000
_HALF: Final = 32
_HEADER: Final = to_text(b'{"typ":"JWT","alg":"ES256"}')


class Vapid:
    """The key pair, and a token for each origin, shown until it is nearly spent."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._private = private
        self._contact = contact
        self._tokens: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self.key: Final = to_text(point_of(private.public_key()))

    @classmethod
    def load(cls, der: bytes, contact: str) -> "Vapid":
        """Read a key pair that was kept. Raises Misconfigured."""
        private = load_der_private_key(der, None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise Misconfigured("database: the key for pushes is of another kind")
        return cls(private, contact)

    def token(self, origin: str) -> str:
        """Say to an origin who pushes."""
        now = int(clock.now())
        known = self._tokens.get(origin)
        if known is not None and known[0] - now > _LEAST:
            self._tokens.move_to_end(origin)
            return known[1]
        made = self._signed(origin, now + _LASTS)
        self._tokens[origin] = now + _LASTS, made
        if len(self._tokens) > _KEPT:
            self._tokens.popitem(last=False)
        return made

    def _signed(self, origin: str, expires: int) -> str:
        claims = orjson.dumps({"aud": origin, "exp": expires, "sub": self._contact})
        text = f"{_HEADER}.{to_text(claims)}"
        r, s = decode_dss_signature(self._private.sign(text.encode(), ec.ECDSA(SHA256())))
        return f"{text}.{to_text(r.to_bytes(_HALF, 'big') + s.to_bytes(_HALF, 'big'))}"


def make_key() -> bytes:
    """Make a key pair, to be kept."""
    private = ec.generate_private_key(ec.SECP256R1())
    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
