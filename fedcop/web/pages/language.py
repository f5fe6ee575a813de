"""Which language the pages speak: of a browser that nobody is signed in with, and of a person."""

from starlette.responses import Response

from fedcop import tongues
from fedcop.community import accounts
from fedcop.web import paths, session
from fedcop.web.ask import Ask


async def take(ask: Ask) -> Response:
    """Speak a language with this browser from now on, and lead back to where it was chosen."""
    asked = ask.request.query_params
    response = ask.go(paths.own_path(asked.get("next", ""), "/"))
    if asked.get("to", "") in tongues.available():
        session.keep_tongue(response, asked["to"], ask.site.settings)
    return response


async def change(ask: Ask) -> Response:
    """Speak a language with somebody from now on."""
    tag = ask.form.line("language")
    if tag in tongues.available():
        await ask.do(accounts.choose_language, ask.me.id, tag)
    return ask.go("/settings")
