"""Offer an artifact to the library of a community."""

from starlette.responses import Response

from fedcop.community import communities
from fedcop.community.practice import artifacts, offers, readable
from fedcop.community.practice.shelves import Place
from fedcop.errors import FedcopError
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.peers_review import subject
from fedcop.web.pages.peers_review.subject import Subject

_LISTED = 100


async def show(ask: Ask) -> Response:
    """Ask for which community it is, and why."""
    found = await subject.find(ask)
    form = Form({"community": str(found.row.community_id)})
    return await _show(ask, found, form, Problems())


async def propose(ask: Ask) -> Response:
    """Offer it."""
    found, problems = await subject.find(ask), Problems()
    group = await communities.find(ask.store, ask.form.number("community"))
    if group is None:
        problems.add("community", "Choose a community.")
    else:
        place = Place(group.actor, ask.me, ask.form.text("words"))
        try:
            await ask.do(offers.propose, place, artifacts.pin_of(found.row))
        except FedcopError as error:
            problems.add("", error.safe)
    if problems:
        return await _show(ask, found, ask.form, problems)
    return ask.go(found.path)


async def _show(ask: Ask, found: Subject, form: Form, problems: Problems) -> Response:
    joined = await communities.list_joined(ask.store, ask.me.id, 0, _LISTED)
    return await ask.page(
        "propose.html",
        422 if problems else 200,
        subject=found,
        silent=await readable.list_silent(ask.store, artifacts.pin_of(found.row)),
        form=form,
        problems=problems,
        joined=joined,
        offered=await offers.list_of(ask.store, found.row.uri),
    )
