"""The addresses at which people prove who they are."""

from typing import Final

from fedcop.web import paths
from fedcop.web.door import Way
from fedcop.web.pages.signing import (
    arriving,
    by_issuer,
    by_passkey,
    confirming,
    leaving,
    own_factors,
    own_passkeys,
    second,
)

_OWN: Final = own_factors.PLACE
WAYS: Final = (
    Way(paths.CONFIRM, confirming.ask_to_confirm, confirming.confirm_it),
    Way("/signin/second", second.ask_for_second, second.take_second, guests=True),
    Way("/signin/passkey", act=by_passkey.enter_by_passkey, guests=True),
    Way("/oidc/{issuer}", by_issuer.go_to_issuer, guests=True),
    Way("/oidc/{issuer}/back", by_issuer.come_back, guests=True),
    Way("/oidc/{issuer}/bye", leaving.bye, guests=True),
    Way(arriving.PLACE, arriving.ask_for_handle, arriving.take_handle, guests=True),
    Way(arriving.SUGGESTED, arriving.suggest),
    Way(f"{_OWN}/unlink", act=leaving.end_link, sudo=True),
    Way(f"{_OWN}/app", own_factors.new_app, own_factors.keep_new_app, sudo=True),
    Way(f"{_OWN}/app/end", act=own_factors.forget_app, sudo=True),
    Way(f"{_OWN}/papers", act=own_factors.renew_papers, sudo=True),
    Way(f"{_OWN}/passkeys", own_passkeys.new_passkey, own_passkeys.keep_passkey, sudo=True),
    Way(f"{_OWN}/passkeys/end", act=own_passkeys.forget_passkey, sudo=True),
)
