"""Give out what is kept of somebody, or end it, for those who ask the organization."""

from starlette.responses import Response

from fedcop.community.erasing import asking
from fedcop.community.house import people
from fedcop.community.house.people import Hand
from fedcop.errors import Refused
from fedcop.store.rows import ActorRow
from fedcop.tongues import _
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.privacy import deleting, exporting


async def export(ask: Ask) -> Response:
    """Hand out all that is kept of somebody, for them."""
    return await exporting.hand_out(ask, await _whom(ask))


async def ask_erasure(ask: Ask) -> Response:
    """Show what would go, what stays and who is told."""
    return await _show(ask, await _whom(ask), Problems())


async def erase(ask: Ask) -> Response:
    """Delete somebody's account, once its handle was typed."""
    actor = await _whom(ask)
    problems = deleting.misspelt(ask, actor)
    if problems:
        return await _show(ask, actor, problems)
    seen = await asking.preview(ask.store, actor)
    hand = Hand(ask.me.id, ask.signed.account.role)
    former = await deleting.former_keys(ask)
    try:
        await ask.do(asking.erase_another, hand, actor.id, seen.counts, former)
    except Refused as error:
        problems.add("", _(error.safe))
        return await _show(ask, actor, problems)
    return ask.go("/admin/privacy")


async def _whom(ask: Ask) -> ActorRow:
    return (await people.look_at(ask.store, ask.word("name"))).login[1]


async def _show(ask: Ask, actor: ActorRow, problems: Problems) -> Response:
    seen = await asking.preview(ask.store, actor)
    status = 422 if problems else 200
    return await framed(ask, "erase", status, problems=problems, seen=seen, actor=actor)
