"""What people have besides a password: codes that an app counts, and codes on paper."""

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

import pyotp

from fedcop import clock, ids
from fedcop.errors import Conflict
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import factors as kept
from fedcop.store.rows import RecoveryRow, TotpRow
from fedcop.store.seal import Seal

SECONDS: Final = 30
_DIGITS: Final = 6
_SLACK: Final = 1  # half minutes by which the clock of a telephone may be wrong
_PAPERS: Final = 10
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
_LENGTH: Final = 10
_UNUSED: Final = "FROM totp WHERE account_id = ? AND last_step < ?"
_UNSPENT: Final = "FROM recovery_code WHERE id = ? AND used = 0"


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has besides a password."""

    counted: bool = False  # by an app
    passkeys: int = 0
    papers: int = 0  # codes on paper that are left

    def __bool__(self) -> bool:
        """Whether a password alone is not enough."""
        return self.counted or self.passkeys > 0


async def factors_of(reader: Reader, account: int) -> Factors:
    """Say what somebody has besides a password."""
    counted, passkeys = await kept.count_factors(reader, account)
    if not (counted or passkeys):
        return Factors()
    left = sum(not row.used for row in await kept.list_codes(reader, account))
    return Factors(bool(counted), passkeys, left)


def new_secret_key() -> str:
    """Make what an app counts with, as people can type it."""
    return pyotp.random_base32()


def key_uri(secret: str, name: str, node: str) -> str:
    """Write what an app reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=node)


def step_of(secret: str, code: str) -> int:
    """Say for which half minute near now a code is right; 0 for none."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == _DIGITS):
        return 0
    now, counted = int(clock.now()) // SECONDS, pyotp.TOTP(secret)
    found = 0
    for step in range(now - _SLACK, now + _SLACK + 1):  # all of them: it takes as long for any
        if hmac.compare_digest(counted.generate_otp(step), digits):
            found = step
    return found


async def keep_app(unit: Unit, seal: Seal, account: int, secret: str, step: int) -> list[str]:
    """Take codes of an app from now on; returns new codes on paper. Raises Conflict."""
    if await kept.find_totp(unit, account) is not None:
        raise Conflict("There is an app already.")
    sealed = seal.close(secret.encode(), _purpose(account))
    unit.add(kept.insert_totp(TotpRow(account, sealed, step, clock.now_ms())))
    return await new_papers(unit, seal, account)


async def use_app(unit: Unit, seal: Seal, account: int, code: str) -> bool:
    """Take a code of an app, each once and none older than the last."""
    unit.touch(f"factors:{account}")
    row = await kept.find_totp(unit, account)
    if row is None:
        return False
    step = step_of(seal.open(row.secret, _purpose(account)).decode(), code)
    if step <= row.last_step:
        return False
    unit.guard(_UNUSED, account, step)
    unit.add(kept.use_totp(account, step))
    return True


async def use_paper(unit: Unit, seal: Seal, account: int, code: str) -> bool:
    """Take a code on paper, each once."""
    unit.touch(f"factors:{account}")
    mark = _mark(seal, account, code)
    right = 0
    for row in await kept.list_codes(unit, account):
        if hmac.compare_digest(row.code, mark) and not row.used:
            right = row.id
    if not right:
        return False
    unit.guard(_UNSPENT, right)
    unit.add(kept.use_recovery(right, clock.now_ms()))
    return True


async def use_either(unit: Unit, seal: Seal, account: int, code: str) -> str:
    """Take a code of an app or on paper; says of which of them, or nothing."""
    if await use_app(unit, seal, account, code):
        return "code"
    return "paper" if await use_paper(unit, seal, account, code) else ""


async def new_papers(unit: Unit, seal: Seal, account: int) -> list[str]:
    """Make new codes on paper; the old ones end, and these are known only now."""
    unit.add(kept.end_recovery(account))
    made = [_new_paper() for _ in range(_PAPERS)]
    for code in made:
        row = RecoveryRow(ids.new_id(), account, _mark(seal, account, code), 0, clock.now_ms())
        unit.add(kept.insert_recovery(row))
    return made


async def end_app(unit: Unit, account: int) -> None:
    """Take no codes of an app any more; codes on paper end where nothing else is left."""
    unit.add(kept.end_totp(account))
    _, passkeys = await kept.count_factors(unit, account)
    if not passkeys:
        unit.add(kept.end_recovery(account))


async def end_factors(unit: Unit, account: int) -> None:
    """Take all away that somebody has besides a password."""
    unit.add(kept.end_totp(account), kept.end_passkeys(account), kept.end_recovery(account))


def _new_paper() -> str:
    text = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{text[:5]}-{text[5:]}"


def _mark(seal: Seal, account: int, code: str) -> str:
    bare = "".join(one for one in code.upper() if one in _LETTERS)[: _LENGTH + 1]
    return seal.blind(f"recovery:{account}:{bare}")


def _purpose(account: int) -> str:
    return f"totp:{account}"
