"""Which language the pages speak: of a browser that nobody is signed in with, and of a person."""

from starlette.responses import Response

from fedcop import tongues
from fedcop.community import accounts
from fedcop.web import paths, session
from fedcop.web.ask import Ask
from fedcop.web.guests import form_for_guest


async def show(ask: Ask) -> Response:
    """Show the languages to choose from, and know where to lead back."""
    back = paths.own_path(ask.request.query_params.get("next", ""), "/")
    return await form_for_guest(ask, "language.html", back=back)


async def take(ask: Ask) -> Response:
    """Speak a language with this browser from now on, and lead back to where it was chosen."""
    response = ask.back("/")
    if ask.form.line("to") in tongues.available():
        session.keep_tongue(response, ask.form.line("to"), ask.site.settings)
    return response


async def change(ask: Ask) -> Response:
    """Speak a language with somebody from now on."""
    tag = ask.form.line("language")
    if tag in tongues.available():
        await ask.do(accounts.choose_language, ask.me.id, tag)
    return ask.go("/settings")
