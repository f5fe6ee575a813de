"""The safety pulse of a community: four statements, and what the last quarters say."""

from starlette.responses import Response

from fedcop.community import policy
from fedcop.community.insights import pulse
from fedcop.errors import FedcopError
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import find


async def show(ask: Ask) -> Response:
    """Show the statements to a member, and what was said before."""
    return await _show(ask, Form(), Problems())


async def post(ask: Ask) -> Response:
    """Add what a member says to the sums."""
    group, _ = await find(ask)
    form, problems = ask.form, Problems()
    levels = [form.number(f"level-{at}") for at in range(len(pulse.STATEMENTS))]
    try:
        await ask.do(pulse.answer_pulse, ask.site.seal, ask.me, group.actor, levels)
    except FedcopError as error:
        problems.take(error, {"levels": "levels"})
        return await _show(ask, form, problems)
    return ask.go(f"{paths.of_actor(group.actor)}/pulse")


async def _show(ask: Ask, form: Form, problems: Problems) -> Response:
    group, seat = await find(ask)
    if not (seat.member or seat.steward or ask.admin):
        policy.require(policy.Answer("Only members see what their community knows of itself."))
    return await ask.page(
        "pulse.html",
        422 if problems else 200,
        group=group,
        seat=seat,
        form=form,
        problems=problems,
        may=await pulse.may_answer(ask.store, ask.me, group.actor),
        done=await pulse.has_answered(ask.store, ask.site.seal, ask.me, group.actor),
        pulses=await pulse.list_pulses(ask.store, group.actor.id),
        statements=pulse.STATEMENTS,
        levels=pulse.LEVELS,
        few=pulse.K,
    )
