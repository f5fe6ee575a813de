"""Signing what leaves the house, and knocking again in another way when a peer asks for it.

There are three ways to sign, and no peer says which it reads. What worked is remembered per
origin for a week, so that the second knock is paid once.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock
from fedcop.activitypub.signatures.keys import PrivateKey
from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.activitypub.signatures.scheme import Scheme, sign
from fedcop.transport.client import Answer, Client, OutRequest
from fedcop.transport.guard import Target

_DAY_MS = 24 * 60 * 60 * 1000
_REMEMBERED_MS = 7 * _DAY_MS
_ORIGINS_KEPT = 10_000
_FIRST_ERROR = 400

_GET_LADDER = (Scheme.CAVAGE, Scheme.RFC9421, Scheme.CAVAGE_WITHOUT_QUERY)
_POST_LADDER = (Scheme.CAVAGE, Scheme.RFC9421)
# Never after 403, 404, 410, 413, 429 or 5xx: they say no, and not that the signature was odd.
_GET_AGAIN: Final = frozenset({401})
_POST_AGAIN: Final = frozenset({400, 401})

Changed = Callable[["Knock"], None]
Sign = Callable[["Signer", OutRequest, Target, Scheme], Awaitable[OutRequest]]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the key and the address under which peers find its other half."""

    key_id: str
    key: PrivateKey

    def sign(self, request: OutRequest, target: Target, scheme: Scheme) -> OutRequest:
        """Return the request with Host, its date, digest and signature."""
        host = ("Host", target.authority)
        headers = tuple(
            (name.lower().encode(), value.encode()) for name, value in (host, *request.headers)
        )
        message = RequestMessage(
            request.method, target.path.encode(), headers, request.body, target.url.scheme
        )
        added = sign(message, self.key, self.key_id, scheme, clock.now())
        pairs = tuple((name.decode().title(), value.decode()) for name, value in added)
        return replace(request, headers=(host, *request.headers, *pairs))


@dataclass(frozen=True, slots=True)
class Knock:
    """What opened the door of an origin, and until when (in milliseconds) we go by it."""

    origin: str
    scheme: Scheme
    until: int


def _nobody(_knock: Knock) -> None:
    """Tell nobody."""


class Knocks:
    """The way to sign that each origin is known to read; all others get the first of the ladder."""

    def __init__(self, changed: Changed = _nobody) -> None:
        self._changed = changed
        self._known: OrderedDict[str, Knock] = OrderedDict()

    def restore(self, rows: Iterable[Knock]) -> None:
        """Take up what the store has kept, unless we know later."""
        for row in rows:
            known = self._known.get(row.origin)
            if known is None or known.until < row.until:
                self._keep(row)

    def scheme(self, origin: str) -> Scheme | None:
        """Return the way this origin reads, if we know it."""
        knock = self._known.get(origin)
        return knock.scheme if knock and knock.until > clock.now_ms() else None

    def worked(self, origin: str, scheme: Scheme) -> None:
        """Remember that an origin took a request signed in this way."""
        before = self.scheme(origin)
        if before is None and scheme is Scheme.CAVAGE:
            return  # that is where we start anyway
        until = clock.now_ms() + _REMEMBERED_MS
        if before is not scheme or self._known[origin].until < until - _DAY_MS:
            self._remember(Knock(origin, scheme, until))

    def heard(self, origin: str, scheme: Scheme) -> None:
        """Note how an origin signs: it will read the same, unless we know better."""
        if scheme is Scheme.RFC9421 and self.scheme(origin) is None:
            self._remember(Knock(origin, scheme, clock.now_ms() + _REMEMBERED_MS))

    def _remember(self, knock: Knock) -> None:
        self._keep(knock)
        self._changed(knock)

    def _keep(self, knock: Knock) -> None:
        self._known[knock.origin] = knock
        self._known.move_to_end(knock.origin)
        if len(self._known) > _ORIGINS_KEPT:
            self._known.popitem(last=False)


async def sign_here(
    signer: Signer, request: OutRequest, target: Target, scheme: Scheme
) -> OutRequest:
    """Sign on the spot; `threads.SigningThreads.sign` is the other way."""
    return signer.sign(request, target, scheme)


class SigningClient:
    """Signs requests and sends them, knocking again where that can help."""

    def __init__(self, client: Client, knocks: Knocks, sign: Sign = sign_here) -> None:
        self.client = client
        self.knocks = knocks
        self._sign = sign

    async def get(self, request: OutRequest, signer: Signer) -> Answer:
        """Make one signed hop, three requests at most; the answer is read whole."""
        ladder = _GET_LADDER if "?" in request.url else _GET_LADDER[:-1]
        return await self._climb(request, signer, _Ladder(ladder, _GET_AGAIN, self.client.send))

    async def post(self, request: OutRequest, signer: Signer) -> Answer:
        """Make one signed hop, two requests at most; of the answer only a glance is read."""
        return await self._climb(
            request, signer, _Ladder(_POST_LADDER, _POST_AGAIN, self.client.tell)
        )

    async def _climb(self, request: OutRequest, signer: Signer, ladder: "_Ladder") -> Answer:
        target = self.client.vet(request.url)
        for scheme in ladder.from_rung(self.knocks.scheme(target.origin)):
            answer = await ladder.go(await self._sign(signer, request, target, scheme))
            if answer.status not in ladder.again:
                break
        if answer.status < _FIRST_ERROR:
            self.knocks.worked(target.origin, scheme)
        return answer


@dataclass(frozen=True, slots=True)
class _Ladder:
    schemes: tuple[Scheme, ...]
    again: frozenset[int]
    go: Callable[[OutRequest], Awaitable[Answer]]

    def from_rung(self, known: Scheme | None) -> tuple[Scheme, ...]:
        """Return the ladder with the known way first."""
        if known is None or known not in self.schemes:
            return self.schemes
        return (known, *(scheme for scheme in self.schemes if scheme is not known))
