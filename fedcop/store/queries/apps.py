"""Apps, the codes they fetch tokens with, and their tokens."""

from fedcop.store.batch import Reader
from fedcop.store.rows import AccountRow, ActorRow, AppRow, CodeRow, TokenRow, insert_of
from fedcop.store.statements import Statement

Bearer = tuple[TokenRow, AppRow, AccountRow | None, ActorRow | None]

_APP = TokenRow.width()
_ACCOUNT = _APP + AppRow.width()
_ACTOR = _ACCOUNT + AccountRow.width()
_FIND_APP = f"SELECT {AppRow.columns()} FROM app WHERE client_id = ?"
_FIND_CODE = f"SELECT {CodeRow.columns()} FROM app_code WHERE code_hash = ?"
_FIND_TOKEN = f"SELECT {TokenRow.columns()} FROM app_token WHERE token_hash = ?"
_FIND_BEARER = (
    f"SELECT {TokenRow.columns('t.')}, {AppRow.columns('p.')},"
    f" {AccountRow.columns('l.')}, {ActorRow.columns('a.')}"
    " FROM app_token t JOIN app p ON p.id = t.app_id"
    " LEFT JOIN account l ON l.actor_id = t.account_id"
    " LEFT JOIN actor a ON a.id = t.account_id WHERE t.token_hash = ?"
)
_LIST_TOKENS = (
    f"SELECT {TokenRow.columns('t.')}, {AppRow.columns('p.')} FROM app_token t"
    " JOIN app p ON p.id = t.app_id WHERE t.account_id = ? ORDER BY t.id DESC LIMIT 200"
)
_TOKEN_IDS = "SELECT id FROM app_token WHERE account_id = ?"  # noqa: S105 - a query
_OF_APP = "SELECT id FROM app_token WHERE app_id = ? AND account_id = ?"
_USED = "UPDATE app SET used = ? WHERE id = ? AND used = 0"
_REDEEM = "UPDATE app_code SET token_id = ? WHERE code_hash = ?"
_SEEN = "UPDATE app_token SET seen = ? WHERE id = ?"
_END = "DELETE FROM app_token WHERE id = ?"
_END_OWN = "DELETE FROM app_token WHERE id = ? AND account_id = ?"
_END_ALL = "DELETE FROM app_token WHERE account_id = ? AND id <> ?"
_END_CODES = "DELETE FROM app_code WHERE account_id = ?"
_SWEEP_CODES = "DELETE FROM app_code WHERE expires <= ?"
_SWEEP_APPS = (
    "DELETE FROM app WHERE id IN (SELECT id FROM app WHERE used = 0 AND created <= ?"
    " ORDER BY created LIMIT ?)"
)
_SWEEP_TOKENS = (
    "DELETE FROM app_token WHERE id IN (SELECT id FROM app_token WHERE account_id = 0"
    " AND id <= ? AND seen <= ? ORDER BY id LIMIT ?)"
)


async def find_app(reader: Reader, client_id: str) -> AppRow | None:
    """Find an app by what it calls itself."""
    return AppRow.first(await reader.read(_FIND_APP, client_id))


async def find_code(reader: Reader, code_hash: str) -> CodeRow | None:
    """Find a code."""
    return CodeRow.first(await reader.read(_FIND_CODE, code_hash))


async def find_token(reader: Reader, token_hash: str) -> TokenRow | None:
    """Find a token."""
    return TokenRow.first(await reader.read(_FIND_TOKEN, token_hash))


async def find_bearer(reader: Reader, token_hash: str) -> Bearer | None:
    """Find a token with its app, and with its person when it has one."""
    rows = await reader.read(_FIND_BEARER, token_hash)
    if not rows:
        return None
    row = rows[0]
    token, app = TokenRow.of(row), AppRow.of(row, _APP)
    if row[_ACCOUNT] is None or row[_ACTOR] is None:
        return token, app, None, None
    return token, app, AccountRow.of(row, _ACCOUNT), ActorRow.of(row, _ACTOR)


async def list_tokens(reader: Reader, account: int) -> list[tuple[TokenRow, AppRow]]:
    """Read what apps may act for somebody, the latest first."""
    rows = await reader.read(_LIST_TOKENS, account)
    return [(TokenRow.of(row), AppRow.of(row, _APP)) for row in rows]


async def list_token_ids(reader: Reader, account: int) -> list[int]:
    """Read the ids of somebody's tokens."""
    return [row[0] for row in await reader.read(_TOKEN_IDS, account)]


async def list_ids_of_app(reader: Reader, app: int, account: int) -> list[int]:
    """Read the ids of the tokens of one app for somebody."""
    return [row[0] for row in await reader.read(_OF_APP, app, account)]


def insert_app(row: AppRow) -> Statement:
    """Add an app."""
    return Statement(insert_of(AppRow), row.values())


def insert_code(row: CodeRow) -> Statement:
    """Add a code."""
    return Statement(insert_of(CodeRow), row.values())


def insert_token(row: TokenRow) -> Statement:
    """Add a token."""
    return Statement(insert_of(TokenRow), row.values())


def mark_used(app: int, now: int) -> Statement:
    """Note that somebody lets an app act for them."""
    return Statement(_USED, (now, app))


def redeem_code(code_hash: str, token: int) -> Statement:
    """Note what was fetched with a code."""
    return Statement(_REDEEM, (token, code_hash))


def mark_seen(token: int, now: int) -> Statement:
    """Note that a token is in use."""
    return Statement(_SEEN, (now, token))


def end_token(token: int) -> Statement:
    """End a token."""
    return Statement(_END, (token,))


def end_own_token(token: int, account: int) -> Statement:
    """End a token if it is of this account."""
    return Statement(_END_OWN, (token, account))


def end_tokens(account: int, but: int = 0) -> tuple[Statement, Statement]:
    """End the tokens of an account, all or all but one, and the codes that wait."""
    return Statement(_END_ALL, (account, but)), Statement(_END_CODES, (account,))


def sweep(now: int, day: int, most: int) -> tuple[Statement, ...]:
    """Forget codes that are old, apps that nobody began to use, and what apps left lying."""
    return (
        Statement(_SWEEP_CODES, (now - day,)),
        Statement(_SWEEP_APPS, (now - day, most)),
        Statement(_SWEEP_TOKENS, ((now - day) << 16, now - 30 * day, most)),
    )
