"""Confirm by a link what one said in another program: that one applies something. No account."""

from typing import Final

from starlette.responses import Response

from fedcop.community import timelines
from fedcop.community.practice import confirming, cycles
from fedcop.errors import Invalid, NotFound
from fedcop.web import csrf, session
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems

_PAST: Final = 410


async def show(ask: Ask) -> Response:
    """Show what would be recorded; whoever only looks records nothing."""
    return await _show(ask, Form(), Problems())


async def confirm(ask: Ask) -> Response:
    """Record it, once."""
    form, problems = ask.form, Problems()
    result = form.line("result")
    if result and result not in cycles.RESULTS:
        problems.add("result", "Choose what came of it.")
    if not problems:
        try:
            await ask.do(confirming.confirm, _secret(ask), form.line("team"), result)
        except Invalid as error:
            problems.add("team", error.safe)
    if problems:
        return await _show(ask, form, problems)
    return ask.go(f"/applied/{_secret(ask)}")


async def _show(ask: Ask, form: Form, problems: Problems) -> Response:
    found = await confirming.find(ask.store, _secret(ask))
    line = await timelines.post(ask.store, None, found.post.id)
    reply = await timelines.post(ask.store, None, found.reply.id)
    if line is None or reply is None:
        raise NotFound("This is not for everybody any more.")
    guest = session.mark_guest(ask)
    token = csrf.guest_token(guest, ask.site.settings.secret)
    response = await ask.page(
        "applied.html",
        _PAST if found.expired else 422 if problems else 200,
        found=found,
        line=line,
        reply=reply,
        form=form,
        problems=problems,
        form_token=ask.visitor.session.csrf if ask.visitor else token,
        asked=cycles,
    )
    session.keep_guest(response, guest, ask.site.settings)
    return response


def _secret(ask: Ask) -> str:
    return str(ask.request.path_params["secret"])
