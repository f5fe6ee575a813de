"""What went wrong, said the way clients read it."""

import logging
from typing import Final

from fedcop.api.ask import Answer
from fedcop.errors import (
    FedcopError,
    Invalid,
    Malformed,
    NotFound,
    TooMany,
    Unavailable,
    Ungranted,
    Unreachable,
)

log = logging.getLogger(__name__)

NOT_FOUND: Final = "Record not found"  # clients know this text
_WAIT: Final = "30"
_BROKEN: Final = "Something went wrong on our side; it is in the log."


def of(error: FedcopError) -> Answer:
    """Say what a verb or a read refused."""
    if isinstance(error, Ungranted):
        told = {"error": error.code, "error_description": error.safe}
        return Answer.json(told, error.status, (("Cache-Control", "no-store"),))
    if isinstance(error, Unavailable):
        log.error("cannot answer: %s", error.safe)
    text, status = _told(error)
    return Answer.json({"error": text}, status, _waiting(error))


def _told(error: FedcopError) -> tuple[str, int]:
    if isinstance(error, NotFound):
        return NOT_FOUND, 404
    if isinstance(error, Malformed) and not isinstance(error, Invalid):
        return f"Validation failed: {error.safe}", 422
    return error.safe, 503 if isinstance(error, Unreachable) else error.status


def _waiting(error: FedcopError) -> tuple[tuple[str, str], ...]:
    if isinstance(error, TooMany):
        return (("Retry-After", str(error.after)),)
    return (("Retry-After", _WAIT),) if isinstance(error, Unavailable) else ()


def unreadable(error: FedcopError) -> Answer:
    """Say that a request could not be read at all."""
    return Answer.json({"error": error.safe}, error.status)


def broken() -> Answer:
    """Say that something broke that nobody expected."""
    return Answer.json({"error": _BROKEN}, 500)
