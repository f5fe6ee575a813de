"""Links that do one thing once: the token is in the link, its hash is here."""

import secrets
from hashlib import sha256
from typing import Final

from fedcop import clock
from fedcop.errors import Gone, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import one_time_links as links
from fedcop.store.rows import OneTimeLinkRow

CONFIRM: Final = "confirm-sign-up"  # the mail address of somebody who asks for an account
ADDRESS: Final = "confirm-address"  # another address of somebody who has one
UNDO: Final = "undo-address"  # it was not them
RESET: Final = "reset-password"
SET_UP: Final = "set-up"  # begins to set up a node that nobody owns
SEAT: Final = "set-up-seat"  # the browser in which that is done
NOTHING: Final = "nothing"  # so that what is done for nobody takes as long

HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
_BYTES: Final = 32
_LONGEST: Final = 100
_REMEMBERED: Final = 30 * DAY  # so long it is said that a link has expired
_SWEPT: Final = 500

_UNKNOWN: Final = "This link is not known here. Perhaps a part of it was lost on the way."
_OVER: Final = "This link was used already, or has expired. Ask for a new one."


def hash_link(token: str) -> str:
    """Hash a token the way it is kept: its 256 random bits need no salt."""
    return sha256(token.encode()).hexdigest()


def make(unit: Unit, kind: str, subject: int, lasts: int, address: str = "") -> str:
    """Make a link of a kind; its token is known only now."""
    token, now = secrets.token_urlsafe(_BYTES), clock.now_ms()
    row = OneTimeLinkRow(hash_link(token), kind, subject, address, now, now + lasts)
    unit.add(links.insert_one_time(row))
    return token


async def look(reader: Reader, kind: str, token: str) -> OneTimeLinkRow:
    """See what a link is about. Raises NotFound, and Gone when it is worth nothing any more."""
    row = None
    if 0 < len(token) <= _LONGEST:
        row = await links.find_one_time(reader, hash_link(token), kind)
    if row is None:
        raise NotFound(_UNKNOWN)
    if row.ended or row.expires <= clock.now_ms():
        raise Gone(_OVER)
    return row


async def spend(unit: Unit, kind: str, token: str) -> OneTimeLinkRow:
    """Use a link, once. Raises NotFound and Gone."""
    row = await look(unit, kind, token)
    unit.touch(f"link:{row.token_hash}")
    unit.guard(links.UNUSED, row.token_hash)
    unit.add(links.end_one_time(row.token_hash, clock.now_ms()))
    return row


def end_all_of(unit: Unit, kind: str, subject: int) -> None:
    """Let no earlier link of a kind about somebody do anything any more."""
    unit.add(links.end_one_time_of(kind, subject, clock.now_ms()))


async def sweep(unit: Unit) -> None:
    """Forget what expired long ago."""
    unit.add(links.sweep_one_time(clock.now_ms() - _REMEMBERED, _SWEPT))
