"""Composition root: from the parts of an open node to an ASGI application.

One address answers people with pages, their apps with JSON, and peers with documents; which of the
three doors a request goes through is decided here, before any of them is asked.
"""

import logging
import time
from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fedcop.activitypub.media_types import wants_activity
from fedcop.activitypub.signatures.claim import Profile
from fedcop.activitypub.signatures.message import check_headers, check_target
from fedcop.api.app import clients_app
from fedcop.api.cors import Cors
from fedcop.api.files import PREFIX as FILES
from fedcop.api.files import files_app
from fedcop.assembly import Parts
from fedcop.diagnostics import about, new_tag
from fedcop.errors import FedcopError, Malformed, TooMany, Unavailable
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.inbox import Inbox, Limits
from fedcop.federation.endpoints.readers import reader_by
from fedcop.federation.endpoints.routes import routes
from fedcop.federation.inbox.authenticate import Authenticator
from fedcop.federation.inbox.receive import Receiver
from fedcop.federation.remote.members import Members
from fedcop.figures import Spread
from fedcop.watching.door import Watched, is_watched
from fedcop.watching.readiness import Readiness
from fedcop.web.site import people_app

log = logging.getLogger(__name__)

_READS: Final = frozenset({"GET", "HEAD"})
# What apps ask for; the page on which people allow it is no part of it.
_CLIENTS: Final = ("/api/", "/pictures/", "/.well-known/oauth-authorization-server")
_CLIENTS_EXACTLY: Final = frozenset(
    f"/oauth/{word}{slash}"
    for word in ("token", "revoke", "introspect", "userinfo")
    for slash in ("", "/")
)
# What programs of other sites may read as well, peers and apps alike.
_SHARED: Final = ("/.well-known/", "/nodeinfo/")
# What only peers and machines ask for.
_PEERS_ONLY: Final = ("/inbox", "/.well-known/", "/nodeinfo/", "/activities/", "/actor")
_COLLECTIONS: Final = frozenset(
    {
        "inbox",
        "outbox",
        "followers",
        "following",
        "featured",
        "members",
        "moderators",
        "replies",
    }
)


class Front:
    """The outermost layer: refuses odd requests and chooses the door."""

    def __init__(self, doors: Mapping[str, ASGIApp], answers: Spread) -> None:
        self._doors: dict[str, ASGIApp] = {**doors, "shared": Cors(doors["peers"])}
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            return
        begun = time.perf_counter()
        name, door = self._door_of(scope)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                # What is streamed may last for hours; what people wait for is its beginning.
                status = f"{message['status'] // 100}xx"
                self._answers.add(time.perf_counter() - begun, name, status)
            await send(message)

        with about(request=new_tag()):
            await door(scope, receive, counted)

    def _door_of(self, scope: Scope) -> tuple[str, ASGIApp]:
        """Choose a door, and say its name as it is counted."""
        path: str = scope["path"]
        clients = path.startswith(_CLIENTS) or path in _CLIENTS_EXACTLY
        try:
            check_headers(scope["headers"])
            check_target(scope["raw_path"] + (b"?" + scope["query_string"]))
        except Malformed as error:
            return "refused", Cors(_refused(error)) if clients else _refused(error)
        name = "clients" if clients or scope["type"] == "websocket" else _door_named(scope, path)
        return name, self._doors[name]


def _door_named(scope: Scope, path: str) -> str:
    if path.startswith(_SHARED):
        return "shared"
    if path.startswith(FILES):
        return "files"
    if is_watched(path):
        return "watched"
    return "peers" if _is_for_peers(scope) else "people"


def _is_for_peers(scope: Scope) -> bool:
    path: str = scope["path"]
    if path.startswith(_PEERS_ONLY) or path.rpartition("/")[2] in _COLLECTIONS:
        return True
    if scope["method"] not in _READS:
        return False
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return wants_activity(accept.decode("latin-1"))


class Peers:
    """The peers' door: its routes, and errors in one line of JSON."""

    def __init__(self, router: Router) -> None:
        self._router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a peer."""
        try:
            await self._router(scope, receive, send)
        except FedcopError as error:
            await _refused(error)(scope, receive, send)
        except HTTPException as error:
            answer = JSONResponse({"error": error.detail}, error.status_code, error.headers)
            await answer(scope, receive, send)


def _refused(error: FedcopError) -> Response:
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.after)
    elif isinstance(error, Unavailable):
        headers["Retry-After"] = "30"
        log.error("cannot answer: %s", error.safe)
    return JSONResponse({"error": error.safe}, error.status, headers)


def _peers(parts: Parts) -> Peers:
    """Join the peers' door: where they write first, since that is what is asked most."""
    profile = Profile.of(parts.settings.host)
    authenticator = Authenticator(parts.reach, profile, parts.keys, parts.knocks.heard)
    limits = Limits(parts.settings.max_body)
    inbox = Inbox(parts.store, authenticator, Receiver(parts.store), limits)
    inbox.arrivals = parts.figures.arrivals
    scheme = "http" if parts.settings.development else "https"
    readers = reader_by(authenticator, scheme)
    door = Door(parts.outbound, parts.settings, readers, members=Members(parts.reach))
    return Peers(Router(routes=[*inbox.routes(), *routes(door)], redirect_slashes=False))


def build(parts: Parts) -> ASGIApp:
    """Build the application of an open node."""
    doors: dict[str, ASGIApp] = {
        "peers": _peers(parts),
        "people": people_app(parts),
        "clients": clients_app(parts),
        "files": files_app(parts),
        "watched": Watched(Readiness(parts), parts.settings.trusted_proxies),
    }
    return Front(doors, parts.figures.answers)
