"""The invitations of this node: who made them, who joined by them."""

from starlette.responses import Response

from fedcop.community import accounts, communities
from fedcop.community.joining import invites
from fedcop.community.joining.invites import Invited
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.joining.inviting import making

_PAGE = 50


async def show(ask: Ask) -> Response:
    """Show all invitations, the latest first."""
    return await _page(ask, Problems())


async def revoke(ask: Ask) -> Response:
    """Take an invitation back."""
    await ask.do(invites.revoke, ask.signed.account, ask.number("id"))
    return ask.go("/admin/invitations")


async def _page(ask: Ask, problems: Problems, made: Invited | None = None) -> Response:
    found = await invites.list_all(ask.store, ask.before() or 2**62, _PAGE + 1)
    names, rows = {0: ""}, []
    for row in found[:_PAGE]:
        if row.creator_id not in names:
            actor = await accounts.find(ask.store, row.creator_id)
            names[row.creator_id] = actor.name if actor else str(row.creator_id)
        joined = await invites.list_joined_by(ask.store, row.id) if row.used else []
        people = [one.name for one in joined]
        rows.append((row, invites.is_good(row), names[row.creator_id], people))
    return await framed(
        ask,
        "invitations",
        422 if problems else 200,
        problems=problems,
        form=ask.form,
        made=made,
        rows=rows,
        more=found[_PAGE - 1].id if len(found) > _PAGE else 0,
        groups=await communities.list_local(ask.store, limit=100),
        mails=ask.site.settings.mails,
    )


make = making(_page)
