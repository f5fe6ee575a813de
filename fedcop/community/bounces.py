"""Letters that came back: each has an address of its own to come back to, signed by this node."""

import hmac
import re
from hashlib import sha256
from typing import Final

from fedcop import clock
from fedcop.community.letters import REFUSALS_COUNT_MS
from fedcop.errors import Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import addresses, letters
from fedcop.store.rows import LetterRow

_SIGNS: Final = 20
_TOKEN: Final = re.compile(r"(\d{1,19})-([0-9a-f]{20})")


def return_path(secret: str, bounces: str, letter: int) -> str:
    """Say where a letter comes back to that cannot be delivered later."""
    local, _, domain = bounces.rpartition("@")
    return f"{local}+{letter}-{_sign(secret, letter)}@{domain}"


def read_return_path(secret: str, bounces: str, address: str) -> int:
    """Say which letter came back to an address; 0 when it is none of these. Raises Refused."""
    local, _, domain = bounces.lower().rpartition("@")
    said, _, host = address.strip().strip("<>").lower().rpartition("@")
    if host != domain or not said.startswith(f"{local}+"):
        return 0
    found = _TOKEN.fullmatch(said.removeprefix(f"{local}+"))
    if found is None or not hmac.compare_digest(_sign(secret, int(found[1])), found[2]):
        raise Refused("recipient: this is not an address that a letter of ours comes back to")
    return int(found[1])


async def take_back(unit: Unit, number: int, said: str) -> LetterRow | None:
    """Note that a letter came back for good; None when that is known, or it is too long ago."""
    row = await letters.find_letter(unit, number)
    if row is None or row.state != letters.SENT:
        return None
    now = clock.now_ms()
    unit.touch(f"letter:{number}")
    unit.guard(letters.STILL_SENT, number)
    unit.add(letters.note_bounce(number, said))
    unit.add(addresses.note_refusal(row.address, said, now, now - REFUSALS_COUNT_MS))
    return row


def _sign(secret: str, letter: int) -> str:
    made = hmac.new(secret.encode(), f"bounce:{letter}".encode(), sha256)
    return made.hexdigest()[:_SIGNS]
