"""Who speaks: from the token a client shows to the app and its person."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, QueryParams

from fedcop import clock
from fedcop.community import oauth
from fedcop.community.oauth import Caller

if TYPE_CHECKING:
    from fedcop.store.batch import Store

__all__ = ["Bearers", "Caller", "stream_token", "token_of"]

_KEPT: Final = 10_000
_MS: Final = 5_000
_LONGEST: Final = 200


class Bearers:
    """Tokens seen a moment ago; one that ends is forgotten as soon as that is heard."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._known: OrderedDict[str, tuple[int, Caller]] = OrderedDict()
        self._generation = 0
        store.wakes.hear(self._heard)

    async def find(self, token: str) -> Caller | None:
        """Say who speaks with a token, if anybody does."""
        if not token or len(token) > _LONGEST:
            return None
        key = oauth.hash_secret(token)
        known = self._known.get(key)
        if known is not None and known[0] > clock.now_ms():
            return known[1]
        generation = self._generation
        caller = await oauth.recognise(self._store, token)
        self._known.pop(key, None)
        # What ended while we looked must not be remembered as it was.
        if caller is not None and generation == self._generation:
            self._known[key] = clock.now_ms() + _MS, caller
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return caller

    def _heard(self, kind: str, number: int) -> None:
        """Forget whom a bell is about: `token` and `account`, or everything."""
        if kind not in {"token", "account", "*"}:
            return
        self._generation += 1
        gone = [
            key
            for key, (_, caller) in self._known.items()
            if kind == "*"
            or (kind == "token" and caller.token.id == number)
            or (kind == "account" and caller.token.account_id == number)
        ]
        for key in gone:
            del self._known[key]


def token_of(headers: Headers) -> str:
    """Read the token of a request; it is never taken from an address, which logs keep."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def stream_token(headers: Headers, query: str) -> str:
    """Read the token of a stream; what browsers open cannot send headers, so it may be in both."""
    return token_of(headers) or QueryParams(query).get("access_token", "")
