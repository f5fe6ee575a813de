"""The commands of a page of the docs, in the order in which they stand."""

import re
from collections.abc import Iterator

from tests.corpus import ROOT

_BLOCK = re.compile(r"(?ms)^```sh\n(.*?)^```$")
_HERE = re.compile(r"<<'(\w+)'$")


def commands_of(page: str) -> list[str]:
    """Return each command of each `sh` block; lines that go on are joined."""
    text = (ROOT / "docs" / "how-to" / page).read_text()
    blocks = "".join(_BLOCK.findall(text)).replace("\\\n", " ")
    return list(_commands(iter(blocks.splitlines())))


def _commands(lines: Iterator[str]) -> Iterator[str]:
    """Keep the lines that a command is given together with it."""
    for line in lines:
        if found := _HERE.search(line):
            given = [line]
            while given[-1] != found[1]:
                given.append(next(lines))
            yield "\n".join(given)
        elif line.strip():
            yield line
