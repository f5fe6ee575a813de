"""Keys that devices of people keep for this node."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.errors import Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import factors as kept
from fedcop.store.rows import PasskeyRow
from fedcop.store.seal import Seal

_MOST: Final = 20
_LONGEST: Final = 60
_SAME_COUNT: Final = "FROM passkey WHERE id = ? AND sign_count = ?"


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a device made, once it is sure that it did."""

    credential: str
    public_key: bytes
    sign_count: int
    transports: str = ""
    backed_up: bool = False
    name: str = ""


def owner_mark(seal: Seal, account: int) -> bytes:
    """Name somebody to devices, so that nobody else can read who it is."""
    return bytes.fromhex(seal.blind(f"passkey:{account}"))


async def keep_key(unit: Unit, account: int, made: NewKey) -> PasskeyRow:
    """Let somebody sign in with what a device made. Raises Refused."""
    known = await kept.list_passkeys(unit, account)
    if len(known) >= _MOST:
        raise Refused("name: you have as many passkeys as anybody needs; remove one first")
    if await kept.find_passkey(unit, made.credential) is not None:
        raise Refused("name: this passkey is known already")
    now = clock.now_ms()
    row = PasskeyRow(
        id=ids.new_id(),
        account_id=account,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=made.name[:_LONGEST] or f"Passkey {len(known) + 1}",
        transports=made.transports[:100],
        backed_up=int(made.backed_up),
        created=now,
    )
    unit.add(kept.insert_passkey(row))
    return row


async def use_key(unit: Unit, row: PasskeyRow, sign_count: int, *, backed_up: bool) -> None:
    """Note that a passkey was used. Raises Conflict when it was used meanwhile."""
    unit.touch(f"factors:{row.account_id}")
    unit.guard(_SAME_COUNT, row.id, row.sign_count)
    used = replace(row, sign_count=sign_count, backed_up=int(backed_up), used=clock.now_ms())
    unit.add(kept.use_passkey(used))


async def end_key(unit: Unit, account: int, number: int) -> None:
    """Take one of somebody's passkeys away; codes on paper end where nothing else is left."""
    unit.add(kept.end_passkey(number, account))
    counted, passkeys = await kept.count_factors(unit, account)
    if not counted and passkeys <= 1:
        unit.add(kept.end_recovery(account))


async def find_key(reader: Reader, credential: str) -> PasskeyRow | None:
    """Find a passkey by what its device calls it."""
    return await kept.find_passkey(reader, credential)


async def list_keys(reader: Reader, account: int) -> list[PasskeyRow]:
    """Read the passkeys of somebody, the oldest first."""
    return await kept.list_passkeys(reader, account)
