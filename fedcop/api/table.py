"""Every address that clients may ask: one line for each family."""

from typing import Final

from fedcop.api.resources import (
    accounts_read,
    apps,
    bookmarks,
    favourites,
    instance,
    oauth,
    pictures,
    preferences,
    search,
    statuses_read,
    stubs,
    timelines,
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
    *accounts_read.ROUTES,
    *bookmarks.ROUTES,
    *favourites.ROUTES,
    *search.ROUTES,
    *statuses_read.ROUTES,
    *timelines.ROUTES,
    *stubs.ROUTES,
)
