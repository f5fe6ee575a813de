"""One door for all pages: who asks, may the form be taken, what the page says, what went wrong."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from fedcop import tongues
from fedcop.community import offices
from fedcop.community.offices import Right
from fedcop.errors import FedcopError, TooMany, Unauthenticated, Unavailable, Unproved
from fedcop.web import csrf, paths, session
from fedcop.web.ask import Ask, Site
from fedcop.web.clients import address_of
from fedcop.web.forms import USUAL, Room, read_form
from fedcop.web.limits import Kind
from fedcop.web.protected import SECURITY, Unprotected, want_second_factor
from fedcop.web.twice import mark_of

log = logging.getLogger(__name__)

Handler = Callable[[Ask], Awaitable[Response]]

_READS: Final = frozenset({"GET", "HEAD"})
_WAIT_SECONDS: Final = 30
_QUIETLY: Final = "/quietly"


@dataclass(frozen=True, slots=True)
class Way:
    """An address of ours: what it shows, what a form sent there does, and for whom."""

    path: str
    show: Handler | None = None
    act: Handler | None = None
    guests: bool = False  # whether those who are not signed in may come too
    limit: Kind = "act"
    files: bool = False  # whether a form may bring a picture
    room: Room = USUAL  # how much a form may bring besides
    sudo: bool = False  # whether what is done here wants a proof, minutes old, that it is them
    sees: Right | None = None  # what whoever opens it must be allowed to see
    anywhere: bool = False  # whether its form may come from anywhere: its address is the right
    does: Right | None = None  # what whoever sends its form must be allowed to do


class Door:
    """Answers the requests for one address."""

    def __init__(self, site: Site, way: Way) -> None:
        self._site = site
        self._way = way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ask = Ask(self._site, Request(scope, receive))
        with tongues.speaking(ask.tongue):
            try:
                ask.visitor = await session.visitor_of(ask)
            except FedcopError as error:
                response = await failed(ask, error)
            else:
                response = await self._answer_known(ask)
        await response(scope, receive, send)

    async def _answer_known(self, ask: Ask) -> Response:
        """Answer in the language of whoever asks, and refuse in it too."""
        with tongues.speaking(ask.tongue):
            try:
                return await self._answer(ask)
            except FedcopError as error:
                return await failed(ask, error)

    async def _answer(self, ask: Ask) -> Response:
        way, method = self._way, ask.request.method
        if way.show is not None and method in _READS:
            await self._let_in(ask, way.sees)
            if way.act is not None:
                self._want_proof(ask)  # before somebody fills in a form
            response = await way.show(ask)
            response.headers["Cache-Control"] = "private, no-store" if ask.visitor else "no-cache"
            return response
        if way.act is not None and method == "POST":
            return await self._act(ask, way.act)
        allowed = [*(("GET", "HEAD") if way.show else ()), *(("POST",) if way.act else ())]
        return await oops(ask, 405, {"Allow": ", ".join(allowed)})

    async def _let_in(self, ask: Ask, right: Right | None) -> None:
        """Refuse whoever may not come here. Raises Unauthenticated and Refused."""
        if not self._way.guests:
            _ = ask.signed
        await want_second_factor(ask)
        if right is not None:
            offices.require(ask.signed.account.role, right)

    async def _act(self, ask: Ask, act: Handler) -> Response:
        """Do what a form asks, once it is sure that it is one of ours."""
        ask.sure = False
        if self._way.anywhere:  # its address is the right; what comes with it is not looked at
            return await act(ask)
        csrf.check_sender(ask.request, ask.site.settings.origin)
        await self._let_in(ask, self._way.does)
        settings = ask.site.settings
        largest = settings.max_upload if self._way.files else 0
        ask.form = await read_form(ask.request, largest, self._way.room)
        right = ask.visitor.session.csrf if ask.visitor else ask.guest_token()
        csrf.check_token(right, ask.form.secret("csrf"))
        ask.sure = True
        self._want_proof(ask)
        account = ask.visitor.actor.id if ask.visitor else 0
        address = address_of(ask.request, ask.site.settings.trusted_proxies)
        ask.site.limits.spend(self._way.limit, account, address)
        return await self._once(ask, act)

    def _want_proof(self, ask: Ask) -> None:
        """Let nobody act for the node who just found its browser open. Raises Unproved."""
        if self._way.sudo and not ask.signed.fresh:
            raise Unproved("Confirm first that it is you.")

    async def _once(self, ask: Ask, act: Handler) -> Response:
        """Write what somebody sent twice once; what they say quietly leaves no trace."""
        if ask.visitor is None:
            return await act(ask)
        account = ask.visitor.actor.id
        if self._way.limit != "write" or _QUIETLY in self._way.path:
            ask.site.twice.forget(account)
            return await act(ask)
        return await ask.site.twice.once(account, mark_of(ask.path, ask.form), lambda: act(ask))


async def failed(ask: Ask, error: FedcopError) -> Response:
    """Show what went wrong, or the page to sign in."""
    if isinstance(error, Unauthenticated):
        there = ask.path if ask.request.method in _READS else ""
        return ask.go(f"/signin?next={quote(there)}" if there else "/signin")
    if isinstance(error, Unprotected):
        return ask.go(SECURITY)
    if isinstance(error, Unproved):
        return ask.go(f"{paths.CONFIRM}?next={quote(_where_from(ask))}")
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.after)
    if isinstance(error, Unavailable):
        headers["Retry-After"] = str(_WAIT_SECONDS)
        log.error("cannot answer: %s", error.safe)
    return await oops(ask, error.status, headers, error)


def _where_from(ask: Ask) -> str:
    """Say where somebody goes on who has to confirm first: the page, or that of the form."""
    if ask.request.method in _READS:
        return ask.path
    said = ask.form.line("next")
    before = urlsplit(ask.request.headers.get("referer", ""))
    ours = f"{before.scheme}://{before.netloc}" == ask.site.settings.origin
    there = before.path + (f"?{before.query}" if before.query else "") if ours else ""
    return paths.own_path(said, paths.own_path(there))


async def oops(
    ask: Ask, status: int, headers: dict[str, str] | None = None, error: FedcopError | None = None
) -> Response:
    """Render a page that says what went wrong and where to go from here."""
    facts = {
        "why": tongues.refusal(error.safe) if error else "",
        "after": error.after if isinstance(error, TooMany) else 0,
        "back": paths.own_path(ask.form.line("next"), ""),
    }
    try:
        response = await ask.page("error.html", status, code=status, **facts)
    except FedcopError:
        # The store does not answer: nobody is known, and the page does without.
        ask.visitor = None
        response = await ask.page("error.html", status, code=status, **facts)
    response.headers.update({**(headers or {}), "Cache-Control": "no-store"})
    return response
