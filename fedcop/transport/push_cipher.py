"""What an app is told is sealed for it alone, so that the endpoint between cannot read it.

In the form of RFC 8291, or in that of the draft before it (draft-ietf-webpush-encryption-04), which
older apps still have at their end. Bytes in, bytes out.
"""

import base64
import binascii
import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fedcop.errors import Malformed

LONGEST: Final = 3_900  # bytes of a message: with all around it 4,096, which every endpoint takes
POINT: Final = 65
SECRET: Final = 16

_SALT: Final = 16
_RECORD: Final = 4_096
_KEY: Final = 16
_NONCE: Final = 12
_UNCOMPRESSED: Final = b"\x04"
_LAST: Final = b"\x02"
_UNPADDED: Final = b"\x00\x00"
_CURVE: Final = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class Keys:
    """What an app gave for others to seal with: a point of P-256, and a secret they share."""

    public: ec.EllipticCurvePublicKey
    secret: bytes

    @classmethod
    def read(cls, p256dh: str, auth: str) -> "Keys":
        """Read both from base64 of either alphabet. Raises Malformed, naming which is none."""
        point, secret = _decoded(p256dh), _decoded(auth)
        if len(point) != POINT or not point.startswith(_UNCOMPRESSED):
            raise Malformed("p256dh: this is no point of P-256, 65 bytes in base64")
        if len(secret) != SECRET:
            raise Malformed("auth: this is no secret of 16 bytes in base64")
        try:
            return cls(ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point), secret)
        except ValueError as error:
            raise Malformed("p256dh: this is no point of P-256, 65 bytes in base64") from error


@dataclass(frozen=True, slots=True)
class Once:
    """What a message is sealed with on our side: used once."""

    private: ec.EllipticCurvePrivateKey
    salt: bytes

    @classmethod
    def make(cls) -> "Once":
        """Make one for the next message."""
        return cls(ec.generate_private_key(_CURVE), os.urandom(_SALT))

    @property
    def point(self) -> bytes:
        """The public half, which goes with the message."""
        return point_of(self.private.public_key())


def seal(message: bytes, keys: Keys, once: Once) -> bytes:
    """Seal a message by RFC 8291; all that its reader needs stands in it."""
    theirs, ours = point_of(keys.public), once.point
    info = b"WebPush: info\x00" + theirs + ours
    material = _derive(keys.secret, _shared(keys, once), info, 32)
    return content(message, material, once.salt, ours)


def content(message: bytes, material: bytes, salt: bytes, key_id: bytes) -> bytes:
    """Write one record of `aes128gcm` (RFC 8188), with its header."""
    key = _derive(salt, material, b"Content-Encoding: aes128gcm\x00", _KEY)
    nonce = _derive(salt, material, b"Content-Encoding: nonce\x00", _NONCE)
    header = salt + _RECORD.to_bytes(4, "big") + len(key_id).to_bytes(1, "big") + key_id
    return header + AESGCM(key).encrypt(nonce, message + _LAST, None)


def seal_as_drafted(message: bytes, keys: Keys, once: Once) -> bytes:
    """Seal a message as the draft did; salt and point go beside it, in headers."""
    theirs, ours = point_of(keys.public), once.point
    material = _derive(keys.secret, _shared(keys, once), b"Content-Encoding: auth\x00", 32)
    size = POINT.to_bytes(2, "big")
    both = b"P-256\x00" + size + theirs + size + ours
    key = _derive(once.salt, material, b"Content-Encoding: aesgcm\x00" + both, _KEY)
    nonce = _derive(once.salt, material, b"Content-Encoding: nonce\x00" + both, _NONCE)
    return AESGCM(key).encrypt(nonce, _UNPADDED + message, None)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Write a public key as the 65 bytes that go over the wire."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(data: bytes) -> str:
    """Write bytes in base64 for addresses, without what pads it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _shared(keys: Keys, once: Once) -> bytes:
    return once.private.exchange(ec.ECDH(), keys.public)


def _derive(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """Derive a key by HKDF (RFC 5869) with SHA-256; one block is enough for all of ours."""
    extracted = hmac.digest(salt, material, sha256)
    return hmac.digest(extracted, info + b"\x01", sha256)[:length]


def _decoded(text: str) -> bytes:
    """Read base64 of either alphabet, padded or not; what is none is no bytes."""
    bare = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
