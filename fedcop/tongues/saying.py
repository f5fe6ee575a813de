"""Say something in the language of whoever reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from fedcop.tongues.catalogues import SOURCE, catalogue

_tongue: Final[ContextVar[str]] = ContextVar("tongue", default=SOURCE)


def _(message: str) -> str:
    """Say a text in the language of the reader."""
    return catalogue(_tongue.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Say a text with a number in the language of the reader, in the form that fits the number."""
    return catalogue(_tongue.get()).ngettext(one, many, number)


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's tools know it
    """Mark a text that is said later."""
    return message


def current() -> str:
    """Return the language that applies here, as a BCP 47 tag."""
    return _tongue.get()


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak a language within a block."""
    token = _tongue.set(tag)
    try:
        yield
    finally:
        _tongue.reset(token)
