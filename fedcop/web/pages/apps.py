"""Which apps act for somebody, and how that ends."""

from starlette.responses import Response

from fedcop.community import oauth
from fedcop.web import consent
from fedcop.web.ask import Ask

_PLACE = "/settings/apps"


async def show(ask: Ask) -> Response:
    """Show the apps that act for somebody."""
    known = await oauth.list_tokens(ask.store, ask.me.id)
    rows = [(token, app, consent.meaning(token.scopes)) for token, app in known]
    done = ask.request.query_params.get("done", "")
    return await ask.page("settings_apps.html", rows=rows, done=done)


async def end(ask: Ask) -> Response:
    """Let one app act no more."""
    await ask.do(oauth.end_one, ask.me.id, ask.form.number("app"))
    return ask.go(f"{_PLACE}?done=one")


async def end_all(ask: Ask) -> Response:
    """Let no app act any more."""
    await ask.do(oauth.end_all, ask.me.id)
    return ask.go(f"{_PLACE}?done=all")
