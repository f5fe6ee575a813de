"""What a page is handed: the node, who asks, and the form they sent."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from fedcop import tongues
from fedcop.community import notifications, offices, posting, quiet
from fedcop.community.house.facts import Overview
from fedcop.community.insights.reading import Reports
from fedcop.community.offices import Right
from fedcop.community.options import Kept
from fedcop.community.passwords import Passwords
from fedcop.community.perform import perform
from fedcop.community.quarantine import Watch
from fedcop.community.sessions import Visitor
from fedcop.errors import NotFound, Unauthenticated
from fedcop.federation.remote.directories import Directories
from fedcop.federation.remote.reach import Reach
from fedcop.pictures.drawing import Studio
from fedcop.settings import Settings
from fedcop.store.rows import ActorRow, GroupRow
from fedcop.values import Handle
from fedcop.web import csrf, paths
from fedcop.web.assets import Assets, load
from fedcop.web.forms import Form, Problems
from fedcop.web.issuers import SignOn
from fedcop.web.limits import DoorLimits
from fedcop.web.rails import Rails
from fedcop.web.spread import Spread
from fedcop.web.twice import Twice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fedcop.store.batch import Store, Unit
    from fedcop.store.files import Files
    from fedcop.store.seal import Seal

P = ParamSpec("P")
T = TypeVar("T")

_ADMINS = frozenset({"owner", "admin"})


@dataclass(frozen=True, slots=True)
class Site:
    """The people's door of one node."""

    settings: Settings
    store: "Store"
    files: "Files"
    seal: "Seal"
    reach: Reach
    templates: Environment
    spread: Spread
    rails: Rails
    reports: Reports
    directories: Directories
    overview: Overview
    sign_on: SignOn
    assets: Assets = field(default_factory=load)
    passwords: Passwords = field(default_factory=Passwords)
    limits: DoorLimits = field(default_factory=DoorLimits)
    twice: Twice = field(default_factory=Twice)
    studio: Studio = field(default_factory=Studio)
    options: Kept = field(default_factory=Kept)
    quarantine: Watch = field(default_factory=Watch)


@dataclass(slots=True)
class Ask:
    """One request, by whom, with its form when there is one."""

    site: Site
    request: Request
    visitor: Visitor | None = None
    form: Form = field(default_factory=Form)
    sure: bool = True  # that the form is one of ours, made for this browser

    @property
    def store(self) -> "Store":
        """What we remember; for verbs and reads to be handed on."""
        return self.site.store

    @property
    def viewer(self) -> ActorRow | None:
        """Who is signed in, if anybody."""
        return self.visitor.actor if self.visitor else None

    @property
    def signed(self) -> Visitor:
        """Who is signed in. Raises Unauthenticated."""
        if self.visitor is None:
            raise Unauthenticated("Sign in first.")
        return self.visitor

    @property
    def me(self) -> ActorRow:
        """The person who is signed in. Raises Unauthenticated."""
        return self.signed.actor

    @property
    def admin(self) -> bool:
        """Whether an admin of the node is signed in."""
        return self.visitor is not None and self.visitor.account.role in _ADMINS

    def may(self, right: Right) -> bool:
        """Whether whoever asks helps to run the node, and has this right."""
        return self.visitor is not None and offices.may(self.visitor.account.role, right)

    @property
    def tongue(self) -> str:
        """The language to speak: of whoever is signed in, chosen here, or wished by the browser."""
        if self.visitor is not None and self.visitor.account.locale:
            return tongues.choose((self.visitor.account.locale,))
        chosen = self.request.cookies.get(f"{self.site.settings.cookie}-tongue", "")
        if chosen in tongues.available():
            return chosen
        wishes = self.request.headers.get("accept-language", "")
        return tongues.negotiate(wishes, self.site.settings.languages)

    @property
    def guest(self) -> str:
        """The mark of a browser that nobody is signed in with, if it has one."""
        return self.request.cookies.get(f"{self.site.settings.cookie}-guest", "")

    @property
    def path(self) -> str:
        """Where we are, to come back to."""
        query = self.request.scope["query_string"].decode("latin-1")
        return self.place + (f"?{query}" if query else "")

    @property
    def place(self) -> str:
        """Where we are, without what was asked for there."""
        return str(self.request.scope["path"])

    def word(self, name: str) -> str:
        """Read a part of the address."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """Read an id in the address. Raises NotFound."""
        text = self.word(name)
        if not (text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 1 << 63):  # noqa: PLR2004
            raise NotFound("There is nothing here.")
        return int(text)

    def before(self) -> int:
        """Read where a page of a list goes on."""
        text = self.request.query_params.get("before", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004

    def handle(self) -> Handle:
        """Read the handle in the address. Raises Malformed."""
        return Handle.read(self.word("handle"))

    async def do(
        self,
        verb: "Callable[Concatenate[Unit, P], Awaitable[T]]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a verb."""
        done = await perform(self.site.store, verb, *args, **kwargs)
        if self.visitor is not None:
            self.site.rails.forget(self.visitor.actor.id)
        return done

    async def page(self, template: str, status: int = 200, **facts: object) -> Response:
        """Render a page."""
        rail: list[GroupRow] = []
        unread = quietly = 0
        if self.visitor is not None:
            me = self.visitor.actor
            rail = await self.site.rails.of(me.id)
            unread = await notifications.count_unread(self.store, me)
            unread += len(await posting.list_stuck(self.store, me))
            quietly = await quiet.count_unread(self.store, self._marks(rail))
            unread += quietly
        text = self.site.templates.get_template(template).render(
            ask=self,
            me=self.viewer,
            csrf=self.visitor.session.csrf if self.visitor else "",
            here=self.place,
            rail=rail,
            unread=unread,
            quietly=quietly,
            quarantined=await self.site.quarantine.is_silent(self.store),
            problems=facts.pop("problems", None) or Problems(),
            **facts,
        )
        return HTMLResponse(text, status, {"Content-Language": tongues.current()})

    def _marks(self, rail: list[GroupRow]) -> list[str]:
        """Make the marks by which what one asked without a name is found again."""
        return [quiet.mark_of(self.site.seal, self.me.id, group.actor.id) for group in rail]

    def go(self, path: str) -> Response:
        """Lead on to another page after a form."""
        return RedirectResponse(path, 303)

    def back(self, otherwise: str = paths.HOME) -> Response:
        """Lead back to where a form stood, if that is a page of ours."""
        return self.go(paths.own_path(self.form.line("next"), otherwise))

    def guest_token(self) -> str:
        """Make the token of the form to sign in."""
        return csrf.guest_token(self.guest, self.site.settings.secret)
