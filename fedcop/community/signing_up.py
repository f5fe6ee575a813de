"""Somebody asks for an account by themselves, through an app or on a page."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from fedcop import clock
from fedcop.community import accounts, actors, oauth
from fedcop.community.accounts import Keys
from fedcop.community.joining import mail_rules, newcomers
from fedcop.community.joining.newcomers import Terms, Wish
from fedcop.community.oauth import Granted
from fedcop.community.options import Options
from fedcop.errors import Malformed
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import newcomers as rows
from fedcop.store.rows import AppRow, NewcomerRow
from fedcop.values import is_username

# What may be wrong with a wish, as clients know it.
BLANK: Final = "ERR_BLANK"
INVALID: Final = "ERR_INVALID"
RESERVED: Final = "ERR_RESERVED"
TAKEN: Final = "ERR_TAKEN"
BLOCKED: Final = "ERR_BLOCKED"
TOO_LONG: Final = "ERR_TOO_LONG"
TOO_YOUNG: Final = "ERR_BELOW_LIMIT"
_LONGEST_REASON: Final = 2_000


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody's wish, what is asked of them, and the keys they get when they are let in."""

    wish: Wish
    terms: Terms
    options: Options
    keys: Keys = ()


async def name_fault(reader: Reader, name: str) -> str:
    """Say why somebody cannot have a name; nothing when they can."""
    if not name:
        return BLANK
    if not is_username(name):
        return INVALID
    if name in actors.RESERVED:
        return RESERVED
    taken = await accounts.find_by_name(reader, name) or await rows.find_holder(reader, name)
    return TAKEN if taken else ""


def email_fault(email: str, terms: Terms, options: Options) -> str:
    """Say why somebody cannot have a mail address; that it is somebody's is no reason told."""
    if not email:
        return BLANK if terms.confirm else ""
    try:
        tidy = accounts.tidy_email(email)
        if terms.invite is None or terms.invite.email != tidy:
            mail_rules.require_domain(tidy, options)
    except Malformed as error:
        return BLOCKED if "not taken" in error.safe else INVALID
    return ""


def reason_fault(reason: str, terms: Terms) -> str:
    """Say what is wrong with why somebody wants to join."""
    if len(reason) > _LONGEST_REASON:
        return TOO_LONG
    return BLANK if terms.approve and not reason.strip() else ""


def age_fault(born: str, least: int) -> str:
    """Say whether somebody is too young; the day they were born is not kept."""
    if not least:
        return ""
    if not born:
        return BLANK
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return INVALID
    today = clock.utc(clock.now_ms()).date()
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return TOO_YOUNG if age < least else ""


async def ask(unit: Unit, asking: Asking) -> NewcomerRow:
    """Ask for an account. Raises Malformed, and Refused when somebody was quicker."""
    return await newcomers.ask(unit, asking.wish, asking.terms, asking.options, asking.keys)


async def sign_up(unit: Unit, app: AppRow, asking: Asking) -> Granted:
    """Ask for an account, and let the app it came with act for it as soon as it is there.

    Raises Malformed, and Refused when somebody was quicker.
    """
    row = await ask(unit, asking)
    return oauth.issue(unit, app, row.id, app.scopes)
