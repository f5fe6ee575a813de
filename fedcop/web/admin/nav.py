"""The pages of those who run the node, and who sees which of them."""

from typing import Final, NamedTuple

from fedcop.community import offices
from fedcop.community.offices import Right
from fedcop.tongues import N_


class Place(NamedTuple):
    """One page in the menu; what it is called is said in the language of its reader."""

    path: str
    label: str
    icon: str
    right: Right


PLACES: Final = (
    Place("/admin", N_("Overview"), "home", Right.OVERVIEW),
    Place("/admin/people", N_("People"), "people", Right.SEE_PEOPLE),
    Place("/admin/communities", N_("Communities"), "groups", Right.SEE_COMMUNITIES),
    Place("/admin/peers", N_("Other servers"), "globe", Right.SEE_PEERS),
    Place("/admin/federation", N_("With whom we speak"), "link", Right.SEE_PEERS),
    Place("/admin/queue", N_("Queue"), "route", Right.SEE_PEERS),
    Place("/admin/reports", N_("Reports"), "alert", Right.SEE_REPORTS),
    Place("/admin/appeals", N_("Appeals"), "reply", Right.SEE_REPORTS),
    Place("/admin/rules", N_("Rules"), "check", Right.SEE_REPORTS),
    Place("/admin/waiting", N_("Waiting to join"), "person", Right.SEE_PEOPLE),
    Place("/admin/invitations", N_("Invitations"), "link", Right.SEE_PEOPLE),
    Place("/admin/registrations", N_("Who may join"), "lock", Right.SEE_SETTINGS),
    Place("/admin/mail", N_("Mail"), "at", Right.SEE_MAIL),
    Place("/admin/media", N_("Files"), "page", Right.SEE_MEDIA),
    Place("/admin/backups", N_("Backups"), "save", Right.SEE_BACKUPS),
    Place("/admin/privacy", N_("What is kept"), "lock", Right.SEE_PRIVACY),
    Place("/admin/texts", N_("Texts"), "quote", Right.SEE_SETTINGS),
    Place("/admin/audit", N_("Audit log"), "clock", Right.SEE_AUDIT),
)


def places_for(role: str) -> list[Place]:
    """List the pages that somebody with this role may open."""
    return [place for place in PLACES if offices.may(role, place.right)]
