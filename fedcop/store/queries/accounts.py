"""The logins of local people."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop.store.backend import Row
from fedcop.store.batch import Reader, Store
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
_FOUND = (
    f"{_JOINED} WHERE l.actor_id > ? AND (a.name LIKE ? ESCAPE '!'"
    " OR lower(a.display) LIKE ? ESCAPE '!' OR (l.email LIKE ? ESCAPE '!' AND ? = 1))"
    " AND (? = '' OR l.role = ?){} ORDER BY l.actor_id LIMIT ?"
)
_STATES = {
    "": "",
    "active": " AND l.disabled = 0 AND a.suspended = 0 AND a.deleted = 0",
    "disabled": " AND l.disabled > 0 AND a.deleted = 0",
    "suspended": " AND a.suspended > 0 AND a.deleted = 0",
    "gone": " AND a.deleted > 0",
}
_OWNER = (
    "SELECT l.actor_id FROM account l JOIN actor a ON a.id = l.actor_id WHERE l.role = 'owner'"
    " AND l.actor_id <> ? AND l.disabled = 0 AND a.suspended = 0 AND a.deleted = 0"
    " ORDER BY l.actor_id LIMIT 1"
)
_ROLE = "UPDATE account SET role = ? WHERE actor_id = ?"
_INSERT = insert_of(AccountRow)
_PASSWORD = "UPDATE account SET password = ? WHERE actor_id = ?"  # noqa: S105 - a statement
_USUAL = "UPDATE account SET audience = ?, sensitive = ?, language = ? WHERE actor_id = ?"
_DISABLED = "UPDATE account SET disabled = ? WHERE actor_id = ?"
_LOCALE = "UPDATE account SET locale = ? WHERE actor_id = ?"
_EMAIL = "UPDATE account SET email = ? WHERE actor_id = ?"
_HELPERS = f"{_JOINED} WHERE l.role <> 'member' ORDER BY l.actor_id LIMIT ?"
# A guard: somebody is an owner who can sign in.
STILL_OWNER: Final = "FROM account WHERE actor_id = ? AND role = 'owner' AND disabled = 0"
STATES: Final = tuple(state for state in _STATES if state)
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


class Wanted(NamedTuple):
    """Whom a list of people is to hold; empty is anybody, `mail` looks at addresses too."""

    text: str = ""
    role: str = ""
    state: str = ""
    mail: bool = False


async def search_logins(store: Store, wanted: Wanted, after: int, limit: int) -> list[Login]:
    """Read the people of the node who are so, the oldest first; `after` is the last id."""
    text = wanted.text.lower()
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    like = f"%{text}%"
    params = (after, like, like, like, int(wanted.mail), wanted.role, wanted.role, limit)
    rows = await store.search(_FOUND.format(_STATES[wanted.state]), *params)
    return [_pair(row) for row in rows]


async def find_other_owner(reader: Reader, but: int) -> int:
    """Find another owner who can sign in; 0 when there is none."""
    rows = await reader.read(_OWNER, but)
    return int(rows[0][0]) if rows else 0


def set_role(number: int, role: str) -> Statement:
    """Keep another role of somebody."""
    return Statement(_ROLE, (role, number))


def insert_account(row: AccountRow) -> Statement:
    """Add a login."""
    return Statement(_INSERT, row.values())


def set_password(number: int, password: str) -> Statement:
    """Keep another hash of a password."""
    return Statement(_PASSWORD, (password, number))


def set_email(number: int, email: str) -> Statement:
    """Keep another mail address, in lower case."""
    return Statement(_EMAIL, (email, number))


def set_locale(number: int, tag: str) -> Statement:
    """Keep the language in which a node speaks with somebody."""
    return Statement(_LOCALE, (tag, number))


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
