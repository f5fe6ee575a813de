"""Second factors, passkeys, and what browsers are in the middle of."""

from fedcop.store.batch import Reader
from fedcop.store.rows import PasskeyRow, RecoveryRow, StepRow, TotpRow, insert_of
from fedcop.store.statements import Statement

_TOTP = f"SELECT {TotpRow.columns()} FROM totp WHERE account_id = ?"
_INSERT_TOTP = insert_of(TotpRow)
_USE_TOTP = "UPDATE totp SET last_step = ? WHERE account_id = ?"
_END_TOTP = "DELETE FROM totp WHERE account_id = ?"
_CODES = f"SELECT {RecoveryRow.columns()} FROM recovery_code WHERE account_id = ? ORDER BY id"
_INSERT_CODE = insert_of(RecoveryRow)
_USE_CODE = "UPDATE recovery_code SET used = ? WHERE id = ?"
_END_CODES = "DELETE FROM recovery_code WHERE account_id = ?"
_PASSKEYS = f"SELECT {PasskeyRow.columns()} FROM passkey WHERE account_id = ? ORDER BY id"
_PASSKEY = f"SELECT {PasskeyRow.columns()} FROM passkey WHERE credential = ?"
_INSERT_PASSKEY = insert_of(PasskeyRow)
_USE_PASSKEY = "UPDATE passkey SET sign_count = ?, backed_up = ?, used = ? WHERE id = ?"
_END_PASSKEY = "DELETE FROM passkey WHERE id = ? AND account_id = ?"
_END_PASSKEYS = "DELETE FROM passkey WHERE account_id = ?"
_HAS = (
    "SELECT (SELECT count(*) FROM totp WHERE account_id = ?),"
    " (SELECT count(*) FROM passkey WHERE account_id = ?)"
)
_STEP = (
    f"SELECT {StepRow.columns()} FROM sign_in_step"
    " WHERE token_hash = ? AND kind = ? AND expires > ?"
)
_INSERT_STEP = insert_of(StepRow)
_TRY_STEP = "UPDATE sign_in_step SET tries = tries + 1 WHERE token_hash = ?"
_END_STEP = "DELETE FROM sign_in_step WHERE token_hash = ?"
_SWEEP_STEPS = "DELETE FROM sign_in_step WHERE expires <= ?"


async def find_totp(reader: Reader, account: int) -> TotpRow | None:
    """Find the second factor that an app of somebody counts."""
    return TotpRow.first(await reader.read(_TOTP, account))


def insert_totp(row: TotpRow) -> Statement:
    """Add the second factor that an app counts."""
    return Statement(_INSERT_TOTP, row.values())


def use_totp(account: int, step: int) -> Statement:
    """Note the latest half minute whose code was used."""
    return Statement(_USE_TOTP, (step, account))


def end_totp(account: int) -> Statement:
    """Take the second factor away that an app counts."""
    return Statement(_END_TOTP, (account,))


async def list_codes(reader: Reader, account: int) -> list[RecoveryRow]:
    """Read the codes on paper of somebody, used or not."""
    return RecoveryRow.all(await reader.read(_CODES, account))


def insert_recovery(row: RecoveryRow) -> Statement:
    """Add a code on paper."""
    return Statement(_INSERT_CODE, row.values())


def use_recovery(number: int, now: int) -> Statement:
    """Note when a code on paper was used."""
    return Statement(_USE_CODE, (now, number))


def end_recovery(account: int) -> Statement:
    """Take all codes on paper away."""
    return Statement(_END_CODES, (account,))


async def list_passkeys(reader: Reader, account: int) -> list[PasskeyRow]:
    """Read the passkeys of somebody, the oldest first."""
    return PasskeyRow.all(await reader.read(_PASSKEYS, account))


async def find_passkey(reader: Reader, credential: str) -> PasskeyRow | None:
    """Find a passkey by what its device calls it."""
    return PasskeyRow.first(await reader.read(_PASSKEY, credential))


def insert_passkey(row: PasskeyRow) -> Statement:
    """Add a passkey."""
    return Statement(_INSERT_PASSKEY, row.values())


def use_passkey(row: PasskeyRow) -> Statement:
    """Keep what the device of a passkey counted."""
    return Statement(_USE_PASSKEY, (row.sign_count, row.backed_up, row.used, row.id))


def end_passkey(number: int, account: int) -> Statement:
    """Take one passkey of somebody away; that of another account stays."""
    return Statement(_END_PASSKEY, (number, account))


def end_passkeys(account: int) -> Statement:
    """Take all passkeys of somebody away."""
    return Statement(_END_PASSKEYS, (account,))


async def count_factors(reader: Reader, account: int) -> tuple[int, int]:
    """Count what somebody has besides a password: apps that count codes, and passkeys."""
    row = (await reader.read(_HAS, account, account))[0]
    return int(row[0]), int(row[1])


async def find_step(reader: Reader, token_hash: str, kind: str, now: int) -> StepRow | None:
    """Find what a browser is in the middle of."""
    return StepRow.first(await reader.read(_STEP, token_hash, kind, now))


def insert_step(row: StepRow) -> Statement:
    """Note what a browser is in the middle of."""
    return Statement(_INSERT_STEP, row.values())


def try_step(token_hash: str) -> Statement:
    """Count a try."""
    return Statement(_TRY_STEP, (token_hash,))


def end_step(token_hash: str) -> Statement:
    """Forget what a browser was in the middle of."""
    return Statement(_END_STEP, (token_hash,))


def sweep_steps(now: int) -> Statement:
    """Forget what nobody goes on with any more."""
    return Statement(_SWEEP_STEPS, (now,))
