"""Forms for those who are not signed in: made for this browser all the same."""

from starlette.responses import Response

from fedcop.web import csrf, session
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems


async def form_for_guest(
    ask: Ask, template: str, problems: Problems | None = None, **facts: object
) -> Response:
    """Show a form to somebody who is not signed in, or whoever is."""
    guest = session.mark_guest(ask)
    token = csrf.guest_token(guest, ask.site.settings.secret)
    if ask.visitor is not None:
        token = ask.visitor.session.csrf
    found = problems or Problems()
    status = 422 if found else 200
    response = await ask.page(template, status, problems=found, form_token=token, **facts)
    session.keep_guest(response, guest, ask.site.settings)
    return response
