"""Recommend a revision as a person, in one's own words, or no longer."""

from starlette.responses import Response

from fedcop.community import reactions, recommending
from fedcop.community.practice import artifacts
from fedcop.errors import FedcopError, Refused
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.peers_review import subject
from fedcop.web.pages.peers_review.subject import Subject


async def show_commend(ask: Ask) -> Response:
    """Ask why one recommends it; show what one recommends of it already."""
    return await _show(ask, await _find(ask), Form(), Problems())


async def recommend_it(ask: Ask) -> Response:
    """Recommend what it says now, if that is what one has seen."""
    found, problems = await _find(ask), Problems()
    pin, words = artifacts.pin_of(found.row), ask.form.text("words")
    if ask.form.number("number") != pin.number:
        problems.add("", "It says something else by now; read it anew, then recommend it.")
    if not problems:
        try:
            await ask.do(recommending.commend, ask.me, pin, words)
        except FedcopError as error:
            problems.take(error, {"words": "words"})
    if problems:
        return await _show(ask, found, ask.form, problems)
    return ask.go(f"{found.path}#people")


async def take_back(ask: Ask) -> Response:
    """Recommend it no longer, nor like it."""
    found = await _find(ask)
    await ask.do(reactions.unlike, ask.me, found.row.id)
    return ask.go(found.path)


async def _find(ask: Ask) -> Subject:
    found = await subject.find(ask)
    if found.line.post.author_id == ask.me.id:
        raise Refused("You wrote this; let somebody else recommend it.")
    return found


async def _show(ask: Ask, found: Subject, form: Form, problems: Problems) -> Response:
    mine = await recommending.list_mine(ask.store, ask.me, found.row.uri)
    return await ask.page(
        "recommend.html",
        422 if problems else 200,
        subject=found,
        form=form,
        problems=problems,
        mine=mine,
        again=any(row.digest == found.row.digest for row in mine),
    )
