"""The communities of the node: those that wait, who looks after each, and break-glass."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.responses import Response

from fedcop.community import accounts, communities, stewards
from fedcop.community.house import communities as house
from fedcop.community.house import glass
from fedcop.community.house.people import Hand
from fedcop.errors import Conflict, Malformed, NotFound, Refused
from fedcop.store.rows import GroupRow
from fedcop.values import Handle, is_username
from fedcop.web.admin.frame import asked, framed
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems

_PAGE: Final = 50
_LINES: Final = 30
_TOP: Final = 2**62


async def show(ask: Ask) -> Response:
    """List the communities that wait, and all others, the liveliest first."""
    active, _, number = asked(ask, "after").partition("-")
    right = active.isdigit() and number.isdigit() and len(active) < 19 and len(number) < 19  # noqa: PLR2004
    before = (int(active), int(number)) if right else (_TOP, _TOP)
    found = await communities.list_local(ask.store, before, _PAGE, hidden=True)
    last = found[-1].practice if len(found) == _PAGE else None
    return await framed(
        ask,
        "communities",
        waiting=[] if right else await communities.list_waiting(ask.store),
        found=found,
        more=f"{last.active}-{last.actor_id}" if last else "",
    )


async def approve(ask: Ask) -> Response:
    """Agree to a community that waits."""
    group = await _find(ask)
    await ask.do(communities.approve, group.actor.id, ask.me.id)
    return ask.go("/admin/communities")


async def one(ask: Ask, problems: Problems | None = None) -> Response:
    """Show one community: who looks after it, and what can be done about it."""
    group = await _find(ask)
    return await framed(
        ask,
        "community",
        422 if problems else 200,
        problems=problems,
        group=group,
        keepers=await stewards.list_stewards(ask.store, group.actor.id),
    )


async def appoint(ask: Ask) -> Response:
    """Let a member look after a community."""
    group = await _find(ask)
    problems = Problems()
    try:
        handle = Handle.read(ask.form.line("person"))
        person = await accounts.find_by_handle(ask.store, handle)
        if person is None:
            raise NotFound("person: there is no such person.")
        await ask.do(house.appoint, _hand(ask), group.actor.id, person.id)
    except (Malformed, NotFound, Refused, Conflict) as error:
        problems.take(error, {"person": "person", "handle": "person"})
        return await one(ask, problems)
    return ask.go(f"/admin/communities/{group.actor.name}")


async def dismiss(ask: Ask) -> Response:
    """Let a steward look after a community no more."""
    group = await _find(ask)
    await ask.do(house.dismiss, _hand(ask), group.actor.id, ask.form.number("person"))
    return ask.go(f"/admin/communities/{group.actor.name}")


def acting(verb: Callable[..., Awaitable[None]]) -> Callable[[Ask], Awaitable[Response]]:
    """Make what a button does to a community."""

    async def act(ask: Ask) -> Response:
        group = await _find(ask)
        await ask.do(verb, _hand(ask), group.actor.id)
        return ask.go(f"/admin/communities/{group.actor.name}")

    return act


async def ask_archive(ask: Ask, problems: Problems | None = None) -> Response:
    """Show what archiving a community does."""
    status = 422 if problems else 200
    return await framed(ask, "archive", status, problems=problems, group=await _find(ask))


async def archive(ask: Ask) -> Response:
    """Let a community take nothing new."""
    group = await _find(ask)
    try:
        await ask.do(house.archive, _hand(ask), group.actor.id, ask.form.text("reason"))
    except Malformed as error:
        problems = Problems()
        problems.take(error, {"reason": "reason"})
        return await ask_archive(ask, problems)
    return ask.go(f"/admin/communities/{group.actor.name}")


async def ask_glass(ask: Ask, problems: Problems | None = None) -> Response:
    """Ask for a reason, or show what may be read while a glass is open."""
    group = await _find(ask)
    opened = await glass.find_open(ask.store, ask.me.id, group.actor.id)
    lines = []
    if opened is not None:
        args = (_hand(ask), group.actor.id, ask.before(), _LINES)
        lines = await ask.do(glass.read_threads, *args)
    return await framed(
        ask,
        "glass",
        422 if problems else 200,
        problems=problems,
        group=group,
        opened=opened,
        lines=lines,
        more=lines[-1][0].id if len(lines) == _LINES else 0,
        keepers=await stewards.list_stewards(ask.store, group.actor.id),
    )


async def open_glass(ask: Ask) -> Response:
    """Open a community for an hour; its stewards are told."""
    group = await _find(ask)
    if ask.form.ticked("close"):
        await ask.do(glass.close_glass, _hand(ask), group.actor.id)
        return ask.go("/admin/communities")
    try:
        args = (_hand(ask), group.actor.id, ask.form.text("reason"))
        await ask.do(glass.open_glass, *args)
    except Malformed as error:
        problems = Problems()
        problems.take(error, {"reason": "reason"})
        return await ask_glass(ask, problems)
    return ask.go(f"/admin/communities/{group.actor.name}/glass")


async def read_thread(ask: Ask) -> Response:
    """Show a thread while a glass is open."""
    group = await _find(ask)
    args = (_hand(ask), group.actor.id, ask.number("id"))
    lines = await ask.do(glass.read_thread, *args)
    return await framed(ask, "glass_thread", group=group, lines=lines)


async def _find(ask: Ask) -> GroupRow:
    name = ask.word("name").lower()
    actor = await accounts.find_by_name(ask.store, name) if is_username(name) else None
    group = await communities.find(ask.store, actor.id) if actor else None
    if group is None or group.actor.deleted:
        raise NotFound("There is no such community here.")
    return group


def _hand(ask: Ask) -> Hand:
    return Hand(ask.me.id, ask.signed.account.role)
