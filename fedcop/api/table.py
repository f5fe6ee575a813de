"""Every address that clients may ask: one line for each family."""

from typing import Final

from fedcop.api.resources import (
    apps,
    instance,
    oauth,
    pictures,
    preferences,
    stubs,
    wellknown,
)
from fedcop.api.routes import Route

ROUTES: Final[tuple[Route, ...]] = (
    *apps.ROUTES,
    *instance.ROUTES,
    *oauth.ROUTES,
    *pictures.ROUTES,
    *preferences.ROUTES,
    *wellknown.ROUTES,
    *stubs.ROUTES,
)
