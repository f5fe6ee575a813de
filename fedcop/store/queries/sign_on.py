"""Who somebody here is to an issuer, and the sessions that began there."""

from fedcop.store.batch import Reader
from fedcop.store.rows import LinkRow, insert_of
from fedcop.store.statements import Statement

_FIND = f"SELECT {LinkRow.columns()} FROM sign_on_link WHERE issuer = ? AND subject = ?"
_LIST = f"SELECT {LinkRow.columns()} FROM sign_on_link WHERE account_id = ? ORDER BY id"
_INSERT = insert_of(LinkRow)
_USE = "UPDATE sign_on_link SET used = ?, shown = ? WHERE id = ?"
_END = "DELETE FROM sign_on_link WHERE id = ? AND account_id = ?"
_BY_SID = "SELECT DISTINCT account_id FROM session WHERE issuer = ? AND sid = ? AND sid <> ''"
_END_SID = "DELETE FROM session WHERE issuer = ? AND sid = ? AND sid <> ''"
_END_ISSUER = "DELETE FROM session WHERE account_id = ? AND issuer = ?"
_ROLE = "UPDATE account SET role = ? WHERE actor_id = ? AND role <> 'owner'"


async def find_link(reader: Reader, issuer: str, subject: str) -> LinkRow | None:
    """Find who here is the one whom an issuer calls by a subject."""
    return LinkRow.first(await reader.read(_FIND, issuer, subject))


async def list_links(reader: Reader, account: int) -> list[LinkRow]:
    """Read who somebody here is to issuers."""
    return LinkRow.all(await reader.read(_LIST, account))


def insert_link(row: LinkRow) -> Statement:
    """Note who somebody here is to an issuer."""
    return Statement(_INSERT, row.values())


def use_link(number: int, now: int, shown: str) -> Statement:
    """Note when somebody came by an issuer."""
    return Statement(_USE, (now, shown, number))


def end_link(number: int, account: int) -> Statement:
    """Forget who somebody is to an issuer."""
    return Statement(_END, (number, account))


async def accounts_of_sid(reader: Reader, issuer: str, sid: str) -> list[int]:
    """Find whose sessions an issuer calls by a name."""
    return [row[0] for row in await reader.read(_BY_SID, issuer, sid)]


def end_sid(issuer: str, sid: str) -> Statement:
    """End the sessions that an issuer calls by a name."""
    return Statement(_END_SID, (issuer, sid))


def end_of_issuer(account: int, issuer: str) -> Statement:
    """End the sessions of somebody that began at an issuer."""
    return Statement(_END_ISSUER, (account, issuer))


def set_role_by_group(account: int, role: str) -> Statement:
    """Keep what follows from the groups of somebody; an owner stays one."""
    return Statement(_ROLE, (role, account))
