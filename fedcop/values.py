"""Small types everybody speaks."""

import re
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import TypeAlias
from urllib.parse import urlsplit

import idna

from fedcop.errors import Malformed

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"


@dataclass(frozen=True, slots=True)
class ArtifactPin:
    """One exact revision of an artifact; what it names may arrive later, or never."""

    uri: str
    number: int = 0
    digest: str = ""


class Audience(IntEnum):
    """Who may read a thing; the number is what the store keeps."""

    PUBLIC = 0
    UNLISTED = 1
    FOLLOWERS = 2
    MEMBERS = 3
    NAMED = 4

    @property
    def open(self) -> bool:
        """Whether anybody on the web may read it."""
        return self <= Audience.UNLISTED


class PostPolicy(IntEnum):
    """Who may post into a community."""

    ANYONE = 0
    MEMBERS = 1
    STEWARDS = 2


class FilterContext(IntFlag):
    """Where a filter holds; the sum is what the store keeps."""

    HOME = 1
    NOTIFICATIONS = 2
    PUBLIC = 4
    THREAD = 8
    ACCOUNT = 16


class FilterAction(IntEnum):
    """What becomes of a post that a filter finds."""

    WARN = 0
    HIDE = 1
    BLUR = 2


class ListReplies(IntEnum):
    """Which replies a list shows: to those on it, to whoever its owner follows, or none."""

    LIST = 0
    FOLLOWED = 1
    NONE = 2


class NoticeRule(IntEnum):
    """What becomes of a notification: it is shown, it waits, or there is none."""

    ACCEPT = 0
    FILTER = 1
    DROP = 2


class MediaPlace(IntEnum):
    """Where a file belongs: nowhere yet, to a post, to a profile, to a post that waits, nowhere.

    What a post showed before an edit stays with it, out of sight. Captions are part of their
    recording, and go where it goes.
    """

    WAITING = 0
    POST = 1
    PROFILE = 2
    SCHEDULED = 3
    GONE = 4
    BEFORE = 5
    PART = 6


_USERNAME = re.compile(r"[a-z0-9_]{1,30}\Z")
_REMOTE_USERNAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]+\]")
_MAX_HOST = 253


def normalise_host(text: str) -> str:
    """Return a host (with its port, when it is not the default) in the one form we compare.

    UTS-46, A-label, lower case, no trailing dot. Raises Malformed.
    """
    host, colon, port = text.strip().rpartition(":")
    if not colon or not (port.isascii() and port.isdigit()):
        host, port = text.strip(), ""
    host = host.rstrip(".").lower()
    if not host or len(host) > _MAX_HOST:
        raise Malformed(f"host: {text[:80]!r} is not a host name")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False, std3_rules=True).decode()
        except idna.IDNAError as error:
            raise Malformed(f"host: {text[:80]!r} is not a host name") from error
    if not _HOST.fullmatch(host):
        raise Malformed(f"host: {text[:80]!r} is not a host name")
    return f"{host}:{port}" if port and port not in {"443"} else host


def host_matches(host: str, rule: str) -> bool:
    """Whether a block rule covers a host: the same name, or any name below it, on any port."""
    try:
        name, ruled = _name_of(host), _name_of(rule)
    except Malformed:
        return False
    return name == ruled or name.endswith(f".{ruled}")


def host_is(host: str, rule: str) -> bool:
    """Whether a host is exactly the one an allow-list or our own settings name, on any port."""
    try:
        return _name_of(host) == _name_of(rule)
    except Malformed:
        return False


def _name_of(host: str) -> str:
    """Return a host in the one form we compare, without its port."""
    normal = normalise_host(host)
    return normal if normal.endswith("]") else normal.rpartition(":")[0] or normal


def host_of(uri: str) -> str:
    """Return the normalised host (and port) of a uri. Raises Malformed."""
    try:
        parts = urlsplit(uri)
        netloc = parts.netloc
    except ValueError as error:
        raise Malformed(f"uri: {uri[:80]!r} cannot be read") from error
    if not netloc or "@" in netloc:
        raise Malformed(f"uri: {uri[:80]!r} has no host")
    return normalise_host(netloc)


@dataclass(frozen=True, slots=True)
class Handle:
    """`@name@host`; `host` is empty for our own people."""

    name: str
    host: str = ""

    @classmethod
    def read(cls, text: str) -> "Handle":
        """Read `@name@host`, `name@host`, `!name@host`, `acct:name@host` or a bare name."""
        bare = text.strip().removeprefix("acct:").lstrip("@!")
        name, _, host = bare.partition("@")
        if not name:
            raise Malformed(f"handle: {text[:80]!r} names nobody")
        return cls(name, normalise_host(host) if host else "")

    @property
    def key(self) -> str:
        """What two handles share when they mean the same: case is only for display."""
        return f"{self.name.lower()}@{self.host}"

    def __str__(self) -> str:
        return f"@{self.name}@{self.host}" if self.host else f"@{self.name}"


def is_username(text: str) -> bool:
    """Whether a local person or community may have this name."""
    return _USERNAME.fullmatch(text) is not None


def is_remote_username(text: str) -> bool:
    """Whether we take this for the name of somebody elsewhere: plain letters, no path."""
    return _REMOTE_USERNAME.fullmatch(text) is not None and text.strip(".-") != ""


def is_language(text: str) -> bool:
    """Whether this is written like the code of a language: `de`, `gsw`, `pt-BR`."""
    return _LANGUAGE.fullmatch(text) is not None
