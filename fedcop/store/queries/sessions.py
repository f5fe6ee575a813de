"""Browsers signed in."""

from fedcop.store.batch import Reader
from fedcop.store.queries.accounts import Login
from fedcop.store.rows import AccountRow, ActorRow, SessionRow, insert_of
from fedcop.store.statements import Statement

_ACCOUNT = SessionRow.width()
_ACTOR = _ACCOUNT + AccountRow.width()
_FIND = (
    f"SELECT {SessionRow.columns('s.')}, {AccountRow.columns('l.')}, {ActorRow.columns('a.')}"
    " FROM session s JOIN account l ON l.actor_id = s.account_id JOIN actor a ON a.id = l.actor_id"
    " WHERE s.token_hash = ? AND s.expires > ?"
)
_LIST = (
    f"SELECT {SessionRow.columns()} FROM session"
    " WHERE account_id = ? AND expires > ? ORDER BY seen DESC LIMIT 100"
)
_INSERT = insert_of(SessionRow)
_RENEW = "UPDATE session SET seen = ?, expires = ? WHERE token_hash = ?"
_END = "DELETE FROM session WHERE token_hash = ?"
_END_OWN = "DELETE FROM session WHERE token_hash = ? AND account_id = ?"
_END_ALL = "DELETE FROM session WHERE account_id = ? AND token_hash <> ?"
_SWEEP = "DELETE FROM session WHERE expires <= ?"


async def find_session(
    reader: Reader, token_hash: str, now: int
) -> tuple[SessionRow, Login] | None:
    """Find a session that has not expired, with whom it belongs to."""
    rows = await reader.read(_FIND, token_hash, now)
    if not rows:
        return None
    login = AccountRow.of(rows[0], _ACCOUNT), ActorRow.of(rows[0], _ACTOR)
    return SessionRow.of(rows[0]), login


async def list_sessions(reader: Reader, account: int, now: int) -> list[SessionRow]:
    """Read where somebody is signed in, the latest first."""
    return SessionRow.all(await reader.read(_LIST, account, now))


def insert_session(row: SessionRow) -> Statement:
    """Add a session."""
    return Statement(_INSERT, row.values())


def renew_session(token_hash: str, seen: int, expires: int) -> Statement:
    """Let a session live on."""
    return Statement(_RENEW, (seen, expires, token_hash))


def end_session(token_hash: str) -> Statement:
    """End a session."""
    return Statement(_END, (token_hash,))


def end_own_session(token_hash: str, account: int) -> Statement:
    """End a session if it is of this account."""
    return Statement(_END_OWN, (token_hash, account))


def end_sessions(account: int, but: str = "") -> Statement:
    """End the sessions of an account, all or all but one."""
    return Statement(_END_ALL, (account, but))


def sweep_sessions(now: int) -> Statement:
    """Forget the sessions that have expired."""
    return Statement(_SWEEP, (now,))
