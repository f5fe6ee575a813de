"""What a set is called, what stands in it beside the data, and which old ones may go."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from fedcop.errors import Conflict, Misconfigured
from fedcop.keeping.age import Damaged

FORMAT: Final = 1
ABOUT: Final = "about.json"
SETTINGS: Final = "settings.toml"
KEY: Final = "master.key"
DATABASE: Final = "database/"
SQLITE: Final = "database/fedcop.db"
MEDIA: Final = "media/"
MANIFEST: Final = "manifest.json"
PART: Final = ".part"

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"fedcop-[a-z0-9.-]+-(\d{8}T\d{6}Z)\.tar(\.age)?")
_KEEP: Final = re.compile(r"(daily|weekly|monthly)=(\d{1,3})")
_PERIODS: Final = {"daily": "%Y-%m-%d", "weekly": "%G-%V", "monthly": "%Y-%m"}


class Locked(Conflict):
    """Another run is at it already."""


@dataclass(frozen=True, slots=True)
class About:
    """What a set says first: of which node it is, and how its database was made."""

    origin: str
    taken: int
    version: str
    dialect: str
    schema: tuple[str, ...]
    media: str = "folder"
    format: int = FORMAT

    @property
    def level(self) -> str:
        """The last migration that had run."""
        return max(self.schema, default="")

    def dump(self) -> bytes:
        """Write it."""
        return orjson.dumps(asdict(self))

    @classmethod
    def load(cls, data: bytes) -> "About":
        """Read it. Raises Damaged."""
        found = _object(data)
        if found.get("format") != FORMAT:
            raise Damaged("the set is of a later version of fedcop; restore it with that")
        try:
            return cls(**{**found, "schema": tuple(found["schema"])})
        except (TypeError, KeyError) as error:
            raise Damaged("the set is damaged: it does not say what it is") from error


@dataclass(slots=True)
class Manifest:
    """What a set says last: what must be in it. Media are as many that they have one digest."""

    files: dict[str, list[Any]] = field(default_factory=dict)  # name: size, SHA-256
    counts: dict[str, int] = field(default_factory=dict)  # rows by table
    columns: dict[str, list[str]] = field(default_factory=dict)  # by table, with PostgreSQL
    media: int = 0
    media_bytes: int = 0
    media_digest: str = ""
    missing: int = 0  # own files that the database names and the folder had not

    def dump(self) -> bytes:
        """Write it."""
        return orjson.dumps(asdict(self))

    @classmethod
    def load(cls, data: bytes) -> "Manifest":
        """Read it. Raises Damaged."""
        try:
            return cls(**_object(data))
        except TypeError as error:
            raise Damaged("the set is damaged: its manifest cannot be read") from error


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Damaged("the set is damaged: what it says of itself cannot be read") from error
    if not isinstance(found, dict):
        raise Damaged("the set is damaged: what it says of itself cannot be read")
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """A set that was made."""

    path: Path
    size: int
    taken: int
    seconds: float
    media: int
    missing: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A set as it lies in a folder."""

    path: Path
    taken: int
    size: int

    @property
    def encrypted(self) -> bool:
        """Whether it takes an identity to open it."""
        return self.path.suffix == ".age"


def name_of(host: str, taken: int, *, encrypted: bool) -> str:
    """Name a set: by node and time, so that they sort."""
    stamp = datetime.fromtimestamp(taken / 1000, tz=UTC).strftime(_STAMP)
    return f"fedcop-{host.replace(':', '-')}-{stamp}.tar{'.age' if encrypted else ''}"


def list_sets(folder: Path) -> list[Kept]:
    """List the sets of a folder, the newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named and path.is_file():
            taken = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
            found.append(Kept(path, int(taken.timestamp() * 1000), path.stat().st_size))
    return sorted(found, key=lambda one: (one.taken, one.path.name), reverse=True)


def read_keep(words: Iterable[str]) -> dict[str, int]:
    """Read how many sets are kept, as `daily=7`. Raises Misconfigured."""
    kept: dict[str, int] = {}
    for word in words:
        match = _KEEP.fullmatch(word)
        if match is None:
            raise Misconfigured(f"backup_keep: {word!r} is none of daily=7, weekly=4, monthly=6")
        kept[match[1]] = int(match[2])
    if not sum(kept.values()):
        raise Misconfigured("backup_keep: nothing would be kept; write daily=7")
    return kept


def list_spare(kept: Iterable[Kept], keep: dict[str, int]) -> list[Kept]:
    """List the sets that may go: of each day, week, month that is kept the newest stays.

    The newest of all stays whatever is said, and nothing depends on what the clock says now.
    """
    newest_first = sorted(kept, key=lambda one: one.taken, reverse=True)
    stay = set(newest_first[:1])
    for period, number in keep.items():
        seen: dict[str, Kept] = {}
        for one in newest_first:
            moment = datetime.fromtimestamp(one.taken / 1000, tz=UTC)
            seen.setdefault(moment.strftime(_PERIODS[period]), one)
        stay.update(list(seen.values())[:number])
    return [one for one in newest_first if one not in stay]
