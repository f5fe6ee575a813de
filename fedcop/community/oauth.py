"""Apps that act for people: how they make themselves known, get a token, and lose it."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fedcop import clock, ids
from fedcop.community import spreading
from fedcop.community.perform import perform
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts, apps
from fedcop.store.rows import AccountRow, ActorRow, AppRow, TokenRow

PREFIX: Final = "fedcop_"  # lets scanners find a token that somebody published by mistake
_BYTES: Final = 32
_HOUR: Final = 60 * 60 * 1000
_DAY: Final = 24 * _HOUR
_SWEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks through an app: the app, and its person when it acts for one."""

    token: TokenRow
    app: AppRow
    scopes: frozenset[str]
    account: AccountRow | None = None
    actor: ActorRow | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """A new token: what it is known by here, and itself, which is known only now."""

    secret: str
    token: TokenRow


def hash_secret(text: str) -> str:
    """Hash what an app holds the way it is kept: its 256 random bits need no salt."""
    return sha256(text.encode()).hexdigest()


def new_secret(prefix: str = "") -> str:
    """Make what nobody can guess."""
    return prefix + secrets.token_urlsafe(_BYTES)


async def recognise(store: Store, secret: str) -> Caller | None:
    """Say who speaks with a token. What ended, or belongs to somebody who may not, is nobody."""
    found = await apps.find_bearer(store, hash_secret(secret))
    if found is None:
        return None
    token, app, account, actor = found
    granted = frozenset(token.scopes.split())
    if not token.account_id:
        return Caller(token, app, granted)
    if account is None or actor is None or account.disabled or actor.suspended or actor.deleted:
        return None
    now = clock.now_ms()
    if token.seen + _HOUR <= now:
        if spreading.is_idle(account, now):
            await spreading.rebuild(store, actor)
        await perform(store, note_use, token)
    return Caller(token, app, granted, account, actor)


async def note_use(unit: Unit, token: TokenRow) -> None:
    """Note that a token is in use, and that its person reads."""
    now = clock.now_ms()
    unit.add(apps.mark_seen(token.id, now))
    if token.account_id:
        unit.add(accounts.mark_read(token.account_id, now))


def issue(unit: Unit, app: AppRow, account: int, scopes: str) -> Granted:
    """Give an app a new token; the account is 0 when it acts for itself."""
    now = clock.now_ms()
    secret = new_secret(PREFIX)
    row = TokenRow(ids.new_id(), hash_secret(secret), app.id, account, scopes, now, now)
    unit.add(apps.insert_token(row), apps.mark_used(app.id, now))
    return Granted(secret, row)


async def end(unit: Unit, token: int) -> None:
    """End a token; whoever hears the bell lets go of it at once."""
    unit.add(apps.end_token(token))
    unit.wake("token", token)


async def end_one(unit: Unit, account: int, token: int) -> None:
    """End one of somebody's tokens; that of another account stays."""
    unit.add(apps.end_own_token(token, account))
    unit.wake("token", token)


async def end_all(unit: Unit, account: int, but: int = 0) -> None:
    """End all tokens of somebody, or all `but` one."""
    unit.add(*apps.end_tokens(account, but))
    unit.wake("account", account)


async def sweep(unit: Unit) -> None:
    """Forget what nobody uses any more."""
    unit.add(*apps.sweep(clock.now_ms(), _DAY, _SWEPT))


async def list_tokens(reader: Reader, account: int) -> list[tuple[TokenRow, AppRow]]:
    """Read what apps may act for somebody, the latest first."""
    return await apps.list_tokens(reader, account)
