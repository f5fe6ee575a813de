"""The exceptions of fedcop.

FedcopError
├── Malformed           400  what was sent cannot be read; names the property
│   └── Invalid         422  it can be read, and is not what is taken here
├── Ungranted           400  an app asks for a grant it does not get; `code` as RFC 6749 has it
│   └── UnknownApp      401  which app asks is not known, or its secret is wrong
├── Unauthenticated     401  we do not know who speaks
├── Refused             403  we know, and they may not
│   └── Held            403  they asked for an account, and do not have it yet
├── Unproved            403  it may be somebody else at their browser: a fresh proof is wanted
├── NotFound            404  nothing here, or nothing they may see
├── Conflict            409  somebody else was quicker; reading again can help
├── Gone                410  it was here once
├── TooLarge            413  more than we read
├── UnsupportedMedia    415  a media type or encoding we do not take
├── Early               425  what it is about is on its way; trying again can help
├── TooMany             429  later, please
├── Misconfigured       500  the settings do not allow a start
├── Unreachable         502  a peer cannot be reached just now; trying again can help
└── Unavailable         503  our own store cannot answer just now; trying again can help
"""

from typing import ClassVar


class FedcopError(Exception):
    """Anything fedcop raises on purpose: a status, a text fit to be shown, retry or not."""

    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, safe: str) -> None:
        super().__init__(safe)
        self.safe = safe


class Malformed(FedcopError):
    """What was sent cannot be read; the text names the property."""

    status = 400


class Invalid(Malformed):
    """What was sent can be read, and is not what is taken here; the text says so whole."""

    status = 422


class Ungranted(FedcopError):
    """An app asks for a grant that it does not get; `code` is what RFC 6749 calls it."""

    status = 400

    def __init__(self, code: str, safe: str) -> None:
        super().__init__(safe)
        self.code = code


class UnknownApp(Ungranted):
    """Which app asks is not known, or its secret is wrong."""

    status = 401

    def __init__(self) -> None:
        super().__init__("invalid_client", "This app is not known here, or its secret is wrong.")


class Unauthenticated(FedcopError):
    """We do not know who speaks."""

    status = 401


class Refused(FedcopError):
    """We know who speaks, and they may not."""

    status = 403


_HELD = (
    "Confirm your mail address first: the link is in the letter that we sent you.",
    "You asked for an account; somebody has yet to agree. You cannot sign in until then.",
    "You have an account.",
    "Those who run this node did not agree to your account.",
)


class Held(Refused):
    """They asked for an account and do not have it yet; `state` says how far it has come."""

    def __init__(self, state: int, words: str = "") -> None:
        super().__init__(f"{_HELD[state]} {words}".strip())
        self.state = state
        self.words = words


class Unproved(FedcopError):
    """It may be somebody else at their browser: a proof is wanted that is minutes old."""

    status = 403


class NotFound(FedcopError):
    """Nothing is here, or nothing they may see; the two must look alike."""

    status = 404


class Conflict(FedcopError):
    """What was relied upon has changed meanwhile; reading again can help."""

    status = 409
    retryable = True


class Gone(FedcopError):
    """It was here once and was taken back."""

    status = 410


class TooLarge(FedcopError):
    """It is larger than we read."""

    status = 413


class UnsupportedMedia(FedcopError):
    """A media type or an encoding we do not take."""

    status = 415


class Early(FedcopError):
    """What this is about is still on its way to us; trying again can help."""

    status = 425
    retryable = True


class TooMany(FedcopError):
    """Too much at once; `after` says in how many seconds to come back."""

    status = 429
    retryable = True

    def __init__(self, safe: str, after: int = 60) -> None:
        super().__init__(safe)
        self.after = after


class Misconfigured(FedcopError):
    """The settings do not allow a start; the text says which and how to mend it."""


class Unreachable(FedcopError):
    """A peer cannot be reached just now; trying again can help."""

    status = 502
    retryable = True


class Unavailable(FedcopError):
    """Our own store cannot answer just now; trying again can help."""

    status = 503
    retryable = True
