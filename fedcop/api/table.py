"""Every address that clients may ask: one line for each family."""

from typing import Final

from fedcop.api.resources import instance
from fedcop.api.routes import Route

ROUTES: Final[tuple[Route, ...]] = (*instance.ROUTES,)
