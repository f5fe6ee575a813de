"""Whoever looks after a node has a second factor, where its settings say so."""

from typing import Final

from fedcop.community import factors
from fedcop.errors import Refused
from fedcop.web import paths
from fedcop.web.ask import Ask

SECURITY: Final = "/settings/security"
# What leads to a second factor, or out.
_OPEN: Final = (SECURITY, "/settings/password", "/settings/sessions/", paths.CONFIRM, "/sign")


class Unprotected(Refused):
    """They look after the node, and a password alone opens their account."""


async def want_second_factor(ask: Ask) -> None:
    """Let admins go on only with a second factor, where they need one. Raises Unprotected."""
    if not (ask.admin and ask.site.settings.admins_need_second_factor):
        return
    if ask.place.startswith(_OPEN) or ask.signed.strong:
        return
    if not await factors.factors_of(ask.store, ask.me.id):
        raise Unprotected("Add a second factor first.")
