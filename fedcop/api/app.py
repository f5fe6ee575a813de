"""The clients' door: from a request to its route, from a route's answer to the wire."""

import logging
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fedcop.api import bodies, problem
from fedcop.api.ask import NEEDS_PERSON, Answer, Ask, Desk, OpenNode
from fedcop.api.bearer import Bearers, stream_token, token_of
from fedcop.api.cors import Cors
from fedcop.api.limits import Limits, Spent, refuse
from fedcop.api.nesting import Tree, merged
from fedcop.api.paging import Page
from fedcop.api.params import Params, close_files
from fedcop.api.routes import Auth, Found, Route, Table
from fedcop.api.streaming.hub import hub_of
from fedcop.api.streaming.lines import Endless
from fedcop.api.streaming.sockets import Sockets
from fedcop.api.table import ROUTES
from fedcop.community.limits import address_behind
from fedcop.errors import FedcopError, Invalid, Refused, TooMany, Unauthenticated

log = logging.getLogger(__name__)

_BODILESS: Final = frozenset({"GET", "HEAD"})
_INVALID: Final = "The access token is invalid"
_OUTSIDE: Final = "This action is outside the authorized scopes"


class Clients:
    """Answers clients."""

    def __init__(self, desk: Desk, routes: Iterable[Route]) -> None:
        self.desk = desk
        self.table = Table(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever breaks, a client reads why in JSON."""
        if scope["type"] == "websocket":
            address = self._address(scope, Headers(scope=scope))
            await Sockets(hub_of(self.desk))(scope, receive, send, address)
            return
        try:
            answer = await self._answer(scope, receive)
        except Exception:
            log.exception("a request broke: %s %s", scope["method"], scope["path"])
            answer = problem.broken()
        if isinstance(answer, Endless) and scope["method"] != "HEAD":
            await answer.play(receive, send)
            return
        await answer.send(send, bodiless=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        found = self.table.find(scope["path"])
        if found is None:
            return Answer.json({"error": problem.NOT_FOUND}, 404)
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        route = found.methods.get(method)
        if route is None:
            allowed = ", ".join(sorted({*found.methods, "OPTIONS"}))
            told = {"error": "There is nothing here for this method."}
            return Answer.json(told, 405, (("Allow", allowed),))
        return await self._at(route, found, scope, receive)

    async def _at(self, route: Route, found: Found, scope: Scope, receive: Receive) -> Answer:
        """Answer at a route: who asks, how often, with what; then what it says."""
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        ask = Ask(self.desk, scope["method"], scope["path"], query, headers, ids=found.ids)
        ask.address = self._address(scope, headers)
        tree: Tree = {}
        spent: Spent | None = None
        try:
            secret = stream_token(headers, query) if route.endless else token_of(headers)
            ask.caller = await self.desk.bearers.find(secret)
            spent = self._spend(route, ask)
            refuse(spent)
            _admit(route, ask)
            tree = bodies.read_query(scope["query_string"])
            if scope["method"] not in _BODILESS:
                room = route.room(ask.settings.max_upload)
                tree = merged(tree, await bodies.read_body(headers, receive, room))
        except TooMany as error:
            answer = problem.of(error)
        except FedcopError as error:
            answer = problem.unreadable(error)
        else:
            ask.params = Params(tree)
            ask.page = Page.of(ask.params)
            answer = await _handled(route, ask)
        finally:
            await close_files(tree)
        return answer.with_headers(spent.headers) if spent else answer

    def _address(self, scope: Scope, headers: Headers) -> str:
        peer = scope["client"][0] if scope.get("client") else ""
        trusted = self.desk.node.settings.trusted_proxies
        return address_behind(peer, headers.getlist("x-forwarded-for"), trusted)

    def _spend(self, route: Route, ask: Ask) -> Spent:
        caller = ask.caller
        token = caller.token.id if caller else 0
        person = caller.token.account_id if caller else 0
        return self.desk.limits.spend(route.limit, token, person, ask.address)


async def _handled(route: Route, ask: Ask) -> Answer:
    try:
        return await route.handle(ask)
    except FedcopError as error:
        return problem.of(error)


def _admit(route: Route, ask: Ask) -> None:
    """Let through whom a route is for. Raises Unauthenticated, Invalid and Refused."""
    caller = ask.caller
    if caller is None:
        if route.auth is Auth.OPEN:
            return
        sent = bool(token_of(ask.headers))
        raise Unauthenticated(_INVALID if sent or route.auth is Auth.APP else NEEDS_PERSON)
    if caller.held and route.auth is not Auth.OPEN and not route.held:
        raise Refused(caller.held)
    if route.auth is Auth.USER and not caller.held and caller.actor is None:
        raise Invalid(NEEDS_PERSON)
    if not route.covered_by(caller.scopes):
        raise Refused(_OUTSIDE)


def clients_app(node: OpenNode, routes: Iterable[Route] = ROUTES) -> ASGIApp:
    """Build the clients' door of a node. Raises Misconfigured."""
    desk = Desk(node, Bearers(node.store), Limits(node.settings.client_limits))
    return Cors(Clients(desk, routes))
