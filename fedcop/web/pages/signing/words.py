"""How somebody signed in, in words."""

from typing import Final

from fedcop.store.rows import SessionRow
from fedcop.tongues import N_, _

_MEANS: Final = {
    "password": N_("with the password"),
    "password+code": N_("with the password and a code"),
    "password+paper": N_("with the password and a recovery code"),
    "password+passkey": N_("with the password and a passkey"),
    "passkey": N_("with a passkey"),
    "sign-on": N_("through your organization"),
    "sign-on+more": N_("through your organization"),
}


def means_in_words(row: SessionRow) -> str:
    """Say how the session of a browser began; nothing when that is not known."""
    return _(_MEANS.get(row.means, ""))
