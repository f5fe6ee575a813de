"""Which form a peer's software reads, and what it can be trusted with: by NodeInfo's name.

Group-aware software gets Announce{activity} for everything. Microblog software, and what we do not
know, gets an Announce of the object for thread starts: Mastodon would fetch the id of a wrapped
Create and boost every comment (mastodon#18069), GoToSocial drops it. Never both to one peer.
"""

from typing import Final

PLAIN: Final = 1
WRAPPED: Final = 2

OURS: Final = "fedcop"

_WRAPPED: Final = frozenset(
    {
        OURS,
        "lemmy",
        "piefed",
        "pyfedi",
        "mbin",
        "kbin",
        "nodebb",
        "discourse",
        "lotide",
        "friendica",
    }
)
# Who shows a members-only post to nobody but members. Lemmy 1.0 will, once it can be tried.
_DISCREET: Final = frozenset({OURS})


def form_for(software: str) -> int:
    """Return the form a peer reads; plain when we do not know what it runs."""
    return WRAPPED if software.lower() in _WRAPPED else PLAIN


def honours_members(software: str) -> bool:
    """Whether members-only posts may go to a peer."""
    return software.lower() in _DISCREET
