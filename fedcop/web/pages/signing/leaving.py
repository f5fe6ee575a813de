"""Somebody leaves: an issuer says so, or they leave the issuer too; and links that end."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fedcop import clock
from fedcop.community import sign_on, steps
from fedcop.community.limits import Limit, neighbourhood
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Refused
from fedcop.web import issuers
from fedcop.web.ask import Ask, Site
from fedcop.web.clients import address_of
from fedcop.web.forms import Room, read_form
from fedcop.web.pages.signing.own_factors import PLACE, alone_here

log = logging.getLogger(__name__)

_HOUR_MS = 3_600_000
_ROOM = Room(20_000, 5)


class Backchannel:
    """Where issuers say, server to server, that somebody has left."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._limit = Limit(600, 60)

    async def take(self, request: Request) -> Response:
        """Take a logout token, once, and end what it names."""
        try:
            await self._leave(request)
        except FedcopError as error:
            log.warning("a logout token was not taken: %s", error.safe)
            status = error.status if error.retryable else 400
            said = {"error": "invalid_request", "error_description": error.safe}
            return JSONResponse(said, status, {"Cache-Control": "no-store"})
        return Response(status_code=200, headers={"Cache-Control": "no-store"})

    async def _leave(self, request: Request) -> None:
        site = self._site
        self._limit.spend(neighbourhood(address_of(request, site.settings.trusted_proxies)))
        issuer = issuers.issuer_called(site.settings, request.path_params["issuer"])
        form = await read_form(request, 0, _ROOM)
        said = await site.sign_on.read_logout(issuer.key, form.secret("logout_token"))
        mark = f"logout:{issuer.issuer}:{said['jti']}"
        if not await perform(site.store, steps.do_once, mark, clock.now_ms() + _HOUR_MS):
            raise Refused("logout_token: it was used before")
        subject, sid = str(said.get("sub") or ""), str(said.get("sid") or "")
        ended = await perform(site.store, sign_on.leave_all, issuer.issuer, subject, sid)
        log.info("%s let go of somebody: %s accounts signed out", issuer.key, ended)


async def bye(ask: Ask) -> Response:
    """Say that somebody is signed out here, and lead on to leave the issuer too."""
    issuer = issuers.issuer_called(ask.site.settings, ask.word("issuer"))
    try:
        where = await ask.site.sign_on.leave(issuer.key)
    except FedcopError:
        where = ""
    return await ask.page("sign_on_bye.html", issuer=issuer, where=where)


async def end_link(ask: Ask) -> Response:
    """Sign in by an issuer no more."""
    try:
        await ask.do(sign_on.unlink, ask.me.id, ask.form.number("link"))
    except Refused as error:
        raise Refused(error.safe) from error
    return await alone_here(ask, ask.go(f"{PLACE}?done=unlinked"))
