"""Addresses that refuse mail for good."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import MailAddressRow
from fedcop.store.statements import Statement

ENOUGH: Final = 3  # refusals, after which an address gets no mail that nobody asked for

_COLUMNS: Final = MailAddressRow.columns()
_NOTE: Final = (
    "INSERT INTO mail_address (address, fails, failing, said, changed) VALUES (?, 1, 0, ?, ?)"
    " ON CONFLICT (address) DO UPDATE SET"
    " fails = CASE WHEN mail_address.changed < ? THEN 1 ELSE mail_address.fails + 1 END,"
    " failing = CASE WHEN mail_address.failing = 0 AND mail_address.changed >= ?"
    f" AND mail_address.fails + 1 >= {ENOUGH}"
    " THEN excluded.changed ELSE mail_address.failing END,"
    " said = excluded.said, changed = excluded.changed"
)
_FIND: Final = f"SELECT {_COLUMNS} FROM mail_address WHERE address = ?"
_FAILING: Final = (
    f"SELECT {_COLUMNS} FROM mail_address WHERE failing > 0 ORDER BY failing DESC LIMIT ?"
)
_COUNT: Final = "SELECT COUNT(*) FROM mail_address WHERE failing > 0"
_CLEAR: Final = "DELETE FROM mail_address WHERE address = ?"
_SWEEP: Final = "DELETE FROM mail_address WHERE failing = 0 AND changed < ?"


def note_refusal(address: str, said: str, now: int, since: int) -> Statement:
    """Count a refusal for good; those before `since` count no more."""
    return Statement(_NOTE, (address, said, now, since, since))


def clear_address(address: str) -> Statement:
    """Forget that an address refused."""
    return Statement(_CLEAR, (address,))


def sweep_addresses(before: int) -> Statement:
    """Forget single refusals of long ago."""
    return Statement(_SWEEP, (before,))


async def find_address(reader: Reader, address: str) -> MailAddressRow | None:
    """Read how an address did."""
    return MailAddressRow.first(await reader.read(_FIND, address))


async def list_failing(reader: Reader, limit: int) -> list[MailAddressRow]:
    """Read the addresses that get no mail any more, the latest first."""
    return MailAddressRow.all(await reader.read(_FAILING, limit))


async def count_failing(reader: Reader) -> int:
    """Count the addresses that get no mail any more."""
    return int((await reader.read(_COUNT))[0][0])
