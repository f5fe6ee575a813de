"""The commands of a page of the docs, in the order in which they stand."""

import re

from tests.corpus import ROOT

_BLOCK = re.compile(r"(?ms)^```sh\n(.*?)^```$")


def commands_of(page: str) -> list[str]:
    """Return each line of each `sh` block; lines that go on are joined."""
    text = (ROOT / "docs" / "how-to" / page).read_text()
    blocks = "".join(_BLOCK.findall(text)).replace("\\\n", " ")
    return [line for line in blocks.splitlines() if line.strip()]
