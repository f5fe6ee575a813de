"""Somebody at a node, by plain HTTP: opens pages, fills in their forms, goes where these lead."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from fedcop.cli.demo.example.forms import Form, read_forms
from fedcop.errors import Unavailable
from fedcop.transport.client import Client, OutRequest

_MOST_HOPS: Final = 5
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_LARGEST: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address."""

    path: str
    text: str


class Visitor(Protocol):
    """Whoever goes through the pages of a node: by plain HTTP, or with a browser."""

    @property
    def name(self) -> str:
        """Who it is."""

    async def open(self, path: str) -> Page:
        """Open a page. Raises Unavailable when it is not there."""

    async def send(self, at: str, action: str, words: dict[str, str], press: str = "") -> Page:
        """Fill in the form of a page that leads to `action`, and press a button of it.

        Raises Unavailable when that is refused.
        """


@dataclass(slots=True)
class PlainVisitor:
    """Goes through pages by plain HTTP, as curl would."""

    name: str
    origin: str
    client: Client
    cookies: dict[str, str] = field(default_factory=dict)

    async def open(self, path: str) -> Page:
        """Open a page. Raises Unavailable when it is not there."""
        return await self._ask("GET", path, b"")

    async def send(self, at: str, action: str, words: dict[str, str], press: str = "") -> Page:
        """Fill in a form and press a button of it. Raises Unavailable when that is refused."""
        form = _form_in(await self.open(at), action)
        button, _, value = press.partition("=")
        pressed = {button: value} if press else {}
        body = urlencode(form.filled({**words, **pressed})).encode()
        return await self._ask("POST", form.action, body)

    async def _ask(self, method: str, path: str, body: bytes) -> Page:
        for _ in range(_MOST_HOPS):
            answer = await self.client.send(self._request(method, path, body))
            for line in answer.header_values("Set-Cookie"):
                self.cookies.update({key: one.value for key, one in SimpleCookie(line).items()})
            if answer.status not in _MOVED:
                break
            to = urlsplit(urljoin(f"{self.origin}{path}", answer.header("Location") or "/"))
            path = f"{to.path}?{to.query}" if to.query else to.path
            method, body = "GET", b""
        text = answer.body.decode("utf-8", "replace")
        if answer.status != _OK:
            raise Unavailable(f"{self.name} at {path}: {answer.status}; {_problem_in(text)}")
        return Page(path, text)

    def _request(self, method: str, path: str, body: bytes) -> OutRequest:
        headers = [("Accept", "text/html"), ("Origin", self.origin)]
        if self.cookies:
            sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers.append(("Cookie", sent))
        if method == "POST":
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        return OutRequest(method, f"{self.origin}{path}", tuple(headers), body, _LARGEST)


async def sign_in(visitor: Visitor, password: str) -> None:
    """Sign in by the page for that. Raises Unavailable."""
    await visitor.send("/signin", "/signin", {"login": visitor.name, "password": password})


def _form_in(page: Page, action: str) -> Form:
    for form in read_forms(page.text):
        if form.action.partition("?")[0].partition("#")[0].endswith(action):
            return form
    found = sorted({form.action for form in read_forms(page.text)})
    raise Unavailable(f"{page.path}: no form leads to {action}; these are there: {found}")


def _problem_in(text: str) -> str:
    """Find what a page says is wrong."""
    for mark in ('class="fault">', 'class="lead">', "<h1>"):
        start = text.find(mark)
        if start >= 0:
            said = text[start + len(mark) : start + 400]
            plain = "".join(part.rpartition(">")[2] for part in said.split("<"))
            return " ".join(plain.split())[:200]
    return "it says nothing of why"
