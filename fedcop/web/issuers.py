"""The issuers of sign-on as pages know them, and who may sign in without one."""

from collections.abc import Mapping
from typing import Any, Protocol

from fedcop.errors import NotFound
from fedcop.settings import Issuer, Settings
from fedcop.store.rows import AccountRow

Claims = Mapping[str, Any]  # as JSON reads them


class SignOn(Protocol):
    """What speaks with issuers."""

    async def lead(self, key: str, once: Mapping[str, str], *, anew: bool = False) -> str:
        """Say where somebody proves to an issuer who they are."""

    async def names_itself(self, key: str) -> bool:
        """Whether an issuer says with each answer that it is from it."""

    async def redeem(self, key: str, code: str, verifier: str, nonce: str) -> Claims:
        """Say what an issuer knows of whoever brought a code."""

    async def read_logout(self, key: str, token: str) -> Claims:
        """Read by which token an issuer says that somebody has left."""

    async def leave(self, key: str) -> str:
        """Say where somebody leaves an issuer too."""


def issuer_called(settings: Settings, key: str) -> Issuer:
    """Find an issuer by what its table is called. Raises NotFound."""
    for one in settings.sign_on:
        if one.key == key:
            return one
    raise NotFound("There is no such page.")


def issuer_at(settings: Settings, address: str) -> Issuer | None:
    """Find an issuer by its address."""
    return next((one for one in settings.sign_on if one.issuer == address), None)


def may_sign_in_here(settings: Settings, account: AccountRow) -> bool:
    """Whether somebody may come without an issuer; owners always may."""
    if not settings.sign_on or settings.local_sign_in == "everybody" or account.role == "owner":
        return True
    return settings.local_sign_in == "admins" and account.role == "admin"
