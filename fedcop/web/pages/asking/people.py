"""Who is in a community: its members, and those of them who want to be asked."""

from typing import Final

from starlette.responses import Response

from fedcop.community import directory, membership, policy, stewards
from fedcop.community.directory import Said
from fedcop.community.practice import mentoring
from fedcop.errors import Invalid, Refused
from fedcop.store.rows import GroupRow
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import Seat, find

_PEOPLE: Final = 60
_FIELDS: Final = {"skills": "skills", "about": "about"}


async def show(ask: Ask) -> Response:
    """List the members of a community; to them, who can be asked about what."""
    group, seat = await find(ask)
    sides = await membership.list_followers(ask.store, group.actor.id, ask.before(), _PEOPLE)
    inside = seat.member or seat.steward
    listed = await ask.site.directories.of(group.actor) if inside and not ask.before() else []
    return await ask.page(
        "people.html",
        group=group,
        seat=seat,
        members=[actor for _, actor in sides],
        keepers=await stewards.list_stewards(ask.store, group.actor.id),
        more=sides[-1][0].id if len(sides) == _PEOPLE else 0,
        inside=inside and not ask.before(),
        listed=listed,
        own=await directory.find(ask.store, ask.me, group.actor) if seat.member else None,
    )


async def form(ask: Ask) -> Response:
    """Show the form to be found by the members of a community."""
    group, seat = await _member(ask)
    said = await directory.find(ask.store, ask.me, group.actor)
    if said is None:
        known = await mentoring.profile_of(ask.store, ask.me)
        said = Said(about=known.about, mentor=bool(known.open)) if known else Said()
    fields = {"skills": "\n".join(said.skills), "about": said.about}
    filled = Form({**fields, **({"mentor": "1"} if said.mentor else {})})
    return await _show(ask, (group, seat), filled, Problems())


async def enter(ask: Ask) -> Response:
    """Be found by the members of a community, or no longer."""
    group, seat = await _member(ask)
    sent, problems = ask.form, Problems()
    if sent.ticked("withdraw"):
        await ask.do(directory.withdraw, ask.me, group.actor)
        return ask.go(f"{paths.of_actor(group.actor)}/people")
    skills = tuple(sent.text("skills").splitlines())
    said = Said(skills, sent.text("about"), sent.ticked("mentor"))
    try:
        await ask.do(directory.enter, ask.me, group.actor, said)
    except (Invalid, Refused) as error:
        problems.take(error, _FIELDS)
        return await _show(ask, (group, seat), sent, problems)
    return ask.go(f"{paths.of_actor(group.actor)}/people")


async def _member(ask: Ask) -> tuple[GroupRow, Seat]:
    """Find the community in the address for one of its members. Raises Refused."""
    group, seat = await find(ask)
    if not seat.member:
        policy.require(policy.Answer("Only members stand in the directory. Join first."))
    return group, seat


async def _show(
    ask: Ask, where: tuple[GroupRow, Seat], filled: Form, problems: Problems
) -> Response:
    group, seat = where
    return await ask.page(
        "people_me.html",
        422 if problems else 200,
        group=group,
        seat=seat,
        form=filled,
        problems=problems,
        own=await directory.find(ask.store, ask.me, group.actor),
    )
