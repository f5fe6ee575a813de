"""The logins of local people."""

from collections.abc import Sequence

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import AccountRow, ActorRow, insert_of
from fedcop.store.statements import Statement

Login = tuple[AccountRow, ActorRow]

_WIDTH = AccountRow.width()
_PAIR = f"SELECT {AccountRow.columns('l.')}, {ActorRow.columns('a.')}"
_JOINED = f"{_PAIR} FROM account l JOIN actor a ON a.id = l.actor_id"
_BY_ID = f"{_JOINED} WHERE l.actor_id = ?"
_BY_EMAIL = f"{_JOINED} WHERE l.email = ? AND l.email <> ''"
_BY_NAME = (
    f"{_PAIR} FROM actor a JOIN account l ON l.actor_id = a.id WHERE a.host = '' AND a.name = ?"
)
_LIST = f"{_JOINED} WHERE l.actor_id > ? ORDER BY l.actor_id LIMIT ?"
_INSERT = insert_of(AccountRow)
_PASSWORD = "UPDATE account SET password = ? WHERE actor_id = ?"  # noqa: S105 - a statement
_USUAL = "UPDATE account SET audience = ?, sensitive = ?, language = ? WHERE actor_id = ?"
_DISABLED = "UPDATE account SET disabled = ? WHERE actor_id = ?"
_EMAIL = "UPDATE account SET email = ? WHERE actor_id = ?"
_HELPERS = f"{_JOINED} WHERE l.role <> 'member' ORDER BY l.actor_id LIMIT ?"
_READ = "UPDATE account SET read_at = ? WHERE actor_id = ?"


async def find_login(reader: Reader, number: int) -> Login | None:
    """Find the login of a local person."""
    return _first(await reader.read(_BY_ID, number))


async def find_login_by_email(reader: Reader, email: str) -> Login | None:
    """Find a login by its mail address, written in lower case."""
    return _first(await reader.read(_BY_EMAIL, email))


async def find_login_by_name(reader: Reader, name: str) -> Login | None:
    """Find a login by the name of its person."""
    return _first(await reader.read(_BY_NAME, name))


async def list_logins(reader: Reader, after: int, limit: int) -> list[Login]:
    """Read the logins of the node, the oldest first; `after` is the last id of the page before."""
    return [_pair(row) for row in await reader.read(_LIST, after, limit)]


async def list_helpers(reader: Reader, limit: int) -> list[Login]:
    """Read who helps to run the node."""
    return [_pair(row) for row in await reader.read(_HELPERS, limit)]


def insert_account(row: AccountRow) -> Statement:
    """Add a login."""
    return Statement(_INSERT, row.values())


def set_password(number: int, password: str) -> Statement:
    """Keep another hash of a password."""
    return Statement(_PASSWORD, (password, number))


def set_email(number: int, email: str) -> Statement:
    """Keep another mail address, in lower case."""
    return Statement(_EMAIL, (email, number))


def set_usual(number: int, audience: int, sensitive: int, language: str) -> Statement:
    """Keep how somebody usually posts."""
    return Statement(_USUAL, (audience, sensitive, language, number))


def set_disabled(number: int, at: int) -> Statement:
    """Note since when nobody may sign in to an account; 0: they may."""
    return Statement(_DISABLED, (at, number))


def mark_read(number: int, now: int) -> Statement:
    """Note that a person is here and reads."""
    return Statement(_READ, (now, number))


def _pair(row: Row) -> Login:
    return AccountRow.of(row), ActorRow.of(row, _WIDTH)


def _first(rows: Sequence[Row]) -> Login | None:
    return _pair(rows[0]) if rows else None
