"""Fetching documents: signed, vetted at every hop, type-checked, size-checked, budgeted."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from fedcop.activitypub import json_guard, reading
from fedcop.activitypub.media_types import ACCEPT, JRD_JSON, is_document, is_jrd
from fedcop.activitypub.vocabulary import JSON, Collection, Item
from fedcop.errors import (
    FedcopError,
    Gone,
    NotFound,
    Refused,
    TooMany,
    Unreachable,
    UnsupportedMedia,
)
from fedcop.transport.budget import Budget
from fedcop.transport.client import Answer, OutRequest
from fedcop.transport.guard import Target
from fedcop.transport.signing import Signer, SigningClient

__all__ = ["DOCUMENT", "JRD", "PLAIN_JSON", "Accept", "Budget", "Fetched", "Fetcher"]

_MOST_REDIRECTS: Final = 3
_MOST_PAGES: Final = 10
_MOST_ITEMS: Final = 500
_OK: Final = 200
_SERVER_ERROR: Final = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Accept:
    """What we ask for: the header, what answers it, who signs, and whether it may move house."""

    header: str
    admits: Callable[[str], bool]
    signed: bool
    roams: bool
    largest: int = 0  # in bytes; 0: what the client reads of a document


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind.endswith(("/json", "+json"))


DOCUMENT: Final = Accept(ACCEPT, is_document, signed=True, roams=False)
# The WebFinger of example.org often stands at social.example.org.
JRD: Final = Accept(f"{JRD_JSON}, application/json", is_jrd, signed=False, roams=True)
PLAIN_JSON: Final = Accept("application/json", _is_json, signed=False, roams=True)


def a_file(largest: int) -> Accept:
    """Ask for a picture or a recording; what it is, its bytes say and not its headers."""
    header = "image/webp, image/png, image/jpeg, image/gif, video/*, audio/*, */*;q=0.1"
    return Accept(header, lambda _: True, signed=False, roams=True, largest=largest)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came, and where it was in the end."""

    body: bytes
    content_type: str
    final_url: str
    status: int

    def json(self) -> dict[str, JSON]:
        """Read the body as one JSON object. Raises Malformed or TooLarge."""
        return json_guard.load(self.body)


class Fetcher:
    """Fetches what others publish, signed by one of ours (the node itself, as a rule)."""

    def __init__(self, client: SigningClient, signer: Signer) -> None:
        self._client = client
        self._vet = client.client.vet
        self._signer = signer

    async def get(
        self,
        url: str,
        budget: Budget,
        *,
        accept: Accept = DOCUMENT,
        signer: Signer | None = None,
    ) -> Fetched:
        """Fetch one document, over three redirects at most.

        Raises NotFound, Gone, Refused, TooMany, TooLarge, UnsupportedMedia and Unreachable.
        """
        start = self._vet(url)
        place, visited = url.partition("#")[0], set[str]()
        for _ in range(1 + _MOST_REDIRECTS):
            target = self._vet(place)
            _check_step(start, target, visited, accept)
            answer = await self._hop(place, budget, accept, signer or self._signer)
            if answer.status not in _REDIRECTS:
                return _judged(answer, target.host, accept)
            place = _location(answer, target.host)
        raise Refused(f"{start.host}: redirects too often")

    async def get_document(
        self, url: str, budget: Budget, *, signer: Signer | None = None
    ) -> dict[str, JSON]:
        """Fetch an ActivityPub document as one JSON object. Raises as `get` does, and Malformed."""
        return (await self.get(url, budget, signer=signer)).json()

    async def items(
        self, url: str, budget: Budget, *, pages: int = _MOST_PAGES, items: int = _MOST_ITEMS
    ) -> list[Item]:
        """Read a collection page by page, all on one origin; it ends where the limits are.

        Raises as `get_document` does when the collection itself cannot be had; a later page that
        cannot be had ends it.
        """
        collection = reading.read_collection(await self.get_document(url, budget))
        found = list(collection.items)
        origin = self._vet(url).origin
        visited = {str(self._vet(url))}
        following: Item | None = collection.first or collection.next
        for _ in range(pages):
            if following is None or len(found) >= items:
                break
            page = await self._page(following, origin, visited, budget)
            if page is None:
                break
            found.extend(page.items)
            following = page.next
        return found[:items]

    async def _page(
        self, place: Item, origin: str, visited: set[str], budget: Budget
    ) -> Collection | None:
        """Return a page that is embedded or fetched; None where the crawl ends."""
        if isinstance(place, Collection) and (place.items or place.next):
            return place
        url = place if isinstance(place, str) else place.id
        try:
            target = self._vet(url)
            if target.origin != origin or str(target) in visited:
                return None
            visited.add(str(target))
            return reading.read_collection(await self.get_document(url, budget))
        except FedcopError:
            return None

    async def _hop(self, place: str, budget: Budget, accept: Accept, signer: Signer) -> Answer:
        host = self._vet(place).host
        headers = (("Accept", accept.header),)
        request = OutRequest("GET", place, headers, largest=accept.largest)
        seconds = budget.spend(host)
        try:
            async with asyncio.timeout(seconds):
                if accept.signed:
                    return await self._client.get(request, signer)
                return await self._client.client.send(request)
        except TimeoutError as error:
            raise Unreachable(f"{host}: too much time for one message") from error


def _check_step(start: Target, step: Target, visited: set[str], accept: Accept) -> None:
    """Refuse a redirect that leads in a circle, out of TLS, or to somebody else."""
    if str(step) in visited:
        raise Refused(f"{start.host}: redirects in a circle")
    if step.url.scheme not in {start.url.scheme, "https"}:
        raise Refused(f"{start.host}: redirects from https to http")
    if start.origin != step.origin and not accept.roams:
        raise Refused(f"{start.host}: redirects to another origin")
    visited.add(str(step))


def _location(answer: Answer, host: str) -> str:
    """Return where a redirect leads. Raises Refused."""
    try:
        place = urljoin(answer.url, answer.header("Location") or "")
    except ValueError as error:
        raise Refused(f"{host}: redirects to nowhere") from error
    return place.partition("#")[0]


def _judged(answer: Answer, host: str, accept: Accept) -> Fetched:
    """Return what was fetched, or raise what the status says."""
    if answer.status != _OK:
        raise _error(answer, host)
    content_type = answer.header("Content-Type") or ""
    if not accept.admits(content_type):
        raise UnsupportedMedia(f"{host}: {content_type[:80]!r} is not what we asked for")
    return Fetched(answer.body, content_type, answer.url, answer.status)


def _error(answer: Answer, host: str) -> FedcopError:
    said = f"{host}: answered {answer.status}"
    if answer.status == NotFound.status:
        return NotFound(said)
    if answer.status == Gone.status:
        return Gone(said)
    if answer.status == TooMany.status:
        return TooMany(said, answer.retry_after() or 60)
    # 401 is what peers say whenever they could not fetch our key just now.
    if answer.status in {401, 408} or answer.status >= _SERVER_ERROR:
        return Unreachable(said)
    return Refused(said)
