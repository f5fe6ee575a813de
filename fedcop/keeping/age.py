"""The age format (age-encryption.org/v1) as a stream: what is written can be opened by any age.

Written here because pyrage, which makes the keys, encrypts 300 MB a second while nothing else in
its process runs; OpenSSL does thirteen times that. The tests open each with the other.
"""

import hmac
import os
from base64 import b64decode, b64encode
from typing import BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fedcop.errors import Malformed, Misconfigured

MAGIC: Final = b"age-encryption.org/v1\n"
_LABEL: Final = b"age-encryption.org/v1/X25519"
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_FILE_KEY: Final = 16
_LINE: Final = 4096
_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_RECIPIENT: Final = "age"
_IDENTITY: Final = "age-secret-key-"
_CHECKSUM: Final = 6
_KEY: Final = 32


class Damaged(Malformed):
    """A set that is not as it was written: cut off, changed, or something else altogether."""


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


def read_recipient(text: str) -> bytes:
    """Read whom to encrypt to, as `age1…`. Raises Misconfigured."""
    key = _bech32(text.strip(), _RECIPIENT)
    if key is None:
        raise Misconfigured(
            "backup_recipient: is no age1… recipient; `fedcop backup key` makes one"
        )
    return key


def read_identity(text: str) -> bytes:
    """Read the identity out of the text of its file. Raises Misconfigured."""
    for line in text.splitlines():
        key = _bech32(line.strip(), _IDENTITY)
        if key is not None:
            return key
    raise Misconfigured("identity: the file holds no AGE-SECRET-KEY-1…; is it the right one?")


def _bech32(text: str, kind: str) -> bytes | None:
    """Return the 32 bytes behind a word of a kind; None when it is none."""
    if text not in {text.lower(), text.upper()}:
        return None
    name, _, data = text.lower().rpartition("1")
    if name != kind or not set(data) <= set(_LETTERS):
        return None
    values = [_LETTERS.index(letter) for letter in data]
    spread = [ord(c) >> 5 for c in name] + [0] + [ord(c) & 31 for c in name]
    if _polymod(spread + values) != 1:
        return None
    bits = "".join(f"{value:05b}" for value in values[:-_CHECKSUM])
    key = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
    return key if len(key) == _KEY else None


def _polymod(values: list[int]) -> int:
    parts = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, part in enumerate(parts):
            check ^= part if top >> bit & 1 else 0
    return check


class Sealing:
    """Encrypts what is written to it; without `close` the result is cut off, and known to be."""

    def __init__(self, out: Sink, recipients: list[bytes]) -> None:
        file_key = os.urandom(_FILE_KEY)
        head = MAGIC + b"".join(_stanza(file_key, one) for one in recipients) + b"---"
        mac = hmac.digest(_derive(file_key, b"", b"header"), head, "sha256")
        nonce = os.urandom(16)
        out.write(head + b" " + _bare64(mac) + b"\n" + nonce)
        self._out = out
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._waits = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        """Encrypt some bytes; the last chunk waits, since it is marked as the last."""
        self._waits += data
        full = max(0, (len(self._waits) - 1) // _CHUNK) * _CHUNK
        if full:
            with memoryview(self._waits) as waiting:
                for at in range(0, full, _CHUNK):
                    self._put(bytes(waiting[at : at + _CHUNK]), last=False)
            del self._waits[:full]
        return len(data)

    def close(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._waits), last=True)
        self._waits.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class Opening:
    """Decrypts what is read from it; what was changed or cut off raises Damaged."""

    def __init__(self, source: BinaryIO, identity: bytes) -> None:
        file_key = _open_header(source, identity)
        nonce = source.read(16)
        self._source = source
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._ahead = source.read(_CHUNK + _TAG)
        self._ready = memoryview(b"")
        self._number = 0
        self._over = False

    def read(self, size: int) -> bytes:
        """Read exactly so many bytes, fewer only at the end."""
        parts, wanted = [], size
        while wanted:
            if not self._ready:
                if self._over:
                    break
                self._ready = memoryview(self._next())
            part = self._ready[:wanted]
            self._ready = self._ready[wanted:]
            wanted -= len(part)
            parts.append(part)
        return b"".join(parts)

    def _next(self) -> bytes:
        chunk, self._ahead = self._ahead, self._source.read(_CHUNK + _TAG)
        self._over = not self._ahead
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=self._over), chunk, None)
        except (InvalidTag, ValueError) as error:
            raise Damaged("the set is damaged: it was changed, or its end is missing") from error
        self._number += 1
        return plain


def _open_header(source: BinaryIO, identity: bytes) -> bytes:
    head = source.readline(_LINE)
    if head != MAGIC:
        raise Damaged("the set is damaged: it does not begin as one")
    found: bytes | None = None
    while True:
        line = source.readline(_LINE)
        if line.startswith(b"---"):
            break
        if not line.endswith(b"\n"):
            raise Damaged("the set is damaged: its head is cut off")
        head += line
        if line.startswith(b"-> X25519 "):
            body = source.readline(_LINE)
            head += body
            found = found or _unwrap(line.split()[2], body.strip(), identity)
    if found is None:
        raise Misconfigured("identity: it does not open this set; it was made for another")
    mac = hmac.digest(_derive(found, b"", b"header"), head + b"---", "sha256")
    if not hmac.compare_digest(line, b"--- " + _bare64(mac) + b"\n"):
        raise Damaged("the set is damaged: its head was changed")
    return found


def _stanza(file_key: bytes, recipient: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrap = ChaCha20Poly1305(_derive(shared, share + recipient, _LABEL))
    body = wrap.encrypt(bytes(12), file_key, None)
    return b"-> X25519 " + _bare64(share) + b"\n" + _bare64(body) + b"\n"


def _unwrap(share_text: bytes, body: bytes, identity: bytes) -> bytes | None:
    key = X25519PrivateKey.from_private_bytes(identity)
    own = key.public_key().public_bytes_raw()
    try:
        share = b64decode(share_text + b"=" * (-len(share_text) % 4), validate=True)
        wrapped = b64decode(body + b"=" * (-len(body) % 4), validate=True)
        shared = key.exchange(X25519PublicKey.from_public_bytes(share))
        wrap = ChaCha20Poly1305(_derive(shared, share + own, _LABEL))
        return wrap.decrypt(bytes(12), wrapped, None)
    except (InvalidTag, ValueError):
        return None


def _derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _bare64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")
