"""Somebody joins this node by themselves, through an app, where the node is open to everybody."""

from typing import Final

from fedcop.community import accounts, actors, oauth
from fedcop.community.accounts import Keys, NewPerson
from fedcop.community.oauth import Granted
from fedcop.errors import Malformed
from fedcop.store.batch import Reader, Unit
from fedcop.store.rows import AppRow
from fedcop.values import is_username

# What may be wrong with a wish, as clients know it.
BLANK: Final = "ERR_BLANK"
INVALID: Final = "ERR_INVALID"
RESERVED: Final = "ERR_RESERVED"
TAKEN: Final = "ERR_TAKEN"


async def name_fault(reader: Reader, name: str) -> str:
    """Say why somebody cannot have a name; nothing when they can."""
    if not name:
        return BLANK
    if not is_username(name):
        return INVALID
    if name in actors.RESERVED:
        return RESERVED
    return TAKEN if await accounts.find_by_name(reader, name) else ""


async def email_fault(reader: Reader, email: str) -> str:
    """Say why somebody cannot have a mail address; nothing when they can."""
    if not email:
        return BLANK
    try:
        tidy = accounts.tidy_email(email)
    except Malformed:
        return INVALID
    return TAKEN if await accounts.find_login(reader, tidy) else ""


async def sign_up(unit: Unit, app: AppRow, person: NewPerson, keys: Keys) -> Granted:
    """Let somebody in, and the app they came with act for them: both, or neither.

    Raises Malformed, and Refused when somebody was quicker.
    """
    row = await accounts.create(unit, person, keys)
    return oauth.issue(unit, app, row.id, app.scopes)
