"""Mentoring: for what one would be a mentor, who could help, and what is between two."""

from typing import Final

from starlette.responses import Response

from fedcop.community import circles
from fedcop.community.practice import mentoring
from fedcop.community.practice.mentoring import Availability
from fedcop.errors import Conflict, Invalid, Refused
from fedcop.store.rows import ActorRow
from fedcop.web import paths, telling
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages import profiles

_FIELDS: Final = {name: name for name in ("about", "timezone", "most", "goal")}
_STATES: Final = {
    "accept": mentoring.ACCEPTED,
    "discuss": mentoring.DISCUSS,
    "decline": mentoring.DECLINED,
}


async def show(ask: Ask) -> Response:
    """Show who could help, what is between oneself and others, and for what one is there."""
    profile = await mentoring.profile_of(ask.store, ask.me)
    fields = {"most": "2"}
    if profile is not None:
        fields = {
            "about": profile.about,
            "topics": profile.topics,
            "languages": profile.languages,
            "timezone": profile.timezone,
            "most": str(profile.most),
            **({"open": "1"} if profile.open else {}),
        }
    return await _page(ask, Form(fields), Problems())


async def offer_oneself(ask: Ask) -> Response:
    """Say for what one would be a mentor."""
    form, problems = ask.form, Problems()
    said = Availability(
        about=form.text("about"),
        topics=form.line("topics"),
        languages=form.line("languages"),
        timezone=form.line("timezone"),
        most=form.number("most"),
        open=form.ticked("open"),
    )
    try:
        await ask.do(mentoring.offer_oneself, ask.me, said)
    except Invalid as error:
        problems.take(error, _FIELDS)
        return await _page(ask, form, problems)
    return ask.go("/mentoring")


async def answer(ask: Ask) -> Response:
    """Take up what is offered or asked, talk of it first, or decline it."""
    state = _STATES.get(ask.form.line("answer"))
    if state is None:
        raise Invalid("answer: choose one of the three")
    await ask.do(mentoring.answer, ask.me, ask.number("id"), state)
    return ask.go("/mentoring")


async def ending(ask: Ask) -> Response:
    """Ask for a word at the end."""
    return await ask.page("mentoring_end.html", number=ask.number("id"))


async def end(ask: Ask) -> Response:
    """Bring it to its end."""
    await ask.do(mentoring.end, ask.me, ask.number("id"), ask.form.text("words"))
    return ask.go("/mentoring")


async def ask_form(ask: Ask) -> Response:
    """Show the form to ask somebody to be one's mentor, or to offer it to them."""
    return await _show_asking(ask, await profiles.find(ask), Form({"as": "mentee"}), Problems())


async def ask_them(ask: Ask) -> Response:
    """Ask somebody, or offer it to them."""
    other, problems = await profiles.find(ask), Problems()
    pair = (ask.me, other) if ask.form.line("as") == "mentor" else (other, ask.me)
    try:
        await ask.do(mentoring.begin, ask.me, pair, ask.form.text("goal"))
    except (Invalid, Refused, Conflict) as error:
        problems.take(error, _FIELDS)
        return await _show_asking(ask, other, ask.form, problems)
    return ask.go("/mentoring")


async def _show_asking(ask: Ask, other: ActorRow, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "mentoring_ask.html",
        422 if problems else 200,
        other=other,
        back=paths.of_actor(other),
        form=form,
        problems=problems,
    )


async def _page(ask: Ask, form: Form, problems: Problems) -> Response:
    wanted = ask.request.query_params.get("topics", "").replace(",", " ").split()
    helps, helped = await mentoring.mine(ask.store, ask.me)
    return await ask.page(
        "mentoring.html",
        422 if problems else 200,
        form=form,
        problems=problems,
        helps=helps,
        circles=await circles.coming(ask.store, ask.me),
        telling=telling,
        helped=helped,
        matches=await mentoring.matches(ask.store, ask.me, wanted, ask.site.settings.languages),
        wanted=" ".join(wanted),
    )
