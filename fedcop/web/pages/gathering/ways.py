"""Meet, help one another, say thanks."""

from typing import Final

from fedcop.web.door import Way

WAYS: Final[tuple[Way, ...]] = ()
