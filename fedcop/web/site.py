"""The people's door: every address of ours that answers with a page."""

import logging
from typing import TYPE_CHECKING, Final, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from fedcop import tongues
from fedcop.community.house.facts import Overview
from fedcop.community.insights.reading import Reports
from fedcop.community.limits import SignInLimits, chosen
from fedcop.errors import NotFound
from fedcop.federation.remote.directories import Directories
from fedcop.federation.remote.reach import Reach
from fedcop.settings import Settings
from fedcop.web import assets
from fedcop.web.admin.ways import WAYS as ADMIN
from fedcop.web.ask import Ask, Site
from fedcop.web.door import Door, Way, oops
from fedcop.web.headers import SafeHeaders
from fedcop.web.issuers import SignOn
from fedcop.web.limits import DoorLimits
from fedcop.web.pages import (
    apps,
    authorize,
    captioning,
    carrying,
    communities,
    founding,
    glass,
    home,
    language,
    lookup,
    notices,
    polls,
    profiles,
    reactions,
    reporting,
    settings,
    signin,
    source,
    threads,
    writing,
)
from fedcop.web.pages.adopting.ways import WAYS as ADOPTING
from fedcop.web.pages.asking.ways import WAYS as ASKING
from fedcop.web.pages.bringing.ways import WAYS as BRINGING
from fedcop.web.pages.finding.ways import WAYS as FINDING
from fedcop.web.pages.gathering.ways import WAYS as GATHERING
from fedcop.web.pages.joining.ways import WAYS as JOINING
from fedcop.web.pages.legal.ways import WAYS as LEGAL
from fedcop.web.pages.library.ways import WAYS as LIBRARY
from fedcop.web.pages.mailed.ways import WAYS as MAILED
from fedcop.web.pages.moderating.ways import WAYS as MODERATING
from fedcop.web.pages.peers_review.ways import WAYS as PEERS_REVIEW
from fedcop.web.pages.privacy.ways import WAYS as PRIVACY
from fedcop.web.pages.quietly.ways import WAYS as QUIETLY
from fedcop.web.pages.setting_up.ways import WAYS as SETTING_UP
from fedcop.web.pages.signing.leaving import Backchannel
from fedcop.web.pages.signing.ways import WAYS as SIGNING
from fedcop.web.rails import Rails
from fedcop.web.render import environment
from fedcop.web.spread import Spread

if TYPE_CHECKING:
    from fedcop.store.batch import Store
    from fedcop.store.files import Files
    from fedcop.store.seal import Seal

log = logging.getLogger(__name__)

# The hot ones first: the router asks them one after another.
WAYS: Final = (
    Way("/c/{handle}", communities.show, guests=True),
    Way("/t/{id}", threads.show, guests=True),
    Way("/home", home.show),
    Way("/u/{handle}", profiles.show, guests=True),
    Way("/n/{id}", threads.note, guests=True),
    Way("/n/{id}/like", act=reactions.like, limit="react"),
    Way("/n/{id}/unlike", act=reactions.unlike, limit="react"),
    Way("/n/{id}/boost", act=reactions.boost, limit="react"),
    Way("/n/{id}/unboost", act=reactions.unboost, limit="react"),
    Way("/n/{id}/poll", polls.show, polls.choose, limit="react"),
    Way("/n/{id}/pin", act=reactions.pin),
    Way("/n/{id}/unpin", act=reactions.unpin),
    Way("/n/{id}/reply", writing.answer, writing.post_answer, limit="write", files=True),
    Way("/n/{id}/edit", writing.edit, writing.post_edit, limit="write", files=True),
    Way("/n/{id}/remove", writing.removal, writing.remove),
    Way("/n/{id}/history", threads.history, guests=True),
    Way("/n/{id}/report", reporting.post, reporting.report_post, limit="report"),
    Way("/", home.landing, guests=True),
    Way("/communities", communities.index, guests=True),
    Way("/communities/new", founding.new, founding.found, limit="found"),
    Way("/c/{handle}/write", writing.start, writing.post_start, limit="write", files=True),
    Way("/c/{handle}/join", act=communities.join),
    Way("/c/{handle}/leave", act=communities.leave),
    Way("/c/{handle}/approve", act=communities.approve),
    Way("/c/{handle}/describe", founding.edit, founding.describe_it),
    Way("/c/{handle}/glass", glass.show),
    Way("/c/{handle}/waiting", founding.waiting),
    Way("/c/{handle}/waiting/{follow}/approve", act=founding.let_in),
    Way("/c/{handle}/waiting/{follow}/refuse", act=founding.turn_away),
    Way("/write", writing.choose),
    Way("/write/alone", writing.alone, writing.post_alone, limit="write", files=True),
    Way("/u/{handle}/follow", act=profiles.follow),
    Way("/u/{handle}/unfollow", act=profiles.unfollow),
    Way("/u/{handle}/block", profiles.blocking, profiles.block),
    Way("/u/{handle}/unblock", act=profiles.unblock),
    Way("/u/{handle}/report", reporting.person, reporting.report_person, limit="report"),
    Way("/reported", reporting.thanks),
    Way("/settings", settings.profile, settings.change_profile),
    Way("/settings/language", act=language.change),
    Way("/language", language.show, language.take, guests=True),
    Way("/settings/security", settings.security),
    Way("/settings/password", act=settings.change_password),
    Way("/settings/sessions/end", act=settings.end_session),
    Way("/settings/sessions/others", act=settings.end_others),
    Way("/settings/blocked", settings.blocked),
    Way("/settings/apps", apps.show),
    Way("/settings/apps/end", act=apps.end),
    Way("/settings/apps/all", act=apps.end_all),
    Way("/settings/files", carrying.show, carrying.bring),
    Way("/settings/files/{name}", carrying.take),
    Way("/oauth/authorize", authorize.show, authorize.act, guests=True),
    Way("/oauth/authorize/", authorize.show, authorize.act, guests=True),
    Way("/oauth/authorize/native", authorize.native),
    Way("/notifications", notices.show, notices.read),
    Way("/notifications/unsent", act=notices.throw_away),
    Way("/lookup", lookup.show, lookup.act, limit="ask"),
    Way("/tags/{tag}", home.tag, guests=True),
    Way("/about", home.about, guests=True),
    Way("/o", home.about, guests=True),
    Way("/source", source.show, guests=True),
    Way("/signin", signin.show, signin.act, guests=True),
    Way("/signout", act=signin.out),
    *MODERATING,
    *captioning.WAYS,
    *LIBRARY,
    *MAILED,
    *PEERS_REVIEW,
    *ADOPTING,
    *ASKING,
    *FINDING,
    *GATHERING,
    *QUIETLY,
    *BRINGING,
    *LEGAL,
    *PRIVACY,
    *SIGNING,
    *JOINING,
    *SETTING_UP,
    *ADMIN,
)


class OpenNode(Protocol):
    """As much of an open node as its pages need."""

    @property
    def settings(self) -> Settings:
        """What the operator decided."""

    @property
    def store(self) -> "Store":
        """What we remember."""

    @property
    def files(self) -> "Files":
        """What people uploaded."""

    @property
    def seal(self) -> "Seal":
        """What closes the keys of a new community."""

    @property
    def reach(self) -> Reach:
        """What looks at other nodes."""

    @property
    def sign_on(self) -> SignOn:
        """What speaks with issuers."""


def site_of(node: OpenNode) -> Site:
    """Make ready what the pages of a node need."""
    templates = environment(node.settings)
    spread, rails = Spread(node.store), Rails(node.store)
    limits = DoorLimits(SignInLimits(chosen("login", node.settings.client_limits, 25)))
    return Site(
        node.settings,
        node.store,
        node.files,
        node.seal,
        node.reach,
        templates,
        spread,
        rails,
        Reports(node.store),
        Directories(node.reach),
        Overview(node.store, node.settings),
        node.sign_on,
        limits=limits,
    )


def routes(site: Site) -> list[Route]:
    """List the addresses of the people's door."""
    files = Route("/assets/{digest}/{name:path}", _asset, methods=["GET"])
    left = Route("/oidc/{issuer}/backchannel", Backchannel(site).take, methods=["POST"])
    return [files, left, *(Route(way.path, Door(site, way)) for way in WAYS)]


def people_app(node: OpenNode) -> ASGIApp:
    """Build the people's door of a node: its pages, their headers, and what goes wrong."""
    site = site_of(node)
    nowhere = _Nowhere(site, Way(""))
    router = Router(routes=routes(site), redirect_slashes=False, default=nowhere)
    return SafeHeaders(LastResort(site, router))


class _Nowhere(Door):
    """Answers where nothing is."""

    async def _answer(self, ask: Ask) -> Response:
        raise NotFound("There is no such page.")


class LastResort:
    """Shows a page when something broke that nobody expected; the cause is in the log."""

    def __init__(self, site: Site, app: ASGIApp) -> None:
        self._site = site
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it when nobody else can."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - whatever broke, people get a page
            response = await self._sorry(scope, error)
            await response(scope, receive, send)

    async def _sorry(self, scope: Scope, error: Exception) -> Response:
        log.error("a page broke: %s %s", scope["method"], scope["path"], exc_info=error)
        ask = Ask(self._site, Request(scope))
        with tongues.speaking(ask.tongue):
            return await oops(ask, 500)


async def _asset(request: Request) -> Response:
    """Give out a file of the style."""
    try:
        return assets.load().answer(request.path_params["digest"], request.path_params["name"])
    except NotFound as error:
        return Response(error.safe, error.status, media_type="text/plain")
