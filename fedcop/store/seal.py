"""Private keys at rest: AES-256-GCM under the node's master key."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fedcop.errors import Misconfigured

_VERSION = b"\x01"
_NONCE = 12
_KEY = 32


class Seal:
    """Seals and opens secrets; what it sealed names its purpose and opens for no other."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != _KEY:
            raise Misconfigured(
                "key_file: the master key must be 32 bytes; `fedcop init` makes one"
            )
        self._cipher = AESGCM(master_key)
        self._blinding = hmac.digest(master_key, b"fedcop blinding", hashlib.sha256)

    def close(self, secret: bytes, purpose: str) -> bytes:
        """Seal a secret."""
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._cipher.encrypt(nonce, secret, purpose.encode())

    def blind(self, text: str) -> str:
        """Mark something so that it is known again, by this node alone, and by nothing else."""
        return hmac.new(self._blinding, text.encode(), hashlib.sha256).hexdigest()

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """Open what was sealed. Raises Misconfigured when the master key is another."""
        nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, rest, purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise Misconfigured(
                "key_file: this master key does not open the keys in the database; "
                "put back the one the node was set up with"
            ) from error
