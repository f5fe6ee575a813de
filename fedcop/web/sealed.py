"""Notes to ourselves that a browser carries: sealed, each for one purpose and a little while."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import orjson

from fedcop import clock
from fedcop.errors import Misconfigured

if TYPE_CHECKING:
    from fedcop.store.seal import Seal

_LONGEST: Final = 8_000
_MINUTE_MS: Final = 60_000
LASTS: Final = 10  # minutes


def close(seal: "Seal", purpose: str, facts: Mapping[str, object]) -> str:
    """Write a note that only this node can read."""
    said = {**facts, "until": clock.now_ms() + LASTS * _MINUTE_MS}
    return urlsafe_b64encode(seal.close(orjson.dumps(said), purpose)).decode().rstrip("=")


def unseal(seal: "Seal", purpose: str, text: str) -> dict[str, Any]:  # as JSON reads it
    """Read a note again; one that is not ours, or too old, is empty."""
    if not 0 < len(text) <= _LONGEST:
        return {}
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        facts: dict[str, Any] = orjson.loads(seal.open(sealed, purpose))
    except (ValueError, Misconfigured):
        return {}
    return facts if facts.get("until", 0) > clock.now_ms() else {}
