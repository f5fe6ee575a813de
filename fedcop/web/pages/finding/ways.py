"""Find what is there: one box for everything one may read."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.finding import search

WAYS: Final[tuple[Way, ...]] = (Way("/search", search.show),)
