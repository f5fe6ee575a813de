"""The addresses at which people prove who they are."""

from typing import Final

from fedcop.web import paths
from fedcop.web.door import Way
from fedcop.web.pages.signing import by_passkey, confirming, own_factors, own_passkeys, second

_OWN: Final = own_factors.PLACE
WAYS: Final = (
    Way(paths.CONFIRM, confirming.ask_to_confirm, confirming.confirm_it),
    Way("/signin/second", second.ask_for_second, second.take_second, guests=True),
    Way("/signin/passkey", act=by_passkey.enter_by_passkey, guests=True),
    Way(f"{_OWN}/app", own_factors.new_app, own_factors.keep_new_app, sudo=True),
    Way(f"{_OWN}/app/end", act=own_factors.forget_app, sudo=True),
    Way(f"{_OWN}/papers", act=own_factors.renew_papers, sudo=True),
    Way(f"{_OWN}/passkeys", own_passkeys.new_passkey, own_passkeys.keep_passkey, sudo=True),
    Way(f"{_OWN}/passkeys/end", act=own_passkeys.forget_passkey, sudo=True),
)
