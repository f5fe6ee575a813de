"""What stewards decide about questions without a name, without learning who asks."""

from starlette.responses import Response

from fedcop.community import quiet, quiet_opening
from fedcop.errors import Conflict, FedcopError, Refused
from fedcop.store.rows import ActorRow
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.communities import Seat, find


async def show(ask: Ask) -> Response:
    """Show what waits, what stands open, and who wanted to know who asked."""
    return await _show(ask, Problems())


async def set_mode(ask: Ask) -> Response:
    """Decide whether one may ask here without a name."""
    group, _ = await _place(ask)
    await ask.do(quiet.set_mode, ask.me, group, ask.form.line("mode"))
    return ask.go(_there(group))


async def decide(ask: Ask) -> Response:
    """Let a question pass, or not."""
    group, _ = await _place(ask)
    number, reason = ask.form.number("question"), ask.form.line("reason")
    if ask.form.ticked("pass"):
        await ask.do(quiet.let_through, ask.me, group, number)
    else:
        await ask.do(quiet.turn_down, ask.me, group, number, reason)
    return ask.go(_there(group))


async def mute(ask: Ask) -> Response:
    """Let whoever asked this not ask so again."""
    group, _ = await _place(ask)
    await ask.do(quiet.mute, ask.me, group, ask.form.number("question"))
    return ask.go(_there(group))


async def want(ask: Ask) -> Response:
    """Want to know who asked."""
    group, _ = await _place(ask)
    problems = Problems()
    number, reason = ask.form.number("question"), ask.form.text("reason")
    try:
        await ask.do(quiet_opening.want, ask.me, group, number, reason)
    except Conflict:
        problems.add("", "You have asked for this already; a second person must, too.")
    except FedcopError as error:
        problems.take(error, {"reason": ""})
    return await _show(ask, problems) if problems else ask.go(_there(group))


async def _place(ask: Ask) -> tuple[ActorRow, Seat]:
    """Find the community in the address, for stewards and safety officers. Raises Refused."""
    group, seat = await find(ask)
    if not group.actor.local or not (seat.steward or ask.admin):
        raise Refused("Only the stewards of this community may do that.")
    return group.actor, seat


async def _show(ask: Ask, problems: Problems) -> Response:
    group, seat = await find(ask)
    community, _ = await _place(ask)
    rows = await quiet.list_of(ask.store, community.id)
    found = {
        row.id: await quiet_opening.who_asked(ask.store, ask.site.seal, ask.me, row) for row in rows
    }
    return await ask.page(
        "quiet_keep.html",
        422 if problems else 200,
        group=group,
        seat=seat,
        mode=await quiet.mode_of(ask.store, community.id),
        takes=await quiet.takes(ask.store, group),
        held=[row for row in rows if row.state == "held"],
        standing=[row for row in rows if row.state != "held"],
        titles={row.id: await quiet.title_of(ask.store, row) for row in rows},
        found={number: actor for number, actor in found.items() if actor is not None},
        openings=await quiet_opening.list_openings(ask.store, community.id),
        problems=problems,
    )


def _there(group: ActorRow) -> str:
    return f"{paths.of_actor(group)}/quietly"
