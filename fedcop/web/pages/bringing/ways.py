"""Bring what is elsewhere, and take what is here along."""

from typing import Final

from fedcop.web.door import Way

WAYS: Final[tuple[Way, ...]] = ()
