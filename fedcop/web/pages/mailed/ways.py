"""Mail: how somebody wants it, and the end of it by one click."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.mailed import ending, wishing

WAYS: Final[tuple[Way, ...]] = (
    Way("/settings/mail", wishing.show_mail, wishing.set_mail),
    Way("/settings/mail/again", act=wishing.again),
    Way("/unsubscribe/{token}", ending.show, ending.end, guests=True, anywhere=True),
)
