"""Apps that act for people: how they make themselves known, get a token, and lose it."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from fedcop import clock, ids
from fedcop.community import spreading
from fedcop.community.perform import perform
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts, apps, newcomers, pushes
from fedcop.store.rows import AccountRow, ActorRow, AppRow, CodeRow, TokenRow

PREFIX: Final = "fedcop_"  # lets scanners find a token that somebody published by mistake
_BYTES: Final = 32
_HOUR: Final = 60 * 60 * 1000
_DAY: Final = 24 * _HOUR
_SWEPT: Final = 200
# By state; clients know these texts.
_HELD: Final = {
    0: "Your login is missing a confirmed e-mail address",
    1: "Your login is currently pending approval",
}
_CODE_MS: Final = 60 * 1000
_CODE_BY_HAND_MS: Final = 10 * 60 * 1000  # when somebody has to copy it
# Locks a code until it is spent.
_UNSPENT: Final = "FROM app_code WHERE code_hash = ? AND token_id = 0"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks through an app: the app, and its person when it acts for one."""

    token: TokenRow
    app: AppRow
    scopes: frozenset[str]
    account: AccountRow | None = None
    actor: ActorRow | None = None
    held: str = ""  # why somebody who asked for an account has none yet


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
    if account is None:
        return await _held(store, Caller(token, app, granted))
    if actor is None or account.disabled or actor.suspended or actor.deleted:
        return None
    now = clock.now_ms()
    if token.seen + _HOUR <= now:
        if spreading.is_idle(account, now):
            await spreading.rebuild(store, actor)
        await perform(store, note_use, token)
    return Caller(token, app, granted, account, actor)


async def _held(reader: Reader, caller: Caller) -> Caller | None:
    """Know an app of somebody who asked for an account: it hears how far that has come."""
    asked = await newcomers.find_newcomer(reader, caller.token.account_id)
    if asked is None or asked.state not in _HELD:
        return None
    return replace(caller, held=_HELD[asked.state])


async def note_use(unit: Unit, token: TokenRow) -> None:
    """Note that a token is in use, and that its person reads."""
    now = clock.now_ms()
    unit.add(apps.mark_seen(token.id, now))
    if token.account_id:
        unit.add(accounts.mark_read(token.account_id, now))


@dataclass(frozen=True, slots=True)
class Leave:
    """What somebody lets an app have."""

    app: AppRow
    redirect_uri: str
    scopes: str
    challenge: str = ""  # S256, of RFC 7636


@dataclass(frozen=True, slots=True)
class Claim:
    """What an app shows to fetch its token."""

    code: str
    redirect_uri: str
    verifier: str = ""


async def allow(unit: Unit, account: int, leave: Leave, *, by_hand: bool = False) -> str:
    """Let an app act for somebody; the code it fetches its token with is known only now."""
    code = new_secret()
    expires = clock.now_ms() + (_CODE_BY_HAND_MS if by_hand else _CODE_MS)
    row = CodeRow(
        code_hash=hash_secret(code),
        app_id=leave.app.id,
        account_id=account,
        redirect_uri=leave.redirect_uri,
        scopes=leave.scopes,
        challenge=leave.challenge,
        expires=expires,
    )
    unit.add(apps.insert_code(row))
    return code


async def redeem(unit: Unit, app: AppRow, claim: Claim) -> Granted | None:
    """Give an app the token that its code is for, once.

    None when the code is not good for that. Whoever comes with a code that was spent has it from
    somewhere: then the token it was spent for ends too.
    """
    code_hash = hash_secret(claim.code)
    unit.touch(f"code:{code_hash}")
    code = await apps.find_code(unit, code_hash)
    if code is None:
        return None
    if code.token_id:
        await end(unit, code.token_id)
        return None
    if not _fits(code, app, claim) or not await _may_sign_in(unit, code.account_id):
        return None
    unit.guard(_UNSPENT, code_hash)
    granted = issue(unit, app, code.account_id, code.scopes)
    unit.add(apps.redeem_code(code_hash, granted.token.id))
    return granted


async def give_app(unit: Unit, app: AppRow, scopes: str) -> Granted:
    """Give an app a token with which it acts for itself alone."""
    return issue(unit, app, 0, scopes)


def _fits(code: CodeRow, app: AppRow, claim: Claim) -> bool:
    right = (
        code.app_id == app.id
        and code.redirect_uri == claim.redirect_uri
        and code.expires > clock.now_ms()
    )
    if not code.challenge:
        # A verifier for a code without a challenge: somebody took the challenge out on the way.
        return right and not claim.verifier
    return right and hmac.compare_digest(code.challenge, challenge_of(claim.verifier))


def challenge_of(verifier: str) -> str:
    """Hash a verifier as RFC 7636 does for S256."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def _may_sign_in(reader: Reader, account: int) -> bool:
    found = await accounts.find_login(reader, account)
    return found is not None and not (found[0].disabled or found[1].suspended or found[1].deleted)


def issue(unit: Unit, app: AppRow, account: int, scopes: str) -> Granted:
    """Give an app a new token; the account is 0 when it acts for itself."""
    now = clock.now_ms()
    secret = new_secret(PREFIX)
    row = TokenRow(ids.new_id(), hash_secret(secret), app.id, account, scopes, now, now)
    unit.add(apps.insert_token(row), apps.mark_used(app.id, now))
    return Granted(secret, row)


async def end(unit: Unit, token: int) -> None:
    """End a token, with what its app is told; whoever hears the bell lets go of it at once."""
    unit.add(apps.end_token(token), pushes.end_of_token(token))
    unit.wake("token", token)


async def end_one(unit: Unit, account: int, token: int) -> None:
    """End one of somebody's tokens; that of another account stays."""
    unit.add(apps.end_own_token(token, account), pushes.end_own(token, account))
    unit.wake("token", token)


async def end_all(unit: Unit, account: int, but: int = 0) -> None:
    """End all tokens of somebody, or all `but` one."""
    unit.add(*apps.end_tokens(account, but), pushes.end_all(account, but))
    unit.wake("account", account)


async def revoke(unit: Unit, app: AppRow, secret: str) -> bool:
    """End a token that an app gives back; False when it is another app's."""
    token = await apps.find_token(unit, hash_secret(secret))
    if token is None:
        return True
    if token.app_id != app.id:
        return False
    await end(unit, token.id)
    return True


async def sweep(unit: Unit) -> None:
    """Forget what nobody uses any more."""
    unit.add(*apps.sweep(clock.now_ms(), _DAY, _SWEPT))


async def list_tokens(reader: Reader, account: int) -> list[tuple[TokenRow, AppRow]]:
    """Read what apps may act for somebody, the latest first."""
    return await apps.list_tokens(reader, account)
