"""What a handler gets, and what it gives back."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

import orjson
from starlette.datastructures import Headers
from starlette.types import Send

from fedcop.api.bearer import Bearers, Caller
from fedcop.api.limits import Limits
from fedcop.api.paging import Page, link
from fedcop.api.params import Params
from fedcop.community.options import Kept
from fedcop.community.passwords import Passwords
from fedcop.community.perform import perform
from fedcop.errors import Invalid, Unauthenticated
from fedcop.federation.remote.reach import Reach
from fedcop.settings import Settings
from fedcop.store.rows import AccountRow, ActorRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from fedcop.store.batch import Store, Unit
    from fedcop.store.files import Files
    from fedcop.store.seal import Seal
    from fedcop.transport.push import Push

P = ParamSpec("P")
T = TypeVar("T")

Pairs = tuple[tuple[str, str], ...]

NEEDS_PERSON = "This method requires an authenticated user"  # clients know this text
# What is answered depends on who asks: no cache between may keep it, no browser guess at it.
_USUAL: Final = (
    (b"cache-control", b"private, no-store"),
    (b"vary", b"Authorization"),
    (b"x-content-type-options", b"nosniff"),
)


class OpenNode(Protocol):
    """As much of an open node as this door needs."""

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
    def push(self) -> "Push":
        """What tells apps at once."""


@dataclass(slots=True)
class Desk:
    """What the door keeps for all requests; `kept` holds what the parts of it remember."""

    node: OpenNode
    bearers: Bearers
    limits: Limits
    passwords: Passwords = field(default_factory=Passwords)
    options: Kept = field(default_factory=Kept)
    kept: dict[str, Any] = field(default_factory=dict)  # each part knows what is its own


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client gets."""

    body: bytes
    status: int = 200
    headers: Pairs = ()
    media_type: str = "application/json; charset=utf-8"

    @classmethod
    def json(cls, value: object, status: int = 200, headers: Pairs = ()) -> "Answer":
        """Answer with a value."""
        return cls(orjson.dumps(value), status, headers)

    @classmethod
    def raw(cls, body: bytes, status: int = 200, headers: Pairs = ()) -> "Answer":
        """Answer with JSON that is put together already."""
        return cls(body, status, headers)

    @classmethod
    def empty(cls) -> "Answer":
        """Say that it is done: never without a body, which strict clients decode."""
        return cls(b"{}")

    @classmethod
    def listed(cls, entities: "list[bytes] | tuple[bytes, ...]", headers: Pairs = ()) -> "Answer":
        """Answer with a list of entities."""
        return cls(b"[" + b",".join(entities) + b"]", 200, headers)

    @classmethod
    def pieced(cls, entities: "Iterable[Iterable[bytes]]") -> "Answer":
        """Answer with a list of entities, each in pieces, all joined at once."""
        parts = [b"["]
        for pieces in entities:
            parts += pieces
            parts.append(b",")
        parts[-1] = b"]" if len(parts) > 1 else b"[]"
        return cls(b"".join(parts))

    def with_headers(self, more: Pairs) -> "Answer":
        """Say more in the headers."""
        return Answer(self.body, self.status, self.headers + more, self.media_type)

    async def send(self, send: Send, *, bodiless: bool = False) -> None:
        """Put it on the wire."""
        headers = [
            (b"content-type", self.media_type.encode("latin-1")),
            (b"content-length", str(len(self.body)).encode()),
            *((name.lower().encode(), value.encode("latin-1")) for name, value in self.headers),
        ]
        said = {name for name, _ in headers}
        headers += [pair for pair in _USUAL if pair[0] not in said]
        start = {"type": "http.response.start", "status": self.status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": b"" if bodiless else self.body})


@dataclass(slots=True)
class Ask:
    """One request of a client."""

    desk: Desk
    method: str
    path: str
    query: str
    headers: Headers
    params: Params = field(default_factory=Params)
    page: Page = field(default_factory=Page)
    ids: dict[str, str] = field(default_factory=dict)
    caller: Caller | None = None
    address: str = ""

    @property
    def parts(self) -> OpenNode:
        """The open node."""
        return self.desk.node

    @property
    def store(self) -> "Store":
        """What we remember; for verbs and reads to be handed on."""
        return self.desk.node.store

    @property
    def settings(self) -> Settings:
        """What the operator decided."""
        return self.desk.node.settings

    @property
    def reach(self) -> Reach:
        """What looks at other nodes."""
        return self.desk.node.reach

    @property
    def viewer(self) -> ActorRow | None:
        """Who reads, if it is said."""
        return self.caller.actor if self.caller else None

    def me(self) -> ActorRow:
        """Who acts. Raises when it is nobody."""
        if self.caller is None:
            raise Unauthenticated(NEEDS_PERSON)
        if self.caller.actor is None:
            raise Invalid(NEEDS_PERSON)
        return self.caller.actor

    def account(self) -> AccountRow:
        """Give the login of who acts. Raises when it is nobody."""
        self.me()
        assert self.caller is not None  # noqa: S101 - said by `me`
        if self.caller.account is None:
            raise Invalid(NEEDS_PERSON)
        return self.caller.account

    def header(self, name: str) -> str:
        """Read a header; what is not there is empty."""
        return self.headers.get(name, "")

    def id(self, name: str = "id") -> int:
        """Read an id of the address."""
        return int(self.ids[name])

    def word(self, name: str) -> str:
        """Read a word of the address."""
        return self.ids[name]

    async def do(
        self,
        verb: "Callable[Concatenate[Unit, P], Awaitable[T]]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a verb."""
        return await perform(self.store, verb, *args, **kwargs)

    def linked(self, answer: Answer, first: int, last: int, *, more: bool) -> Answer:
        """Say in the Link header where the pages beside this one are.

        `first` and `last` are the cursors of the page's first and last item, 0 when it is empty.
        """
        text = link(self.settings.origin, self.path, self.query, (first, last), more=more)
        return answer.with_headers((("Link", text),)) if text else answer
