"""Ask without a name; what a community may know of itself."""

from typing import Final

from fedcop.web.door import Way

WAYS: Final[tuple[Way, ...]] = ()
