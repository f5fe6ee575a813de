"""What an app may be allowed to do in somebody's name, each by a word."""

from collections.abc import Iterable
from typing import Final

_READ: Final = (
    "accounts",
    "blocks",
    "bookmarks",
    "collections",
    "favourites",
    "filters",
    "follows",
    "lists",
    "mutes",
    "notifications",
    "search",
    "statuses",
)
_WRITE: Final = (
    "accounts",
    "blocks",
    "bookmarks",
    "collections",
    "conversations",
    "favourites",
    "filters",
    "follows",
    "lists",
    "media",
    "mutes",
    "notifications",
    "reports",
    "statuses",
)
_FOLLOW: Final = frozenset(
    f"{side}:{noun}" for side in ("read", "write") for noun in ("blocks", "follows", "mutes")
)
ALL: Final = (
    "profile",
    "read",
    *(f"read:{noun}" for noun in _READ),
    "write",
    *(f"write:{noun}" for noun in _WRITE),
    "follow",
    "push",
)
USUAL: Final = "read"  # when nothing is said
# Scopes of other servers that apps ask for out of habit; they allow nothing here.
_EMPTY: Final = ("admin", "crypto")
_MOST: Final = 60


def split(text: str) -> tuple[str, ...]:
    """Read scopes as apps write them, each once; separated by blanks, plus signs or commas."""
    words = text.replace("+", " ").replace(",", " ").split()[:_MOST]
    return tuple(dict.fromkeys(words)) or (USUAL,)


def known(scope: str) -> bool:
    """Whether there is such a scope, or one that is at least heard of."""
    return scope in ALL or scope.partition(":")[0] in _EMPTY


def covers(granted: Iterable[str], wanted: str) -> bool:
    """Whether one of the scopes granted is enough for what is wanted."""
    held = set(granted)
    return (
        wanted in held
        or wanted.partition(":")[0] in held
        or (wanted in _FOLLOW and "follow" in held)
    )


def within(wanted: Iterable[str], granted: Iterable[str]) -> bool:
    """Whether everything wanted is covered by what is granted."""
    held = frozenset(granted)
    return all(covers(held, one) for one in wanted)
