"""Tell systemd how a process stands, where it asked for that (sd_notify)."""

import os
import socket  # noqa: TID251 - this is transport
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

_SOCKET: Final = "NOTIFY_SOCKET"
READY: Final = b"READY=1"
STOPPING: Final = b"STOPPING=1"


def tell_systemd(word: bytes, environ: Mapping[str, str] = os.environ) -> None:
    """Send a word to whoever started us; nobody listens where systemd did not."""
    address = environ.get(_SOCKET, "")
    if not address:
        return
    if address.startswith("@"):  # an abstract name
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect(address)
        sender.sendall(word)
