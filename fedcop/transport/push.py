"""Tell one app at once, through its endpoint, and name the outcome."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from fedcop.errors import FedcopError, Invalid, Malformed, Refused
from fedcop.transport.client import Answer, Client, Headers, OutRequest
from fedcop.transport.push_cipher import Keys, Once, seal, seal_as_drafted, to_text
from fedcop.transport.vapid import Vapid

LONGEST_SECONDS: Final = 8.0
_LONGEST_URL: Final = 2_048
_LONGEST_KEY: Final = 120
_LONGEST_SECRET: Final = 60
_TYPE: Final = ("Content-Type", "application/octet-stream")
_URGENCY: Final = ("Urgency", "normal")
_DONE: Final = range(200, 300)
_GONE: Final = frozenset({404, 410})
_TOO_LARGE: Final = 413
_LATER: Final = frozenset({408, 425, 429})
_SERVER_ERRORS: Final = range(500, 600)


class Outcome(Enum):
    """What an endpoint made of a message."""

    DONE = auto()
    GONE = auto()  # nobody is told there any more
    TOO_LARGE = auto()  # it will not take this one
    REFUSED = auto()  # it will not take this one, nor perhaps any other from us
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Pushed:
    """The outcome of one attempt."""

    outcome: Outcome
    said: str = ""
    retry_after: int = 0  # seconds the endpoint asks for


@dataclass(frozen=True, slots=True)
class Goal:
    """Whom to tell: an endpoint, the keys of an app, and which form it reads."""

    endpoint: str
    p256dh: str
    auth: str
    standard: bool


class Push:
    """The way out to the apps of people."""

    def __init__(self, client: Client, vapid: Vapid) -> None:
        self._client = client
        self._vapid = vapid

    @property
    def key(self) -> str:
        """The key by which apps and endpoints know this node."""
        return self._vapid.key

    def check(self, endpoint: str, p256dh: str, auth: str) -> str:
        """Return the host of an endpoint that could be told. Raises Invalid."""
        if not endpoint:
            raise Invalid("Validation failed: Endpoint can't be blank")
        if len(endpoint) > _LONGEST_URL:
            raise Invalid(f"Validation failed: Endpoint is longer than {_LONGEST_URL} characters")
        if len(p256dh) > _LONGEST_KEY or len(auth) > _LONGEST_SECRET:
            raise Invalid("Validation failed: Keys are longer than such keys are")
        try:
            target = self._client.vet(endpoint)
            Keys.read(p256dh, auth)
        except Refused as error:
            raise Invalid(f"Validation failed: Endpoint is refused; {error.safe}") from error
        except Malformed as error:
            raise Invalid(f"Validation failed: Key {error.safe}") from error
        return target.authority

    async def send(self, goal: Goal, message: bytes, seconds: int) -> Pushed:
        """Make one attempt; the endpoint may keep the message for so many seconds.

        Whatever goes wrong has an outcome too.
        """
        try:
            request = self._request(goal, message, seconds)
            async with asyncio.timeout(LONGEST_SECONDS):
                answer = await self._client.tell(request)
        except Malformed as error:
            return Pushed(Outcome.REFUSED, error.safe)
        except FedcopError as error:
            return Pushed(Outcome.LATER, error.safe)
        except TimeoutError:
            return Pushed(Outcome.LATER, "did not answer in time")
        return _pushed(answer)

    def _request(self, goal: Goal, message: bytes, seconds: int) -> OutRequest:
        keys, once = Keys.read(goal.p256dh, goal.auth), Once.make()
        token = self._vapid.token(self._client.vet(goal.endpoint).origin)
        usual: Headers = (_TYPE, ("TTL", str(seconds)), _URGENCY)
        if goal.standard:
            headers: Headers = (
                *usual,
                ("Content-Encoding", "aes128gcm"),
                ("Authorization", f"vapid t={token},k={self.key}"),
            )
            return OutRequest("POST", goal.endpoint, headers, seal(message, keys, once))
        headers = (
            *usual,
            ("Content-Encoding", "aesgcm"),
            ("Encryption", f"salt={to_text(once.salt)}"),
            ("Crypto-Key", f"dh={to_text(once.point)};p256ecdsa={self.key}"),
            ("Authorization", f"WebPush {token}"),
        )
        return OutRequest("POST", goal.endpoint, headers, seal_as_drafted(message, keys, once))


def _pushed(answer: Answer) -> Pushed:
    outcome = outcome_of(answer.status)
    if outcome is Outcome.DONE:
        return Pushed(outcome)
    return Pushed(outcome, f"it answered {answer.status}", answer.retry_after() or 0)


def outcome_of(status: int) -> Outcome:
    """Name what a status means for a message."""
    if status in _DONE:
        return Outcome.DONE
    if status in _GONE:
        return Outcome.GONE
    if status == _TOO_LARGE:
        return Outcome.TOO_LARGE
    later = status in _LATER or status in _SERVER_ERRORS
    return Outcome.LATER if later else Outcome.REFUSED
