"""Files beside posts, and pictures of profiles."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class MediaRow(TableRow):
    """A file; without a hash it is not kept here."""

    TABLE: ClassVar[str] = "media"

    id: int
    owner_id: int
    key: str
    place: int
    post_id: int
    position: int
    kind: str
    mime: str
    size: int
    hash: str
    wide: int
    high: int
    small_mime: str
    small_hash: str
    small_wide: int
    small_high: int
    blurhash: str
    focus_x: int
    focus_y: int
    description: str
    remote: str
    created: int
    used: int = 0
    tries: int = 0
    rest: int = 0
    part_of: int = 0
    language: str = ""
