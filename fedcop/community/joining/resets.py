"""A password that was lost: a link by mail, or one that an admin passes on."""

from typing import Final

from fedcop import clock
from fedcop.community import accounts, audit, letters
from fedcop.community.joining import one_time
from fedcop.community.joining.one_time import HOUR
from fedcop.community.letters import Letter
from fedcop.errors import Gone, Malformed, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries.accounts import Login

_LASTS: Final = HOUR
_PASSED_ON: Final = 24 * HOUR  # of a link that an admin hands over
_SPAN: Final = 10 * 60_000  # one letter in so long
_NOT_OPEN: Final = "This account is closed; ask those who run this node."


async def ask_reset(unit: Unit, text: str) -> None:
    """Send the link to whoever has this name or address; for nobody as much is written."""
    login = await accounts.find_login(unit, text)
    if login is None or not login[0].email or not _is_open(login):
        one_time.make(unit, one_time.NOTHING, 0, _LASTS)
        one_time.make(unit, one_time.NOTHING, 0, _LASTS)
        return
    account, actor = login
    token = one_time.make(unit, one_time.RESET, account.actor_id, _LASTS, account.email)
    facts = {"link": address_of_reset(unit, token), "name": actor.name}
    mark = f"reset:{account.actor_id}:{clock.now_ms() // _SPAN}"
    letter = Letter("reset-password", account.email, facts, account.actor_id, account.locale, mark)
    letters.owe(unit, letter)


async def make_reset(unit: Unit, by: int, login: Login) -> str:
    """Make a link that an admin passes on, as an address. Raises Refused."""
    account, actor = login
    if not _is_open(login):
        raise Refused("This account is closed; open it first.")
    token = one_time.make(unit, one_time.RESET, account.actor_id, _PASSED_ON, account.email)
    audit.note(unit, by, "make-reset-link", actor.name)
    return address_of_reset(unit, token)


async def resetting(reader: Reader, token: str) -> Login:
    """Find whose password a link is about. Raises NotFound, Gone and Refused."""
    link = await one_time.look(reader, one_time.RESET, token)
    login = await logins.find_login(reader, link.subject_id)
    if login is None or login[0].email != link.address:
        raise Gone("This link is about something else by now. Ask for a new one.")
    if not _is_open(login):
        raise Refused(_NOT_OPEN)
    return login


async def reset(unit: Unit, token: str, password_hash: str, *, mails: bool) -> Login:
    """Keep another password; whoever was signed in is out. The second factor stays as it was.

    Raises NotFound, Gone and Refused.
    """
    login = await resetting(unit, token)
    await one_time.spend(unit, one_time.RESET, token)
    one_time.end_all_of(unit, one_time.RESET, login[0].actor_id)
    await change(unit, login, password_hash, mails=mails)
    return login


async def change(unit: Unit, login: Login, password_hash: str, *, mails: bool) -> None:
    """Keep another password, end all sessions and apps, and tell its owner by mail."""
    account, actor = login
    await accounts.set_password(unit, account.actor_id, password_hash)
    if mails and account.email:
        facts = {"name": actor.name, "link": f"{unit.uris.origin}/password/forgot"}
        letters.owe(
            unit,
            Letter("password-changed", account.email, facts, account.actor_id, account.locale),
        )


def address_of_reset(unit: Unit, token: str) -> str:
    """Write where a password is chosen anew."""
    return f"{unit.uris.origin}/password/reset/{token}"


def require_written(text: str) -> str:
    """Take what somebody typed to be reminded by. Raises Malformed."""
    if not text.strip():
        raise Malformed("login: write your name here, or your mail address")
    return text.strip()


def _is_open(login: Login) -> bool:
    account, actor = login
    return not (account.disabled or actor.suspended or actor.deleted)
