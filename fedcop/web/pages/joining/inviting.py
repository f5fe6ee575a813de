"""Members invite others, where an admin lets them."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from fedcop.community import communities
from fedcop.community.joining import invites
from fedcop.community.joining.invites import Invited, NewInvite
from fedcop.errors import Malformed, Refused
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems

_PAGE = 100
_FIELDS = {name: name for name in ("most", "days", "email", "note", "words", "community")}

Page = Callable[[Ask, Problems, Invited | None], Awaitable[Response]]


async def show(ask: Ask) -> Response:
    """Show what one invited by, and the form for another invitation."""
    return await _page(ask, Problems())


def making(page: Page) -> Callable[[Ask], Awaitable[Response]]:
    """Make what makes an invitation; `page` shows its link this once, or what was wrong."""

    async def make_one(ask: Ask) -> Response:
        problems, options = Problems(), await ask.site.options.get(ask.store)
        try:
            new = read_invite(ask.form)
            made = await ask.do(
                invites.invite, ask.signed.account, new, options, mails=ask.site.settings.mails
            )
        except Malformed as error:
            problems.take(error, _FIELDS)
            return await page(ask, problems, None)
        return await page(ask, problems, made)

    return make_one


async def revoke(ask: Ask) -> Response:
    """Take an invitation back."""
    await ask.do(invites.revoke, ask.signed.account, ask.number("id"))
    return ask.back("/invitations")


def read_invite(form: Form) -> NewInvite:
    """Read the form of an invitation. Raises Malformed."""
    for name in ("most", "days"):
        if form.line(name) and not form.line(name).isdecimal():
            raise Malformed(f"{name}: write a number")
    email = form.line("email")
    return NewInvite(
        most=1 if email else form.number("most"),
        days=form.number("days"),
        email=email,
        community_id=form.number("community"),
        note=form.line("note"),
        words=form.text("words"),
    )


async def _page(ask: Ask, problems: Problems, made: Invited | None = None) -> Response:
    options = await ask.site.options.get(ask.store)
    if not invites.may_invite(ask.signed.account, options):
        raise Refused("Inviting people is for those who look after this node.")
    rows = await invites.list_own(ask.store, ask.me.id, ask.before() or 2**62, _PAGE)
    return await ask.page(
        "joining/invitations.html",
        422 if problems else 200,
        problems=problems,
        form=ask.form,
        made=made,
        rows=[(row, invites.is_good(row)) for row in rows],
        groups=await communities.list_joined(ask.store, ask.me.id),
        mails=ask.site.settings.mails,
    )


make = making(_page)
