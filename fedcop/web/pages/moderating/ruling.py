"""The rules a community adds to those of the node: everybody reads them, stewards change them."""

from starlette.responses import Response

from fedcop.community import house_rules, policy
from fedcop.errors import FedcopError, NotFound
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import find


async def show(ask: Ask) -> Response:
    """Show the rules that hold in a community."""
    return await _show(ask, Problems())


async def change(ask: Ask) -> Response:
    """Add, change, move or take back a rule of a community."""
    group, place = await find(ask)
    policy.require(policy.may_steward(ask.me, group.actor, steward=place.steward))
    problems = await change_rules(ask, group.actor.id)
    return (
        await _show(ask, problems) if problems else ask.go(f"{paths.of_actor(group.actor)}/rules")
    )


async def change_rules(ask: Ask, community: int = 0) -> Problems:
    """Do with a rule what the form says; return what is wrong with that."""
    form, problems = ask.form, Problems()
    number, text, hint = form.number("rule"), form.line("text"), form.text("hint")
    me, of = ask.me.id, {"community": community}
    try:
        if form.ticked("up"):
            await ask.do(house_rules.move_rule_up, me, number, **of)
        elif form.ticked("retire"):
            await ask.do(house_rules.retire_rule, me, number, **of)
        elif number:
            await ask.do(house_rules.say_rule, me, number, text, hint, **of)
        else:
            await ask.do(house_rules.add_rule, me, text, hint, **of)
    except FedcopError as error:
        field = f"text-{number}" if number else "text"
        problems.take(error, {"text": field, "hint": field})
    return problems


async def _show(ask: Ask, problems: Problems) -> Response:
    group, place = await find(ask)
    if not group.actor.local:
        raise NotFound("The rules of this community are with its own node.")
    may = ask.visitor is not None and bool(
        policy.may_steward(ask.me, group.actor, steward=place.steward)
    )
    return await ask.page(
        "community_rules.html",
        422 if problems else 200,
        group=group,
        seat=place,
        rules=await house_rules.list_rules(ask.store, group.actor.id),
        house=await house_rules.list_rules(ask.store),
        may=may,
        form=ask.form if problems else Form(),
        problems=problems,
    )
