"""Where apps are told, and what they are owed: an errand for each notification.

What an endpoint that is down costs is one row: when to try it again stands with the subscription,
not with its errands.
"""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.rows import AccountRow, ActorRow, ErrandRow, PushRow
from fedcop.store.statements import Keyed, Statement

MOST_OWED: Final = 50  # to one app: what came first is let go
MOST_APPS: Final = 50  # of one person that are told

_PUSH: Final = PushRow.columns()
_ACCOUNT = PushRow.width()
_ACTOR = _ACCOUNT + AccountRow.width()
_OF_TOKEN = f"SELECT {_PUSH} FROM push_subscription WHERE token_id = ?"
_OF_ACCOUNT = Keyed(
    "SELECT account_id, id, alerts FROM push_subscription WHERE account_id = ANY_ID(?)"
)
# Of somebody who may be told still: the token is there, and its person.
_TOLD = (
    f"SELECT {PushRow.columns('s.')}, {AccountRow.columns('l.')}, {ActorRow.columns('a.')}"
    " FROM push_subscription s JOIN app_token t ON t.id = s.token_id"
    " JOIN account l ON l.actor_id = s.account_id JOIN actor a ON a.id = s.account_id"
    " WHERE s.id = ? AND l.disabled = 0 AND a.suspended = 0 AND a.deleted = 0"
)
_DUE = (
    "SELECT id, host, fails FROM push_subscription WHERE due > 0 AND due <= ? AND fails <= ?"
    " AND NOT (host = ANY_TEXT(?)) ORDER BY due LIMIT %d"
)
_OWED = (
    f"SELECT {ErrandRow.columns()} FROM push_errand WHERE subscription_id = ?"
    f" ORDER BY subscription_id, notification_id LIMIT {MOST_OWED}"
)
_ADD = (
    f"INSERT INTO push_subscription ({_PUSH.partition(', ')[2]})"
    f" VALUES ({', '.join('?' * (PushRow.width() - 1))})"
)
_CHANGE = "UPDATE push_subscription SET alerts = ?, policy = ? WHERE token_id = ?"
_END = "DELETE FROM push_subscription WHERE id = ?"
_END_OF_TOKEN = "DELETE FROM push_subscription WHERE token_id = ?"  # noqa: S105 - a statement
_END_OWN = "DELETE FROM push_subscription WHERE token_id = ? AND account_id = ?"
_END_ALL = "DELETE FROM push_subscription WHERE account_id = ? AND token_id <> ?"
# All but the latest: `OFFSET` is as long as what one person may have.
_END_OLD = (
    "DELETE FROM push_subscription WHERE account_id = ? AND id <="
    " COALESCE((SELECT o.id FROM push_subscription o WHERE o.account_id = ?"
    f" ORDER BY o.account_id DESC, o.id DESC LIMIT 1 OFFSET {MOST_APPS}), 0)"
)
_OWE = (
    "INSERT INTO push_errand (id, subscription_id, notification_id)"
    " SELECT CAST(? AS BIGINT), CAST(? AS INTEGER), n.id FROM notification n WHERE n.id = ?"
    " ON CONFLICT DO NOTHING"
)
_TRIM = (
    "DELETE FROM push_errand WHERE subscription_id = ? AND notification_id <="
    " (SELECT e.notification_id FROM push_errand e WHERE e.subscription_id = ?"
    f" ORDER BY e.subscription_id DESC, e.notification_id DESC LIMIT 1 OFFSET {MOST_OWED})"
)
# The row is written even where nothing changes: so whoever looks whether anything is left to be
# told waits for this commit, or this sees what they found.
_RAISE = (
    "UPDATE push_subscription SET due = CASE WHEN due = 0 THEN CAST(? AS BIGINT) ELSE due END"
    " WHERE id = ?"
)
_DONE = "DELETE FROM push_errand WHERE id = ?"
_REST = (
    "UPDATE push_subscription SET fails = ?, failing = ?, due = CASE WHEN (SELECT e.id"
    " FROM push_errand e WHERE e.subscription_id = push_subscription.id"
    " ORDER BY e.subscription_id, e.notification_id LIMIT 1) IS NULL"
    " THEN 0 ELSE CAST(? AS BIGINT) END WHERE id = ?"
)
_SWEEP = "DELETE FROM push_errand WHERE id <= ?"

# Guards: somebody is told there still, locked before anybody looks what is left; the token of an
# app is there.
STANDS: Final = "FROM push_subscription WHERE id = ?"
TOKEN_STANDS: Final = "FROM app_token WHERE id = ?"  # noqa: S105 - a guard


class Due(NamedTuple):
    """Who is to be told now, at which host, and how often it failed."""

    id: int
    host: str
    fails: int


async def find_of_token(reader: Reader, token: int) -> PushRow | None:
    """Find where the app with a token is told."""
    return PushRow.first(await reader.read(_OF_TOKEN, token))


async def list_wishes(reader: Reader, account: int) -> list[tuple[int, str]]:
    """Read which apps of somebody are told, and of what."""
    return [(row[0], row[1]) for row in await reader.many(_OF_ACCOUNT, account)]


async def find_told(reader: Reader, number: int) -> tuple[PushRow, AccountRow, ActorRow] | None:
    """Find where an app is told, and whose it is, if they may be told still."""
    rows = await reader.read(_TOLD, number)
    if not rows:
        return None
    row = rows[0]
    return PushRow.of(row), AccountRow.of(row, _ACCOUNT), ActorRow.of(row, _ACTOR)


async def list_due(reader: Reader, now: int, limit: int, fails: int, busy: list[str]) -> list[Due]:
    """Read who is to be told now, of those that failed so often at most.

    Hosts that are busy are left out.
    """
    return [Due(*row) for row in await reader.read(_DUE % limit, now, fails, busy)]


async def list_owed(reader: Reader, number: int) -> list[ErrandRow]:
    """Read what an app is owed, the first first."""
    return ErrandRow.all(await reader.read(_OWED, number))


def add(row: PushRow) -> tuple[Statement, ...]:
    """Tell an app from now on, and no longer where it was told; of too many the oldest go."""
    old = Statement(_END_OLD, (row.account_id, row.account_id))
    return end_of_token(row.token_id), Statement(_ADD, row.values()[1:]), old


def change(token: int, alerts: str, policy: str) -> Statement:
    """Tell an app of other things."""
    return Statement(_CHANGE, (alerts, policy, token))


def end(number: int) -> Statement:
    """Tell nobody there any more; what they were owed is swept in its time."""
    return Statement(_END, (number,))


def end_of_token(token: int) -> Statement:
    """Tell the app with a token no longer."""
    return Statement(_END_OF_TOKEN, (token,))


def end_own(token: int, account: int) -> Statement:
    """Tell the app with a token no longer, if it is of this account."""
    return Statement(_END_OWN, (token, account))


def end_all(account: int, but: int = 0) -> Statement:
    """Tell the apps of an account no longer, all or all but one."""
    return Statement(_END_ALL, (account, but))


def owe(errand: ErrandRow, now: int) -> tuple[Statement, ...]:
    """Owe an app a notification that was written; too many are not kept."""
    number = errand.subscription_id
    return (
        Statement(_OWE, (errand.id, number, errand.notification_id)),
        Statement(_TRIM, (number, number)),
        Statement(_RAISE, (now, number)),
    )


def done(errand: int) -> Statement:
    """Note that an app has been told, or need not be."""
    return Statement(_DONE, (errand,))


def rest(number: int, fails: int, failing: int, due: int) -> Statement:
    """Note how an endpoint does, and when to go on if anything is left."""
    return Statement(_REST, (fails, failing, due, number))


def sweep(before: int) -> Statement:
    """Forget what nobody could be told in time."""
    return Statement(_SWEEP, (before << 16,))
