"""Letters end by one click: what their links say, signed, so that nobody ends those of others.

Such a link never expires: somebody who wants no more mail is right, however old the letter is.
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fedcop.errors import NotFound

NEEDS: Final = "needs"
DIGESTS: Final = "digests"
DIGEST: Final = "digest"  # of one community

_SIGNS: Final = 40
_FORM: Final = re.compile(r"(needs|digests|digest)-(\d{1,19})-(\d{1,19})-([0-9a-f]{40})")


@dataclass(frozen=True, slots=True)
class Stop:
    """What somebody does not want any more."""

    what: str
    account_id: int
    community_id: int = 0


def write_stop(secret: str, stop: Stop) -> str:
    """Put it into the end of a link."""
    said = f"{stop.what}-{stop.account_id}-{stop.community_id}"
    return f"{said}-{_sign(secret, said)}"


def read_stop(secret: str, text: str) -> Stop:
    """Read the end of a link. Raises NotFound when it is not one of ours."""
    found = _FORM.fullmatch(text)
    if found is None or not hmac.compare_digest(
        _sign(secret, text.rpartition("-")[0]).encode(), found[4].encode()
    ):
        raise NotFound("This link is not one of ours; it may have been cut off.")
    return Stop(found[1], int(found[2]), int(found[3]))


def _sign(secret: str, said: str) -> str:
    return hmac.new(secret.encode(), f"stop:{said}".encode(), sha256).hexdigest()[:_SIGNS]
