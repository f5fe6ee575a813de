"""Where the pages of those who run the node are, and who may open them.

Each names what one must be allowed to see (`sees`) or do (`does`): a test fails without.
"""

from typing import Final

from fedcop.community.house import communities as house_communities
from fedcop.community.house import people as house
from fedcop.community.moderating.judges import LIMIT, SUSPEND
from fedcop.community.offices import Right
from fedcop.web.admin import (
    audit,
    backups,
    communities,
    erasing,
    federation,
    files,
    invitations,
    mail,
    overview,
    peers,
    people,
    privacy,
    queue,
    registrations,
    reports,
    sanctions,
    texts,
    waiting,
)
from fedcop.web.door import Way

WAYS: Final = (
    Way("/admin", overview.show, sees=Right.OVERVIEW),
    Way("/admin/people", people.show, sees=Right.SEE_PEOPLE),
    Way("/admin/people/{name}", people.one, sees=Right.SEE_PEOPLE),
    *(
        Way(
            f"/admin/people/{{name}}/{act}",
            sanctions.asking(act),
            sanctions.doing(act),
            sees=Right.MODERATE_PEOPLE,
            does=Right.MODERATE_PEOPLE,
            sudo=True,
        )
        for act in (LIMIT, SUSPEND)
    ),
    Way(
        "/admin/people/{name}/release", act=sanctions.release, does=Right.MODERATE_PEOPLE, sudo=True
    ),
    Way("/admin/people/{name}/note", act=people.annotate, does=Right.MODERATE_PEOPLE, sudo=True),
    *(
        Way(f"/admin/people/{{name}}/{word}", act=act, does=Right.MANAGE_PEOPLE, sudo=True)
        for word, act in (
            ("role", people.change_role),
            ("disable", people.acting(house.disable)),
            ("enable", people.acting(house.enable)),
            ("sign-out", people.acting(house.sign_out)),
            ("reset", people.acting(house.reset)),
        )
    ),
    Way(
        "/admin/people/{name}/export",
        act=erasing.export,
        does=Right.MANAGE_PRIVACY,
        limit="found",
        sudo=True,
    ),
    Way(
        "/admin/people/{name}/erase",
        erasing.ask_erasure,
        erasing.erase,
        sees=Right.MANAGE_PRIVACY,
        does=Right.MANAGE_PRIVACY,
        limit="found",
        sudo=True,
    ),
    Way("/admin/communities", communities.show, sees=Right.SEE_COMMUNITIES),
    Way("/admin/communities/{name}", communities.one, sees=Right.SEE_COMMUNITIES),
    *(
        Way(
            f"/admin/communities/{{name}}/{word}",
            act=act,
            does=Right.MANAGE_COMMUNITIES,
            sudo=True,
        )
        for word, act in (
            ("appoint", communities.appoint),
            ("dismiss", communities.dismiss),
            ("hide", communities.acting(house_communities.hide)),
            ("unhide", communities.acting(house_communities.unhide)),
            ("restore", communities.acting(house_communities.restore)),
        )
    ),
    Way(
        "/admin/communities/{name}/archive",
        communities.ask_archive,
        communities.archive,
        sees=Right.MANAGE_COMMUNITIES,
        does=Right.MANAGE_COMMUNITIES,
        sudo=True,
    ),
    Way(
        "/admin/communities/{name}/approve",
        act=communities.approve,
        does=Right.MANAGE_COMMUNITIES,
        sudo=True,
    ),
    Way(
        "/admin/communities/{name}/glass",
        communities.ask_glass,
        communities.open_glass,
        sees=Right.BREAK_GLASS,
        does=Right.BREAK_GLASS,
        sudo=True,
    ),
    Way("/admin/communities/{name}/glass/{id}", communities.read_thread, sees=Right.BREAK_GLASS),
    Way("/admin/peers", peers.show, sees=Right.SEE_PEERS),
    Way("/admin/peers/{host}", peers.one, sees=Right.SEE_PEERS),
    Way("/admin/peers/{host}/retry", act=peers.retry, does=Right.MANAGE_PEERS, sudo=True),
    Way(
        "/admin/peers/{host}/drop",
        peers.ask_drop,
        peers.drop,
        sees=Right.MANAGE_PEERS,
        does=Right.MANAGE_PEERS,
        sudo=True,
    ),
    Way("/admin/federation", federation.show, sees=Right.SEE_PEERS),
    Way("/admin/federation/list/{form}", federation.export, sees=Right.SEE_PEERS),
    *(
        Way(
            path,
            show,
            act,
            sees=Right.MANAGE_PEERS,
            does=Right.MANAGE_PEERS,
            sudo=True,
            files=path.endswith("list"),
        )
        for path, show, act in (
            ("/admin/federation/mode", federation.ask_mode, federation.change_mode),
            ("/admin/federation/domain", federation.ask_rule, federation.decide),
            ("/admin/federation/list", federation.bring, federation.take),
        )
    ),
    Way("/admin/queue", queue.show, sees=Right.SEE_PEERS),
    Way("/admin/mail", mail.show, sees=Right.SEE_MAIL),
    Way("/admin/mail/test", act=mail.test_it, does=Right.MANAGE_MAIL),
    Way("/admin/mail/retry", act=mail.retry, does=Right.MANAGE_MAIL),
    Way("/admin/mail/clear", act=mail.clear, does=Right.MANAGE_MAIL),
    Way("/admin/media", files.show, sees=Right.SEE_MEDIA),
    Way("/admin/backups", backups.show, sees=Right.SEE_BACKUPS),
    Way("/admin/backups/make", act=backups.make, does=Right.MANAGE_BACKUPS, sudo=True),
    Way("/admin/texts", texts.show, sees=Right.SEE_SETTINGS),
    Way(
        "/admin/texts/{kind}",
        texts.edit,
        texts.change,
        sees=Right.MANAGE_SETTINGS,
        does=Right.MANAGE_SETTINGS,
        sudo=True,
    ),
    Way("/admin/privacy", privacy.show, sees=Right.SEE_PRIVACY),
    Way("/admin/privacy/keep", act=privacy.keep, does=Right.MANAGE_PRIVACY, sudo=True),
    Way("/admin/audit", audit.show, sees=Right.SEE_AUDIT),
    Way("/admin/reports", reports.index, sees=Right.SEE_REPORTS),
    Way("/admin/reports/{id}", reports.show_case, sees=Right.SEE_REPORTS),
    Way("/admin/reports/{id}/take", act=reports.take, does=Right.WORK_ON_REPORTS),
    Way("/admin/reports/{id}/note", act=reports.note, does=Right.WORK_ON_REPORTS),
    Way("/admin/reports/{id}/settle", act=reports.settle, does=Right.WORK_ON_REPORTS, sudo=True),
    Way("/admin/reports/{id}/open", act=reports.open_again, does=Right.WORK_ON_REPORTS),
    Way("/admin/decisions/{id}/lift", act=reports.take_back, does=Right.WORK_ON_REPORTS, sudo=True),
    Way("/admin/decisions/{id}/link", act=reports.hand_over, does=Right.WORK_ON_REPORTS, sudo=True),
    Way("/admin/appeals", reports.list_appeals, sees=Right.SEE_REPORTS),
    Way("/admin/appeals/{id}", reports.show_appeal, sees=Right.SEE_REPORTS),
    Way("/admin/appeals/{id}/answer", act=reports.answer, does=Right.WORK_ON_REPORTS, sudo=True),
    Way("/admin/rules", reports.rules, sees=Right.SEE_REPORTS),
    Way("/admin/rules/change", act=reports.rule, does=Right.MANAGE_SETTINGS, sudo=True),
    Way("/admin/waiting", waiting.show, sees=Right.SEE_PEOPLE),
    Way("/admin/waiting/decide", act=waiting.decide, does=Right.ADMIT_PEOPLE, sudo=True),
    Way("/admin/invitations", invitations.show, sees=Right.SEE_PEOPLE),
    Way("/admin/invitations/make", act=invitations.make, does=Right.ADMIT_PEOPLE, sudo=True),
    Way("/admin/invitations/{id}/revoke", act=invitations.revoke, does=Right.ADMIT_PEOPLE),
    Way("/admin/registrations", registrations.show, sees=Right.SEE_SETTINGS),
    Way(
        "/admin/registrations/change",
        act=registrations.change,
        does=Right.MANAGE_SETTINGS,
        sudo=True,
    ),
)
