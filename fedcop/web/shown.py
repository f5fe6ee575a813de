"""How files of posts look on pages: where they are, which part of them matters, what they show."""

from dataclasses import dataclass
from typing import Final

from fedcop.community import media
from fedcop.store.rows import MediaRow
from fedcop.uris import Uris
from fedcop.values import host_of

_HERE: Final = Uris("")  # addresses of our own pages go without a host
_STEPS: Final = 4  # of the focus, each way from the middle


@dataclass(frozen=True, slots=True)
class File:
    """A file as a page shows it; `focus` names classes of the style, `host` where it stands."""

    kind: str
    whole: str
    small: str
    words: str
    wide: int
    high: int
    focus: str
    host: str


def look(row: MediaRow) -> File:
    """Say what a page shows of a file."""
    linked = bool(row.remote) and row.kind == "unknown"
    sized = bool(row.wide and row.high)
    return File(
        kind=row.kind,
        whole=media.address(row, _HERE),
        small=media.small_address(row, _HERE),
        words=row.description,
        wide=row.wide if sized else 0,
        high=row.high if sized else 0,
        focus=f"fx{_step(row.focus_x)} fy{_step(-row.focus_y)}",
        host=host_of(row.remote) if linked else "",
    )


def track(row: MediaRow) -> str:
    """Say where a page has captions or a transcript from."""
    return media.address(row, _HERE)


def _step(thousandths: int) -> int:
    """Count from one edge, 0, to the other, 8."""
    return round((thousandths + 1000) * _STEPS / 1000)
