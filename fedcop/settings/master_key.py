"""The key that seals private keys: a file that only its owner may read."""

import base64
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from fedcop.errors import Misconfigured
from fedcop.settings.values import Settings

_KEY_BYTES: Final = 32


def read_master_key(settings: Settings) -> bytes:
    """Read the key that seals private keys. Raises Misconfigured."""
    if settings.master_key:
        return decode_key(settings.master_key, "master_key")
    check_private("key_file", settings.key_file)
    try:
        return decode_key(settings.key_file.read_text("ascii").strip(), "key_file")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"key_file: {settings.key_file} cannot be read; `fedcop init` makes one"
        ) from error


def write_master_key(path: Path) -> None:
    """Make a new master key that only its owner may read; never replaces one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode() + "\n")


def check_private(name: str, path: Path) -> None:
    """Refuse a file with secrets that everybody may read. Raises Misconfigured."""
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
        raise Misconfigured(f"{name}: everybody may read {path}; run `chmod 600 {path}`")


def decode_key(text: str, name: str) -> bytes:
    """Read 32 bytes of base64, the form of every key here. Raises Misconfigured."""
    cure = "`openssl rand -base64 32` makes one"
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Misconfigured(f"{name}: is not base64; {cure}") from error
    if len(key) != _KEY_BYTES:
        raise Misconfigured(f"{name}: must be 32 bytes; {cure}")
    return key
