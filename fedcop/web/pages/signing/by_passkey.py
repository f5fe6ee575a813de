"""Sign in with a passkey alone: the device knows who, and makes sure it is them."""

from typing import Final

from starlette.responses import Response

from fedcop.community import accounts
from fedcop.community.sessions import Means
from fedcop.web import ceremony, issuers, paths
from fedcop.web.ask import Ask
from fedcop.web.clients import address_of
from fedcop.web.pages.signing import entering

PURPOSE: Final = "passkey-in"


async def enter_by_passkey(ask: Ask) -> Response:
    """Sign in whoever's device proves it; otherwise lead back to all ways in."""
    there = paths.own_path(ask.form.line("next"))
    address = address_of(ask.request, ask.site.settings.trusted_proxies)
    ask.site.limits.sign_in.spend_address(address)
    row = await ceremony.read_one(ask, PURPOSE, verified=True)
    login = await accounts.find_login_of(ask.store, row.account_id) if row is not None else None
    if login is None or not accounts.may_enter(login):
        return ask.go(f"/signin?passkey=no&next={entering.quoted(there)}")
    if not issuers.may_sign_in_here(ask.site.settings, login[0]):
        return ask.go(f"/signin?local=no&next={entering.quoted(there)}")
    return await entering.enter(ask, login, Means("passkey"), there)
