"""The shapes untidy JSON comes in: text, reference, several, time, count.

Each function takes any JSON and yields a value, or None (an empty tuple) when it cannot be read;
whether that is an error is for its caller to say.
"""

import re
from datetime import UTC, datetime
from typing import Final

from fedcop.activitypub.vocabulary import JSON, PUBLIC

MAX_URI: Final = 2048
MAX_NAME: Final = 500
MAX_CONTENT: Final = 100_000
MAX_ADDRESSEES: Final = 500
MAX_REFERENCES: Final = 50

_match_uri = re.compile(
    r"https?://[^\s\x00-\x20\x7f/?#@\\]+(?:[/?#][^\s\x00-\x20\x7f]*)?"
).fullmatch
_match_language = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}").fullmatch
_MARKDOWN: Final = "text/markdown"
_FIRST_INSTANT: Final = -62_135_596_800_000
_LAST_INSTANT: Final = 253_402_300_799_999
_PUBLIC_ALIASES: Final = frozenset((PUBLIC, "as:Public", "Public"))
_NOT_A_LANGUAGE: Final = frozenset(("und", "mul", "zxx"))


def text(value: JSON, limit: int = MAX_NAME) -> str | None:
    """Read a text, cut at `limit` characters."""
    if not isinstance(value, str):
        return None
    return value if len(value) <= limit else value[:limit]


def long_text(value: JSON) -> str | None:
    """Read a text of the length of a whole article."""
    if not isinstance(value, str):
        return None
    return value if len(value) <= MAX_CONTENT else value[:MAX_CONTENT]


def uri(value: JSON) -> str | None:
    """Read an absolute http(s) identifier."""
    if isinstance(value, str) and len(value) <= MAX_URI and _match_uri(value):
        return value
    return None


def reference(value: JSON) -> str | None:
    """Read what something points to: an identifier, an object with one, a link, a list."""
    if isinstance(value, str):
        return value if len(value) <= MAX_URI and _match_uri(value) else None
    if isinstance(value, dict):
        named = value.get("id")
        return uri(value.get("href") if named is None else named)
    if isinstance(value, list):
        return next((found for found in map(reference, _flat(value)) if found), None)
    return None


def references(value: JSON, limit: int = MAX_REFERENCES) -> tuple[str, ...]:
    """Read everything something points to, in order."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple([found for found in map(reference, _flat(value[:limit])) if found])
    one = reference(value)
    return (one,) if one else ()


def addressees(value: JSON) -> tuple[str, ...]:
    """Read to, cc or audience; each spelling of the public collection becomes the full one."""
    if value is None:
        return ()
    if not isinstance(value, list):
        value = [value]
    found = []
    for entry in value[:MAX_ADDRESSEES]:
        if isinstance(entry, str) and entry in _PUBLIC_ALIASES:
            found.append(PUBLIC)
        elif not isinstance(entry, list) and (one := reference(entry)):
            found.append(one)
    return tuple(found)


def several(value: JSON, limit: int) -> list[JSON]:
    """Read one-or-many as a list of at most `limit` entries."""
    if value is None:
        return []
    return value[:limit] if isinstance(value, list) else [value]


def instant(value: JSON) -> int | None:
    """Read a time as milliseconds since 1970; without a zone it is UTC."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            read = read.replace(tzinfo=UTC)
        found = round(read.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
    return found if _FIRST_INSTANT <= found <= _LAST_INSTANT else None


def count(value: JSON) -> int | None:
    """Read a number of things."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63:
        return value
    return None


def flag(value: JSON) -> bool | None:
    """Read a yes or no."""
    return value if isinstance(value, bool) else None


def own(value: dict[str, JSON]) -> dict[str, JSON]:
    """Keep the properties of our own namespace, known or not."""
    return {key: kept for key, kept in value.items() if key[:4] == "cop:"}


def markdown(source: JSON) -> str | None:
    """Read what an author typed, when it says that it is Markdown."""
    if isinstance(source, dict) and _spelled(source)[0] == _MARKDOWN:
        return long_text(source.get("content"))
    return None


def is_part(source: JSON) -> bool:
    """Whether a source says so itself that it is only a part of what is said."""
    return isinstance(source, dict) and "".join(_spelled(source)[1:]).startswith(";")


def _spelled(source: dict[str, JSON]) -> tuple[str, str, str]:
    """Take a media type apart, and what is said of it."""
    kind = source.get("mediaType")
    name, mark, rest = (kind if isinstance(kind, str) else "").partition(";")
    return name.strip().lower(), mark, rest


def language(value: JSON) -> str | None:
    """Read a language: a tag, or the {identifier, name} of Lemmy and PieFed."""
    if isinstance(value, dict):
        value = value.get("identifier")
    if isinstance(value, str) and value not in _NOT_A_LANGUAGE and _match_language(value):
        return value
    return None


def link(value: JSON) -> str | None:
    """Read url: an address, a Link, or a list from which the readable page is taken."""
    if isinstance(value, str):
        return uri(value)
    if isinstance(value, dict):
        return uri(value.get("href")) or uri(value.get("url"))
    if isinstance(value, list):
        pages = [
            one for one in value if isinstance(one, dict) and one.get("mediaType") == "text/html"
        ]
        return next((found for found in map(link, [*pages, *_flat(value)]) if found), None)
    return None


def _flat(value: list[JSON]) -> list[JSON]:
    """Drop lists within a list, which mean nothing and could be nested without end."""
    return [one for one in value if not isinstance(one, list)]
