"""Find what one may read."""

from typing import Final

from fedcop.web.door import Way

WAYS: Final[tuple[Way, ...]] = ()
