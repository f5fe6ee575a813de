"""Who of those who run a node sees what, and does what; asked by every door before it opens."""

from enum import Enum, auto
from typing import Final

from fedcop.errors import Refused

OWNER: Final = "owner"
ADMIN: Final = "admin"
MODERATOR: Final = "moderator"
AUDITOR: Final = "auditor"
MEMBER: Final = "member"
ROLES: Final = (OWNER, ADMIN, MODERATOR, AUDITOR, MEMBER)


class Right(Enum):
    """One thing that somebody who runs the node may see or do."""

    OVERVIEW = auto()
    SEE_PEOPLE = auto()
    MODERATE_PEOPLE = auto()  # warn, limit, suspend
    ADMIT_PEOPLE = auto()  # invite, approve, turn away
    MANAGE_PEOPLE = auto()  # mail addresses, ways in, roles below one's own
    SEE_COMMUNITIES = auto()
    MANAGE_COMMUNITIES = auto()
    SEE_PEERS = auto()
    MANAGE_PEERS = auto()
    SEE_REPORTS = auto()
    WORK_ON_REPORTS = auto()
    SEE_MEDIA = auto()
    MANAGE_MEDIA = auto()
    SEE_MAIL = auto()
    MANAGE_MAIL = auto()
    SEE_BACKUPS = auto()
    MANAGE_BACKUPS = auto()
    SEE_AUDIT = auto()
    SEE_SETTINGS = auto()
    MANAGE_SETTINGS = auto()
    SEE_PRIVACY = auto()
    MANAGE_PRIVACY = auto()
    BREAK_GLASS = auto()  # read members' posts for a stated reason, seen by their stewards


_SEES: Final = frozenset(
    right for right in Right if right.name.startswith("SEE_") or right is Right.OVERVIEW
)
_MODERATES: Final = frozenset(
    {
        Right.OVERVIEW,
        Right.SEE_PEOPLE,
        Right.MODERATE_PEOPLE,
        Right.ADMIT_PEOPLE,
        Right.SEE_COMMUNITIES,
        Right.SEE_PEERS,
        Right.SEE_REPORTS,
        Right.WORK_ON_REPORTS,
        Right.SEE_MEDIA,
        Right.BREAK_GLASS,
    }
)
_HELD: Final = {
    OWNER: frozenset(Right),
    ADMIN: frozenset(Right),
    MODERATOR: _MODERATES,
    AUDITOR: _SEES,
}
# Whoever stands above somebody may change what they are.
_RANK: Final = {OWNER: 3, ADMIN: 2, MODERATOR: 1, AUDITOR: 1, MEMBER: 0}


def may(role: str, right: Right) -> bool:
    """Whether somebody with this role has a right."""
    return right in _HELD.get(role, frozenset())


def require(role: str, right: Right) -> None:
    """Go on only with a right. Raises Refused."""
    if not may(role, right):
        raise Refused("This is for those who look after this node.")


def outranks(role: str, other: str) -> bool:
    """Whether somebody stands above another: an owner above everybody, owners too."""
    return role == OWNER or _RANK.get(role, 0) > _RANK.get(other, 0)
