"""Found a community, describe it, and let members in."""

from starlette.responses import Response

from fedcop.community import communities, membership, policy
from fedcop.community.communities import Description, Plan
from fedcop.errors import Conflict, Malformed, Refused
from fedcop.federation.keyring import make_keys
from fedcop.store.rows import GroupRow
from fedcop.values import Audience, PostPolicy
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.composing import describe
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import Seat, find

_FIELDS = {"name": "name", "display": "display", "domain": "domain", "charter": "charter"}
_WAITING = 60


async def new(ask: Ask) -> Response:
    """Show the form to found a community."""
    return await _show_new(
        ask, Form({"audience": "0", "post_policy": "0", "questions": "1"}), Problems()
    )


async def found(ask: Ask) -> Response:
    """Found a community."""
    problems = Problems()
    name = ask.form.line("name").lower()
    description = _description(ask, problems)
    if problems:
        return await _show_new(ask, ask.form, problems)
    keys = await make_keys(ask.store.uris.community(name), ask.site.seal)
    waits = ask.site.settings.communities_need_approval
    plan = Plan(name, description)
    try:
        group = await ask.do(communities.found, ask.me, plan, keys, needs_approval=waits)
    except (Malformed, Refused, Conflict) as error:
        problems.take(error, _FIELDS)
        return await _show_new(ask, ask.form, problems)
    return ask.go(paths.of_actor(group))


async def edit(ask: Ask) -> Response:
    """Show the form to describe a community anew."""
    group, seat = await _ours(ask)
    practice = group.practice
    fields = {
        "display": group.actor.display,
        "domain": practice.domain,
        "charter": practice.charter,
        "audience": str(practice.audience),
        "post_policy": str(practice.post_policy),
        **({"locked": "1"} if group.actor.locked else {}),
        **({"questions": "1"} if practice.questions else {}),
    }
    return await _show_edit(ask, (group, seat), Form(fields), Problems())


async def describe_it(ask: Ask) -> Response:
    """Describe a community anew."""
    place = await _ours(ask)
    problems = Problems()
    description = _description(ask, problems)
    if problems:
        return await _show_edit(ask, place, ask.form, problems)
    try:
        await ask.do(communities.describe, ask.me, place[0].actor.id, description)
    except Malformed as error:
        problems.take(error, _FIELDS)
        return await _show_edit(ask, place, ask.form, problems)
    return ask.go(paths.of_actor(place[0].actor))


async def waiting(ask: Ask) -> Response:
    """Show who asks to be let in."""
    group, seat = await _ours(ask)
    after = ask.before()
    sides = await membership.list_requests(ask.store, group.actor.id, after, _WAITING)
    more = sides[-1][0].id if len(sides) == _WAITING else 0
    return await ask.page("waiting.html", group=group, seat=seat, sides=sides, more=more)


async def let_in(ask: Ask) -> Response:
    """Let somebody in who asked."""
    group, _ = await _ours(ask)
    await ask.do(membership.approve, ask.me, ask.number("follow"))
    return ask.back(f"{paths.of_actor(group.actor)}/waiting")


async def turn_away(ask: Ask) -> Response:
    """Turn somebody away who asked."""
    group, _ = await _ours(ask)
    await ask.do(membership.refuse, ask.me, ask.number("follow"))
    return ask.back(f"{paths.of_actor(group.actor)}/waiting")


async def _ours(ask: Ask) -> tuple[GroupRow, Seat]:
    """Find the community in the address for one of its stewards. Raises NotFound and Refused."""
    group, seat = await find(ask)
    if not group.actor.local:
        raise Refused("This community is looked after on its own node.")
    policy.require(policy.may_steward(ask.me, group.actor, steward=seat.steward))
    return group, seat


def _description(ask: Ask, problems: Problems) -> Description:
    form = ask.form
    charter = form.text("charter")
    if not form.line("display"):
        problems.add("display", "Give it a name that people will recognise.")
    if not form.line("domain"):
        problems.add("domain", "Say in one sentence what it is about.")
    audience, writers = form.number("audience"), form.number("post_policy")
    return Description(
        display=form.line("display"),
        domain=form.line("domain"),
        charter=charter,
        summary=describe(ask, charter),
        post_policy=PostPolicy(writers) if writers in set(PostPolicy) else PostPolicy.ANYONE,
        audience=Audience.MEMBERS if audience == Audience.MEMBERS else Audience.PUBLIC,
        locked=form.ticked("locked"),
        questions=form.ticked("questions"),
    )


async def _show_new(ask: Ask, form: Form, problems: Problems) -> Response:
    waits = ask.site.settings.communities_need_approval
    status = 422 if problems else 200
    return await ask.page("found.html", status, form=form, problems=problems, waits=waits)


async def _show_edit(
    ask: Ask, place: tuple[GroupRow, Seat], form: Form, problems: Problems
) -> Response:
    group, seat = place
    status = 422 if problems else 200
    facts = {"group": group, "seat": seat, "form": form, "problems": problems}
    return await ask.page("describe.html", status, **facts)
