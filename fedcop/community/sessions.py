"""Browsers signed in: the token is with the browser, its hash is here."""

import hmac
import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from fedcop import clock
from fedcop.community.perform import perform
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import accounts, sessions
from fedcop.store.rows import AccountRow, ActorRow, SessionRow

_TOKEN_BYTES = 32
_HOUR = 60 * 60 * 1000
_DAY = 24 * _HOUR
_AGENT = 200

IDLE: Final = 14 * _DAY  # a session that nobody uses ends
LONGEST: Final = 90 * _DAY  # and so does any other
_RENEWED: Final = _HOUR  # a write at most this often
FRESH: Final = 15 * 60 * 1000  # so long counts a proof for what an admin does


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody proved who they are: by what, and at which issuer if elsewhere."""

    words: str = "password"
    issuer: str = ""
    sid: str = ""  # what that issuer calls the session


_USUAL: Final = Means()


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session: the token is known here only now, to be put into the cookie."""

    token: str
    session: SessionRow


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in."""

    session: SessionRow
    account: AccountRow
    actor: ActorRow

    @property
    def fresh(self) -> bool:
        """Whether they proved just now that it is them."""
        return self.session.proved + FRESH > clock.now_ms()

    @property
    def strong(self) -> bool:
        """Whether more than one thing was asked for: a passkey, or something besides a password."""
        return self.session.means.startswith("passkey") or "+" in self.session.means

    def csrf_matches(self, given: str) -> bool:
        """Whether a form was made for this session."""
        return hmac.compare_digest(self.session.csrf.encode(), given.encode())


async def begin(
    unit: Unit, account_id: int, agent: str = "", replaces: str = "", means: Means = _USUAL
) -> Begun:
    """Sign somebody in under a new token; the session of the old one, `replaces`, ends."""
    now = clock.now_ms()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    csrf = secrets.token_urlsafe(_TOKEN_BYTES)
    row = SessionRow(
        token_hash=hash_token(token),
        account_id=account_id,
        csrf=csrf,
        created=now,
        seen=now,
        expires=now + IDLE,
        agent=agent[:_AGENT],
        means=means.words,
        proved=now,
        issuer=means.issuer,
        sid=means.sid,
    )
    if replaces:
        unit.add(sessions.end_session(hash_token(replaces)))
    unit.add(sessions.insert_session(row), accounts.mark_read(account_id, now))
    return Begun(token, row)


async def prove(unit: Unit, session: SessionRow) -> Begun:
    """Note that its person has just proved to be here; what they may do more has a new token."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = replace(session, token_hash=hash_token(token), proved=clock.now_ms())
    unit.add(sessions.end_session(session.token_hash), sessions.insert_session(row))
    return Begun(token, row)


async def renew(unit: Unit, session: SessionRow) -> None:
    """Let a session live on, and note that its person reads."""
    now = clock.now_ms()
    expires = min(now + IDLE, session.created + LONGEST)
    unit.add(sessions.renew_session(session.token_hash, now, expires))
    unit.add(accounts.mark_read(session.account_id, now))


async def end(unit: Unit, session: SessionRow) -> None:
    """Sign out here."""
    unit.add(sessions.end_session(session.token_hash))


async def end_one(unit: Unit, account_id: int, token_hash: str) -> None:
    """Sign out one of somebody's browsers; that of another account stays."""
    unit.add(sessions.end_own_session(token_hash, account_id))


async def end_all(unit: Unit, account_id: int, but: str = "") -> None:
    """Sign somebody out everywhere, or everywhere `but` where this token hash is."""
    unit.add(sessions.end_sessions(account_id, but))


async def sweep(unit: Unit) -> None:
    """Forget the sessions that have expired."""
    unit.add(sessions.sweep_sessions(clock.now_ms()))


async def recognise(store: Store, token: str) -> Visitor | None:
    """Say who is signed in with a token, and let the session live on; at most hourly a write."""
    found = await sessions.find_session(store, hash_token(token), clock.now_ms()) if token else None
    if found is None:
        return None
    session, (account, actor) = found
    if account.disabled or actor.suspended or actor.deleted:
        return None
    if session.seen + _RENEWED <= clock.now_ms():
        await perform(store, renew, session)
    return Visitor(session, account, actor)


async def list_sessions(reader: Reader, account_id: int) -> list[SessionRow]:
    """Read where somebody is signed in, the latest first."""
    return await sessions.list_sessions(reader, account_id, clock.now_ms())


def hash_token(token: str) -> str:
    """Hash a token the way it is kept: its 256 random bits need no salt."""
    return sha256(token.encode()).hexdigest()
