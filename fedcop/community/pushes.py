"""Apps that are told at once: where, of what, and by whose doings.

What an app is to be told is owed to it from the commit that writes the notification on; the
worker tells it (fedcop.pushing), and what becomes of that is noted here.
"""

import random
from dataclasses import dataclass, field
from typing import Final

from fedcop import clock, ids
from fedcop.community import notices
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import pushes as rows
from fedcop.store.queries.pushes import Due
from fedcop.store.rows import AccountRow, ActorRow, ErrandRow, PushRow, TokenRow

__all__ = ["Due"]

WAKE: Final = "push"  # rung when somebody is owed something
KEPT_MS: Final = 48 * 3_600_000  # what cannot be told by then is not told any more

# What an app may ask to be told of. Of the last four nothing is told here yet.
ALERTS: Final = (
    *("mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update"),
    *("quote", "quoted_update", "admin.sign_up", "admin.report"),
)
POLICIES: Final = ("all", "followed", "follower", "none")

_FIRST_PAUSE_MS: Final = 10_000
_LONGEST_PAUSE_MS: Final = 6 * 3_600_000
_LONGEST_WISH_MS: Final = 24 * 3_600_000  # what an endpoint may ask us to wait
_STEPS: Final = 8
_MANY_FAILS: Final = 10
_LONG_MS: Final = 3 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an app is told: an address, and the keys that only the app can open it with."""

    endpoint: str
    p256dh: str
    auth: str
    standard: bool  # the form of RFC 8291, or that of the draft before it
    host: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Of what, and by whose doings, an app is told; what is None stays as it is."""

    alerts: frozenset[str] | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An app that may be told, and what it is owed, the first first."""

    push: PushRow
    account: AccountRow
    owner: ActorRow
    owed: list[ErrandRow] = field(default_factory=list)


async def subscribe(unit: Unit, token: TokenRow, place: Place, wish: Wish, sealed: bytes) -> None:
    """Tell an app from now on; it is told in one place. `sealed` is its token. Raises Invalid."""
    alerts, policy = _checked(wish)
    row = PushRow(
        id=0,
        token_id=token.id,
        account_id=token.account_id,
        host=place.host,
        endpoint=place.endpoint,
        p256dh=place.p256dh,
        auth=place.auth,
        secret=sealed,
        standard=int(place.standard),
        alerts=alerts or "",
        policy=policy or "all",
        created=clock.now_ms(),
    )
    unit.touch(f"push:{token.account_id}")
    # A token that ended while it asked is told nothing.
    unit.guard(rows.TOKEN_STANDS, token.id)
    unit.add(*rows.add(row))


async def change(unit: Unit, token: TokenRow, wish: Wish) -> None:
    """Tell an app of other things. Raises NotFound and Invalid."""
    alerts, policy = _checked(wish)
    known = await get(unit, token)
    alerts = known.alerts if alerts is None else alerts
    unit.add(rows.change(token.id, alerts, policy or known.policy))


async def unsubscribe(unit: Unit, token: TokenRow) -> None:
    """Tell an app no longer."""
    unit.add(rows.end_of_token(token.id))


async def get(reader: Reader, token: TokenRow) -> PushRow:
    """Read where an app is told. Raises NotFound."""
    row = await rows.find_of_token(reader, token.id)
    if row is None:
        raise NotFound("This app is not told at once.")
    return row


def purpose(token: int) -> str:
    """Name what the token of an app is sealed for."""
    return f"push:{token}"


# What is owed


async def owe(unit: Unit, recipient: int, kind: str, number: int) -> None:
    """Owe a notification, which this unit writes, to the apps of somebody that want its kind."""
    alert = notices.TYPES.get(kind)
    if alert is None:
        return
    for push, alerts in await rows.list_wishes(unit, recipient):
        if alert in alerts.split():
            unit.add(*rows.owe(ErrandRow(ids.new_id(), push, number), clock.now_ms()))
            unit.wake(WAKE)


async def list_due(
    reader: Reader, limit: int, busy: list[str], *, failing: bool = True
) -> list[Due]:
    """Read who is to be told now; hosts that are busy are left out.

    Those that failed last are among them only if `failing`.
    """
    fails = 2**31 - 1 if failing else 0
    return await rows.list_due(reader, clock.now_ms(), limit, fails, busy)


async def find(reader: Reader, number: int) -> Told | None:
    """Read what an app is owed, if it may be told still."""
    found = await rows.find_told(reader, number)
    return Told(*found, await rows.list_owed(reader, number)) if found else None


async def settle(unit: Unit, push: PushRow, errand: int) -> None:
    """Note that an app was told."""
    unit.guard(rows.STANDS, push.id)
    unit.add(rows.done(errand), rows.rest(push.id, 0, 0, clock.now_ms()))


async def drop(unit: Unit, push: PushRow, errand: int) -> None:
    """Note that an app need not be told; how its endpoint does is not known by that."""
    unit.guard(rows.STANDS, push.id)
    unit.add(rows.done(errand), rows.rest(push.id, push.fails, push.failing, clock.now_ms()))


async def pause(unit: Unit, push: PushRow) -> None:
    """Note that nothing is owed any more."""
    unit.guard(rows.STANDS, push.id)
    unit.add(rows.rest(push.id, push.fails, push.failing, clock.now_ms()))


async def put_off(unit: Unit, push: PushRow, after: int = 0, errand: int = 0) -> None:
    """Note that an endpoint failed, to be tried later; whoever fails for long is told no more.

    `after` is in how many seconds it wants to be asked, `errand` what it will not take at all.
    """
    now = clock.now_ms()
    fails, failing = push.fails + 1, push.failing or now
    if fails >= _MANY_FAILS and failing <= now - _LONG_MS:
        await end(unit, push.id)
        return
    asked = min(after * 1000, _LONGEST_WISH_MS)
    unit.guard(rows.STANDS, push.id)
    if errand:
        unit.add(rows.done(errand))
    unit.add(rows.rest(push.id, fails, failing, now + max(asked, _pause_ms(fails))))


async def end(unit: Unit, number: int) -> None:
    """Tell nobody there any more: the endpoint is gone."""
    unit.add(rows.end(number))


async def sweep(unit: Unit) -> None:
    """Forget what nobody could be told in time."""
    unit.add(rows.sweep(clock.now_ms() - KEPT_MS))


def _pause_ms(fails: int) -> int:
    pause = min(_LONGEST_PAUSE_MS, _FIRST_PAUSE_MS * 4 ** min(fails - 1, _STEPS))
    return int(pause * random.uniform(0.8, 1.2))  # noqa: S311 - so that not all come at once


def _checked(wish: Wish) -> tuple[str | None, str | None]:
    if wish.policy is not None and wish.policy not in POLICIES:
        raise Invalid(f"Validation failed: Policy must be one of {', '.join(POLICIES)}")
    if wish.alerts is None:
        return None, wish.policy
    return " ".join(one for one in ALERTS if one in wish.alerts), wish.policy
