"""Log lines: one each, `key=value` or JSON, with the request or activity they are about."""

import json
import logging
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TextIO

from fedcop import clock
from fedcop.settings import LogFormat, LogLevel

_LONGEST = 4_000  # of one value: what a peer sent must not fill the disk
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/@#+~?&%!*,")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=MappingProxyType({}))


def set_up(level: LogLevel, form: LogFormat, stream: TextIO = sys.stderr) -> None:
    """Send every log line of this process to `stream`, in one form."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Words())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)


@contextmanager
def about(**words: str) -> Iterator[None]:
    """Put words such as `request` or `activity` on every line logged meanwhile in this task."""
    token = _about.set({**_about.get(), **words})
    try:
        yield
    finally:
        _about.reset(token)


def new_tag() -> str:
    """Make a short word that tells one request or run from another in the log."""
    return secrets.token_hex(4)


def escape(text: str) -> str:
    """Quote what came from outside, so that it stays on its line and shows what it is."""
    if text and _PLAIN.issuperset(text):
        return text
    return f'"{"".join(map(_escape_character, text))}"'


def _escape_character(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def _words(record: logging.LogRecord, formatter: logging.Formatter) -> dict[str, str]:
    given = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    words = {
        "time": f"{clock.utc(int(record.created * 1000)):%Y-%m-%dT%H:%M:%S}"
        f".{int(record.msecs):03d}Z",
        "level": record.levelname.lower(),
        "at": record.name,
        "message": record.getMessage(),
        **_about.get(),
        **{key: str(value) for key, value in given.items()},
    }
    if record.exc_info:
        words["trace"] = formatter.formatException(record.exc_info)[-_LONGEST:]
    return {key: _shortened(text) for key, text in words.items()}


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class _Words(logging.Formatter):
    """Lines as `key=value`."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(f"{key}={escape(text)}" for key, text in _words(record, self).items())


class _Json(logging.Formatter):
    """Lines as JSON, in ASCII, so that nothing invisible is left."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_words(record, self)).replace("\x7f", "\\u007f")
