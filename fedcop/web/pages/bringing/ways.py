"""Bring what is elsewhere, and take what is here along."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.bringing import feeds

WAYS: Final[tuple[Way, ...]] = (
    Way("/c/{handle}/feed.atom", feeds.community, guests=True),
    Way("/u/{handle}/feed.atom", feeds.person, guests=True),
    Way("/tags/{tag}/feed.atom", feeds.topic, guests=True),
)
