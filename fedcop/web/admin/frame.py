"""What all pages of those who run the node share: their menu, and who opens which."""

from starlette.responses import Response

from fedcop.markup.text import one_line
from fedcop.web.admin import nav
from fedcop.web.ask import Ask


async def framed(ask: Ask, template: str, status: int = 200, **facts: object) -> Response:
    """Render a page of those who run the node; `admin/` and `.html` are added to its name."""
    role = ask.signed.account.role
    places = nav.places_for(role)
    return await ask.page(f"admin/{template}.html", status, places=places, role=role, **facts)


def asked(ask: Ask, name: str, most: int = 100) -> str:
    """Read what the address asks for: one line, nothing in it that a database would refuse."""
    return one_line(ask.request.query_params.get(name, ""), most)
