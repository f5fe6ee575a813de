"""From where a request for a page comes."""

from starlette.requests import Request

from fedcop.community.limits import address_behind
from fedcop.settings import Networks


def address_of(request: Request, trusted: Networks) -> str:
    """Return the address of whoever asks, as the last proxy saw it that is not ours."""
    peer = request.client.host if request.client else ""
    return address_behind(peer, request.headers.getlist("x-forwarded-for"), trusted)
