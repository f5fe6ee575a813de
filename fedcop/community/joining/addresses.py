"""Another mail address: the new one is proved first, the old one hears of it and can undo it."""

from typing import Final

from fedcop.community import accounts, letters
from fedcop.community.joining import one_time
from fedcop.community.joining.newcomers import LASTS
from fedcop.community.joining.one_time import DAY
from fedcop.community.letters import Letter
from fedcop.errors import Gone, Malformed, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import accounts as logins
from fedcop.store.queries.accounts import Login
from fedcop.store.rows import OneTimeLinkRow

_UNDO_LASTS: Final = 7 * DAY
_OTHER: Final = "This link is about something else by now."


async def ask_address(unit: Unit, login: Login, text: str) -> None:
    """Send the link that proves a new address; what was asked for before is worth nothing.

    When it is somebody else's, they are told, and whoever asks sees no difference.
    """
    account, actor = login
    email = accounts.tidy_email(text)
    if not email or email == account.email:
        raise Malformed("email: write the address you want to have from now on")
    one_time.end_all_of(unit, one_time.ADDRESS, account.actor_id)
    taken = await logins.find_login_by_email(unit, email)
    kind = one_time.NOTHING if taken else one_time.ADDRESS
    token = one_time.make(unit, kind, account.actor_id, LASTS, email)
    if taken:
        facts = {"link": f"{unit.uris.origin}/password/forgot", "name": actor.name}
        letters.owe(unit, Letter("address-taken", email, facts))
    else:
        link = f"{unit.uris.origin}/mail-address/confirm/{token}"
        facts = {"link": link, "name": actor.name}
        letters.owe(unit, Letter("confirm-address", email, facts, account.actor_id, account.locale))


async def changing(reader: Reader, token: str) -> OneTimeLinkRow:
    """Find what a link would change. Raises NotFound and Gone."""
    return await one_time.look(reader, one_time.ADDRESS, token)


async def change(unit: Unit, token: str) -> str:
    """Keep a new address that was proved, and tell the old one. Raises NotFound and Gone."""
    link = await one_time.spend(unit, one_time.ADDRESS, token)
    account, actor = await _login_of(unit, link)
    if await logins.find_login_by_email(unit, link.address):
        raise Gone(_OTHER)
    unit.add(logins.set_email(account.actor_id, link.address))
    one_time.end_all_of(unit, one_time.RESET, account.actor_id)
    if account.email:
        made = one_time.make(unit, one_time.UNDO, account.actor_id, _UNDO_LASTS, account.email)
        facts = {"name": actor.name, "link": f"{unit.uris.origin}/mail-address/undo/{made}"}
        letters.owe(
            unit,
            Letter("address-changed", account.email, facts, account.actor_id, account.locale),
        )
    return link.address


async def undoing(reader: Reader, token: str) -> OneTimeLinkRow:
    """Find what a link would take back. Raises NotFound and Gone."""
    return await one_time.look(reader, one_time.UNDO, token)


async def undo(unit: Unit, token: str) -> str:
    """Put the old address back, and end all that somebody else may be signed in with.

    Returns the address. Raises NotFound, Gone and Refused.
    """
    link = await one_time.spend(unit, one_time.UNDO, token)
    account, _ = await _login_of(unit, link)
    other = await logins.find_login_by_email(unit, link.address)
    if other is not None and other[0].actor_id != account.actor_id:
        raise Refused("Somebody else has this address by now; ask those who run this node.")
    unit.add(logins.set_email(account.actor_id, link.address))
    for kind in (one_time.ADDRESS, one_time.RESET, one_time.UNDO):
        one_time.end_all_of(unit, kind, account.actor_id)
    await accounts.sign_out_everywhere(unit, account.actor_id)
    return link.address


async def _login_of(unit: Unit, link: OneTimeLinkRow) -> Login:
    login = await logins.find_login(unit, link.subject_id)
    if login is None or login[0].disabled or login[1].deleted:
        raise Gone(_OTHER)
    return login
