"""What stands behind an address of the clients' door, and how it is found."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.limits import KINDS, Kind
from fedcop.community import scopes
from fedcop.errors import Misconfigured

Handle = Callable[[Ask], Awaitable[Answer]]

ANY: Final = "any"  # a scope that every token has: said aloud, so that none is left out unseen
_LARGEST: Final = 1_048_576


class Auth(Enum):
    """Who may come."""

    OPEN = "everybody"
    APP = "every app"
    USER = "people"


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one address.

    In a path `:id` takes digits alone, `:anything_else` one segment as it is. A scope may name
    several, separated by blanks, of which one is enough; "" means that everybody may.
    """

    method: str
    path: str
    handle: Handle
    scope: str
    auth: Auth = Auth.USER
    limit: Kind = "api"
    files: int = 0  # how many a body may bring
    stub: str = ""  # what is not there yet, said in the reference
    held: bool = False  # whether those may come too who asked for an account and wait
    endless: bool = False  # its answer goes on until the client leaves

    def room(self, largest_file: int) -> int:
        """Say how many bytes a body may have."""
        return _LARGEST + self.files * largest_file

    def check(self) -> None:
        """Refuse to start with a route that is not declared whole. Raises Misconfigured."""
        name = f"route {self.method} {self.path}"
        if not self.scope and self.auth is not Auth.OPEN:
            raise Misconfigured(f"{name}: it declares no scope")
        unknown = [word for word in self.scope.split() if word not in {*scopes.ALL, ANY}]
        if unknown:
            raise Misconfigured(f"{name}: there is no scope {unknown[0]}")
        if self.limit not in KINDS:
            raise Misconfigured(f"{name}: there is no limit {self.limit}")

    def covered_by(self, granted: Iterable[str]) -> bool:
        """Whether a token with these scopes may come here."""
        wanted = self.scope.split()
        return not wanted or ANY in wanted or any(scopes.covers(granted, one) for one in wanted)


@dataclass(slots=True)
class _Place:
    """What follows a prefix of segments."""

    methods: dict[str, Route] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    fixed: dict[str, "_Place"] = field(default_factory=dict)
    digits: "_Place | None" = None
    open: "_Place | None" = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where a path leads: its routes by method, and the words of the path."""

    methods: dict[str, Route]
    ids: dict[str, str]


class Table:
    """All routes, found by one walk along the segments of a path."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes: Final = tuple(routes)
        self._root = _Place()
        for route in self.routes:
            route.check()
            self._add(route)

    def find(self, path: str) -> Found | None:
        """Find what stands at a path; one slash at its end is nothing."""
        bare = path[:-1] if path.endswith("/") and len(path) > 1 else path
        words: list[str] = []
        place = _walk(self._root, bare.split("/")[1:], words)
        if place is None:
            return None
        return Found(place.methods, dict(zip(place.names, words, strict=True)))

    def _add(self, route: Route) -> None:
        place, names = self._root, []
        for segment in route.path.split("/")[1:]:
            if not segment.startswith(":"):
                place = place.fixed.setdefault(segment, _Place())
                continue
            names.append(segment[1:])
            if segment == ":id":
                place.digits = place.digits or _Place()
                place = place.digits
            else:
                place.open = place.open or _Place()
                place = place.open
        if route.method in place.methods:
            raise Misconfigured(f"route {route.method} {route.path}: it stands there twice")
        place.methods[route.method] = route
        place.names = tuple(names)


def _walk(place: _Place, segments: list[str], words: list[str]) -> _Place | None:
    """Go on from a place: a fixed word first, then a number, then whatever it is."""
    if not segments:
        return place if place.methods else None
    head, rest = segments[0], segments[1:]
    fixed = place.fixed.get(head)
    found = _walk(fixed, rest, words) if fixed else None
    if found is None and place.digits and is_id(head):
        found = _along(place.digits, head, rest, words)
    if found is None and place.open and head:
        found = _along(place.open, head, rest, words)
    return found


def _along(place: _Place, head: str, rest: list[str], words: list[str]) -> _Place | None:
    words.append(head)
    found = _walk(place, rest, words)
    if found is None:
        words.pop()
    return found


def is_id(text: str) -> bool:
    """Whether this can be an id of ours."""
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 1 << 63  # noqa: PLR2004
