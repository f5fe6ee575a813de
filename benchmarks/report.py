"""The last table, kept, and put into the page that explains it: `python -m benchmarks.report`."""

import re
from collections.abc import Mapping
from typing import Final

from benchmarks.figures import Table
from benchmarks.processes import ROOT
from benchmarks.subject import Profile

_KEPT: Final = ROOT / "var" / "bench"
_PAGE: Final = ROOT / "docs" / "explanation" / "performance.md"
_PLACE: Final = re.compile(r"(<!-- table -->\n).*?(<!-- end of table -->)", re.DOTALL)


def keep(table: Table, profiles: Mapping[str, Profile]) -> None:
    """Keep the table for the page, and the profiles for whoever wants to mend something."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    (_KEPT / "table.md").write_text(table.markdown() + "\n", "utf-8")
    (_KEPT / "table.txt").write_text(table.plain() + "\n", "utf-8")
    seen = [
        f"== {key}: {profile.samples.sentence()}\n{profile.samples.hot_spots(profile.units)}\n"
        for key, profile in profiles.items()
    ]
    (_KEPT / "hot-spots.txt").write_text("\n".join(seen), "utf-8")


def paste() -> str:
    """Put the last table into the page; say what was done."""
    table = (_KEPT / "table.md").read_text("utf-8")
    page = _PAGE.read_text("utf-8")
    _PAGE.write_text(_PLACE.sub(lambda found: found[1] + table + found[2], page), "utf-8")
    return f"{_PAGE.relative_to(ROOT)}: written"


if __name__ == "__main__":
    print(paste())
