"""One HTTP request as it stood on the wire: what is signed and verified."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.errors import Malformed

Header = tuple[bytes, bytes]

BODILESS = frozenset({"GET", "HEAD"})
_SINGLE = frozenset(
    {
        b"host",
        b"date",
        b"digest",
        b"content-digest",
        b"signature",
        b"signature-input",
        b"content-type",
    }
)
_LARGEST_BLOCK = 32 * 1024
_HARMLESS = b"\t" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))


@dataclass(frozen=True, slots=True)
class RequestMessage:
    """A request with its raw target (path and query) and its headers in wire order.

    Names are lower case, values trimmed, duplicates kept: as in an ASGI scope.
    """

    method: str
    target: bytes
    headers: Sequence[Header]
    body: bytes = b""
    scheme: str = "https"

    def fields(self) -> dict[bytes, bytes]:
        """Return each header by name, several values joined. Raises Malformed for odd repeats."""
        found = dict(self.headers)
        return found if len(found) == len(self.headers) else _joined(self.headers)


def check_headers(headers: Sequence[Header]) -> None:
    """Refuse what servers let through and proxies read differently. Raises Malformed."""
    names = [name for name, _ in headers]
    values = b"".join([value for _, value in headers])
    if len(values) + sum(map(len, names)) > _LARGEST_BLOCK:
        raise Malformed("headers: together they are too long")
    if values.translate(None, _HARMLESS):
        raise Malformed("headers: a value holds a control character")
    known = set(names)
    if len(known) != len(names):
        _joined(headers)
    if b"transfer-encoding" in known and b"content-length" in known:
        raise Malformed("headers: Transfer-Encoding and Content-Length exclude each other")


def check_target(target: bytes) -> None:
    """Refuse a request target that is no path, such as the absolute form. Raises Malformed."""
    if not target.startswith(b"/") or target.translate(None, _HARMLESS):
        raise Malformed("target: only a path and a query are read")


def _joined(headers: Sequence[Header]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name not in found:
            found[name] = value
        elif name in _SINGLE:
            raise Malformed(f"{name.decode()}: this header may stand only once")
        else:
            found[name] += b", " + value
    return found
