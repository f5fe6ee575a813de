"""POST one item to one inbox and name the outcome; what follows from it is for others to say."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from fedcop.activitypub.media_types import ACTIVITY_JSON
from fedcop.errors import FedcopError
from fedcop.transport.client import Answer, OutRequest
from fedcop.transport.signing import Signer

Send = Callable[[OutRequest, Signer], Awaitable[Answer]]

# No delivery takes longer, with its second knock; leases are longer than this.
LONGEST_SECONDS: Final = 40.0
_HEADERS: Final = (("Content-Type", ACTIVITY_JSON),)
_ERROR_LENGTH: Final = 300
_DONE: Final = range(200, 300)
_UNAUTHORISED: Final = 401
_POLICY: Final = 403
_GONE: Final = frozenset({404, 410})
_LATER: Final = frozenset({408, 425, 429})
_SLOW_DOWN: Final = frozenset({429, 503})
_SERVER_ERRORS: Final = range(500, 600)


class Outcome(Enum):
    """What a peer made of an item."""

    DONE = auto()
    REFUSED = auto()  # it will not take this one, ever
    POLICY = auto()  # it will not take this one from us: an admin should know
    UNAUTHORISED = auto()  # it could not check our signature; often it could not fetch our key
    GONE = auto()  # nobody is at this inbox, if its origin says so too
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Delivered:
    """The outcome of one attempt, with what an admin wants to know of it."""

    outcome: Outcome
    status: int = 0  # 0: no answer
    error: str = ""
    retry_after: int = 0  # seconds a peer asks for
    slow_down: bool = False  # the peer speaks of itself, not of this item
    seconds: float = 0.0  # how long the answer took


async def deliver(
    send: Send, signer: Signer, inbox: str, body: bytes, *, shared: bool
) -> Delivered:
    """Make one attempt; whatever goes wrong has an outcome too."""
    request = OutRequest("POST", inbox, _HEADERS, body)
    begun = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            answer = await send(request, signer)
    except FedcopError as error:
        return Delivered(Outcome.LATER, error=error.safe[:_ERROR_LENGTH])
    except TimeoutError:
        return Delivered(Outcome.LATER, error="did not answer in time")
    seconds = asyncio.get_running_loop().time() - begun
    if answer.status in _DONE:
        return Delivered(Outcome.DONE, answer.status, seconds=seconds)
    return Delivered(
        outcome_of(answer.status, shared=shared),
        answer.status,
        _words(answer),
        answer.retry_after() or 0,
        slow_down=answer.status in _SLOW_DOWN,
        seconds=seconds,
    )


def outcome_of(status: int, *, shared: bool) -> Outcome:
    """Name what a status means for an item; 404 at a shared inbox says nothing of a person."""
    if status in _DONE:
        return Outcome.DONE
    if status in _LATER or status in _SERVER_ERRORS or (shared and status in _GONE):
        return Outcome.LATER
    named = {_UNAUTHORISED: Outcome.UNAUTHORISED, _POLICY: Outcome.POLICY}
    if status in _GONE:
        return Outcome.GONE
    return named.get(status, Outcome.REFUSED)


def _words(answer: Answer) -> str:
    """Keep what the peer said, on one line: nothing packed, nothing that cannot be printed."""
    said = b"" if answer.header("Content-Encoding") else answer.body[: 2 * _ERROR_LENGTH]
    text = "".join(c if c.isprintable() else " " for c in said.decode("utf-8", "ignore"))
    return " ".join(f"{answer.status} {text}".split())[:_ERROR_LENGTH]
