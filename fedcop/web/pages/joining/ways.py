"""The addresses at which people join, prove their mail address, and find back in."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.joining import addressing, asking, forgotten, inviting

WAYS: Final = (
    Way("/signup", asking.show, asking.take, guests=True),
    Way("/signup/sent", asking.sent, guests=True),
    Way("/signup/confirm/{token}", asking.show_confirmation, asking.confirm, guests=True),
    Way("/invite/{code}", asking.show_invited, guests=True),
    Way("/invitations", inviting.show, inviting.make),
    Way("/invitations/{id}/revoke", act=inviting.revoke),
    Way("/password/forgot", forgotten.show, forgotten.take, guests=True),
    Way("/password/sent", forgotten.sent, guests=True),
    Way("/password/reset/{token}", forgotten.show_reset, forgotten.reset, guests=True),
    Way("/password/changed", forgotten.changed, guests=True),
    Way("/settings/mail-address", addressing.show, addressing.take),
    Way(
        "/mail-address/confirm/{token}",
        addressing.show_confirmation,
        addressing.confirm,
        guests=True,
    ),
    Way("/mail-address/undo/{token}", addressing.show_undoing, addressing.undo, guests=True),
    Way("/mail-address/done", addressing.done, guests=True),
)
